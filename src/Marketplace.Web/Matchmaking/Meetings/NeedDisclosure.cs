using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>What an owner opens to one holder.</summary>
public enum DisclosedPart
{
    /// <summary>单位名称</summary>
    Identity,

    /// <summary>保密详情</summary>
    Detail,

    /// <summary>附件</summary>
    Attachments,

    /// <summary>预算</summary>
    Budget,
}

/// <summary>What the owner of a need has opened to one holder, under which text of secrecy. Taken back, it ends from then on; the row stays.</summary>
public sealed class NeedDisclosure
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid NeedId { get; init; }
    public required Guid HolderId { get; init; }
    public required DisclosedPart[] Parts { get; init; }
    public required string NdaVersion { get; init; }

    /// <summary>SHA-256 of the text, so that nobody can say later that it read otherwise.</summary>
    public required string NdaHash { get; init; }
    public required DateTimeOffset GrantedAt { get; init; }
    public Guid? GrantedBy { get; set; }

    /// <summary>When the holder agreed to the text; before that it sees the name at most.</summary>
    public DateTimeOffset? AcceptedAt { get; set; }
    public Guid? AcceptedBy { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }

    public bool Gives(DisclosedPart part) => RevokedAt is null && Parts.Contains(part) && (part == DisclosedPart.Identity || AcceptedAt is not null);
}

/// <summary>That somebody of the holder looked at what was opened: what cannot be unseen.</summary>
public sealed class NeedSeen
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid DisclosureId { get; init; }
    public required DisclosedPart[] Parts { get; init; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class NeedDisclosureTable : IEntityTypeConfiguration<NeedDisclosure>
{
    public void Configure(EntityTypeBuilder<NeedDisclosure> builder)
    {
        builder.ToTable("need_disclosures");
        builder.PrimitiveCollection(d => d.Parts).ElementType(part => part.HasConversion<string>());
        builder.Property(d => d.NdaVersion).HasMaxLength(20);
        builder.Property(d => d.NdaHash).HasMaxLength(64);
        builder.HasIndex(d => new { d.NeedId, d.HolderId }).IsUnique().HasFilter("revoked_at is null").HasDatabaseName("ix_need_disclosures_live");
        builder.HasIndex(d => d.HolderId);
        builder.HasOne<Need>().WithMany().HasForeignKey(d => d.NeedId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(d => d.HolderId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class NeedSeenTable : IEntityTypeConfiguration<NeedSeen>
{
    public void Configure(EntityTypeBuilder<NeedSeen> builder)
    {
        builder.ToTable("need_seen");
        builder.PrimitiveCollection(s => s.Parts).ElementType(part => part.HasConversion<string>());
        builder.HasIndex(s => new { s.DisclosureId, s.At });
        builder.HasIndex(s => s.PersonId);
        builder.HasOne<NeedDisclosure>().WithMany().HasForeignKey(s => s.DisclosureId).OnDelete(DeleteBehavior.Cascade);
    }
}
