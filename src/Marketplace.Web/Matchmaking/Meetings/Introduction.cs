using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Matchmaking.Meetings;

public enum IntroductionState
{
    /// <summary>待对方决定</summary>
    Requested,

    /// <summary>已对接: both sides may talk.</summary>
    Accepted,

    /// <summary>已谢绝</summary>
    Declined,

    /// <summary>逾期未答复</summary>
    Expired,

    /// <summary>已撤回</summary>
    Withdrawn,
}

public enum IntroductionCause
{
    /// <summary>A holder asks the owner, or a bureau proposes it to both.</summary>
    Ask,

    /// <summary>The owner turns to a holder: that is enough.</summary>
    Contact,
    Agree,
    Decline,
    TakeBack,
    Lapse,
}

/// <summary>Who began it.</summary>
public enum MeetingSide
{
    Owner,
    Holder,
    Bureau,
}

/// <summary>引荐: that the owner of a need and the holder of a patent come to talk.</summary>
public sealed class Introduction
{
    public const int NoteMax = 500;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid NeedId { get; init; }
    public required string ApplicationNo { get; init; }

    /// <summary>Who answers for the patent: its holder; of a gazette listing the bureau of the region.</summary>
    public required Guid HolderId { get; init; }
    public required MeetingSide AskedBy { get; init; }

    /// <summary>That proposed it.</summary>
    public Guid? BureauId { get; init; }
    public required IntroductionState State { get; set; }
    public string? Note { get; init; }
    public string? Reason { get; set; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset AskedAt { get; init; }
    public DateTimeOffset? OwnerAgreedAt { get; set; }
    public DateTimeOffset? HolderAgreedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public required DateOnly ExpiresOn { get; init; }

    /// <summary>Which steps there are; <c>Agree</c> leads on once both have agreed.</summary>
    public static readonly StateMachine<IntroductionState, IntroductionCause> Machine = new("introduction",
    [
        new(null, IntroductionCause.Ask, IntroductionState.Requested) { By = Act.AnswerNeeds },
        new(null, IntroductionCause.Contact, IntroductionState.Accepted) { By = Act.KeepNeeds },
        new(IntroductionState.Requested, IntroductionCause.Agree, IntroductionState.Accepted),
        new(IntroductionState.Requested, IntroductionCause.Decline, IntroductionState.Declined),
        new(IntroductionState.Requested, IntroductionCause.TakeBack, IntroductionState.Withdrawn),
        new(IntroductionState.Requested, IntroductionCause.Lapse, IntroductionState.Expired),
    ]);
}

internal sealed class IntroductionTable : IEntityTypeConfiguration<Introduction>
{
    public void Configure(EntityTypeBuilder<Introduction> builder)
    {
        builder.ToTable("introductions");
        builder.Property(i => i.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(i => i.AskedBy).HasConversion<string>().HasMaxLength(10);
        builder.Property(i => i.State).HasConversion<string>().HasMaxLength(10);
        builder.Property(i => i.Note).HasMaxLength(Introduction.NoteMax);
        builder.Property(i => i.Reason).HasMaxLength(Introduction.NoteMax);
        builder.HasIndex(i => new { i.NeedId, i.ApplicationNo, i.HolderId }).IsUnique().HasFilter("state in ('Requested', 'Accepted')").HasDatabaseName("ix_introductions_live");
        builder.HasIndex(i => new { i.HolderId, i.State });
        builder.HasIndex(i => new { i.BureauId, i.State });
        builder.HasIndex(i => i.ExpiresOn).HasFilter("state = 'Requested'");
        builder.HasIndex(i => i.PersonId);
        builder.HasOne<Need>().WithMany().HasForeignKey(i => i.NeedId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Patent>().WithMany().HasForeignKey(i => i.ApplicationNo).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(i => i.HolderId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(i => i.BureauId).OnDelete(DeleteBehavior.Restrict);
    }
}
