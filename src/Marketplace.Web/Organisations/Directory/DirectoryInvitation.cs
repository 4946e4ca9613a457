using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations.Directory;

public enum InvitationRoundState
{
    /// <summary>Can still be taken back.</summary>
    Waiting,
    Sending,
    Sent,

    /// <summary>Taken back before anything was sent.</summary>
    Withdrawn,
}

/// <summary>Invitations that one clerk sent off together.</summary>
public sealed class InvitationRound
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid BureauId { get; init; }
    public required string BureauName { get; init; }
    public required string RegionPath { get; init; }
    public required Guid PersonId { get; init; }
    public required InvitationRoundState State { get; set; }
    public required int Invited { get; set; }
    public int Queued { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Nothing is sent before: until then the round can be taken back.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    public Target Target => new(BureauId, RegionPath);
}

/// <summary>One enterprise asked to come (邀请注册).</summary>
public sealed class DirectoryInvitation
{
    /// <summary>Stands in the link; gives no right by itself: whoever claims an enterprise brings the same papers.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid RoundId { get; init; }
    public required string Uscc { get; init; }
    public required MessageChannel Channel { get; init; }
    public required DateTimeOffset InvitedAt { get; init; }
    public DateTimeOffset? QueuedAt { get; set; }

    /// <summary>The gateway or mail server took it. Only then has anybody been invited.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>It never went out, or came back.</summary>
    public DateTimeOffset? FailedAt { get; set; }

    /// <summary>Somebody opened the link for the first time.</summary>
    public DateTimeOffset? OpenedAt { get; set; }
}

internal sealed class InvitationRoundTable : IEntityTypeConfiguration<InvitationRound>
{
    public void Configure(EntityTypeBuilder<InvitationRound> builder)
    {
        builder.ToTable("directory_invitation_rounds");
        builder.Property(r => r.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.BureauName).HasMaxLength(200);
        builder.Property(r => r.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Ignore(r => r.Target);
        builder.HasIndex(r => r.NotBefore).HasFilter("state in ('Waiting', 'Sending')").HasDatabaseName("ix_directory_invitation_rounds_open");
        builder.HasOne<Organisation>().WithMany().HasForeignKey(r => r.BureauId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DirectoryInvitationTable : IEntityTypeConfiguration<DirectoryInvitation>
{
    public void Configure(EntityTypeBuilder<DirectoryInvitation> builder)
    {
        builder.ToTable("directory_invitations");
        builder.Property(i => i.Uscc).HasMaxLength(18).UseCollation("C");
        builder.Property(i => i.Channel).HasConversion<string>().HasMaxLength(16);
        builder.HasIndex(i => new { i.Uscc, i.InvitedAt });
        builder.HasIndex(i => i.RoundId, "ix_directory_invitations_unqueued").HasFilter("queued_at is null");
        builder.HasIndex(i => i.RoundId, "ix_directory_invitations_round");
        builder.HasIndex(i => i.QueuedAt).HasFilter("sent_at is null and failed_at is null").HasDatabaseName("ix_directory_invitations_on_the_way");
        builder.HasOne<InvitationRound>().WithMany().HasForeignKey(i => i.RoundId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<DirectoryEntry>().WithMany().HasForeignKey(i => i.Uscc).OnDelete(DeleteBehavior.Cascade);
    }
}
