using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>对接沟通: what one who seeks and one who holds a patent write to each other, about a match or (咨询) about an offer alone.</summary>
public sealed class Talk
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Null: a question without a match.</summary>
    public Guid? NeedId { get; set; }
    public required string ApplicationNo { get; init; }
    public Guid? ListingId { get; init; }

    /// <summary>Who answers: the holder, or the bureau for a listing of the gazette.</summary>
    public required Guid HolderId { get; init; }

    /// <summary>Whose question it is; null: of a person who acts for nobody.</summary>
    public Guid? AskerId { get; init; }

    /// <summary>Who asked; null once they were erased.</summary>
    public Guid? AskerPersonId { get; set; }

    /// <summary>Of a question: the holder sees <see cref="Alias"/> only. Where there is a need, disclosure decides.</summary>
    public required bool Anonymous { get; set; }

    /// <summary>Another for each question, so that two of one asker cannot be put together.</summary>
    public required string Alias { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset LastAt { get; set; }

    // The clock: what the holder has not answered yet.
    public DateTimeOffset? WaitingSince { get; set; }
    public DateOnly? DueOn { get; set; }
    public DateTimeOffset? RemindedAt { get; set; }
    public DateTimeOffset? EscalatedAt { get; set; }

    // What the holder's record is made of.
    public DateTimeOffset? FirstAskedAt { get; set; }
    public DateOnly? FirstDueOn { get; set; }
    public DateTimeOffset? FirstReplyAt { get; set; }

    /// <summary>The asker made a need of it.</summary>
    public DateTimeOffset? BecameNeedAt { get; set; }
}

public sealed class TalkMessage
{
    public const int TextMax = 2000;

    /// <summary>The form's own number.</summary>
    public required Guid Id { get; init; }
    public required Guid TalkId { get; init; }
    public required bool FromHolder { get; init; }
    public Guid? PersonId { get; set; }
    public required string Text { get; set; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>Up to when somebody has read a talk.</summary>
public sealed class TalkRead
{
    public required Guid TalkId { get; init; }
    public required Guid PersonId { get; init; }
    public required bool ForHolder { get; init; }
    public required DateTimeOffset At { get; set; }
}

internal sealed class TalkTable : IEntityTypeConfiguration<Talk>
{
    public void Configure(EntityTypeBuilder<Talk> builder)
    {
        builder.ToTable("talks");
        builder.Property(t => t.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(t => t.Alias).HasMaxLength(20);
        builder.HasIndex(t => new { t.NeedId, t.ApplicationNo, t.HolderId }).IsUnique().HasFilter("need_id is not null").HasDatabaseName("ix_talks_need");
        builder.HasIndex(t => new { t.HolderId, t.LastAt });
        builder.HasIndex(t => new { t.AskerId, t.LastAt });
        builder.HasIndex(t => new { t.AskerPersonId, t.LastAt });
        builder.HasIndex(t => t.DueOn).HasFilter("waiting_since is not null");
        builder.HasOne<Need>().WithMany().HasForeignKey(t => t.NeedId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Patent>().WithMany().HasForeignKey(t => t.ApplicationNo).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Listing>().WithMany().HasForeignKey(t => t.ListingId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(t => t.HolderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(t => t.AskerId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TalkMessageTable : IEntityTypeConfiguration<TalkMessage>
{
    public void Configure(EntityTypeBuilder<TalkMessage> builder)
    {
        builder.ToTable("talk_messages");
        builder.Property(m => m.Text).HasMaxLength(TalkMessage.TextMax);
        builder.HasIndex(m => new { m.TalkId, m.At });
        builder.HasIndex(m => m.PersonId);
        builder.HasOne<Talk>().WithMany().HasForeignKey(m => m.TalkId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class TalkReadTable : IEntityTypeConfiguration<TalkRead>
{
    public void Configure(EntityTypeBuilder<TalkRead> builder)
    {
        builder.ToTable("talk_reads");
        builder.HasKey(r => new { r.TalkId, r.PersonId, r.ForHolder });
        builder.HasIndex(r => r.PersonId);
        builder.HasOne<Talk>().WithMany().HasForeignKey(r => r.TalkId).OnDelete(DeleteBehavior.Cascade);
    }
}
