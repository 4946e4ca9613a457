using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Catalogue.Claims;

public enum ClaimState
{
    /// <summary>待说明: the importer brought a patent that the register gives to another, and has not said why.</summary>
    Open,

    /// <summary>待权利人答复: the importer says it is theirs; the holder is here and is asked.</summary>
    Asked,

    /// <summary>待裁定: the holder says otherwise, or nobody is here to ask.</summary>
    WithBureau,

    /// <summary>认定</summary>
    Granted,

    /// <summary>不予认定</summary>
    Refused,

    /// <summary>已放弃</summary>
    Dropped,
}

/// <summary>权属认领: an organisation says that a patent which the register gives to another name is its own. Until that is settled it can do nothing with it.</summary>
public sealed class PatentClaim
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string ApplicationNo { get; init; }
    public required Guid ClaimantId { get; init; }
    public Guid? ImportId { get; init; }
    public required ClaimState State { get; set; }

    /// <summary>The name in the register the claimant says is theirs.</summary>
    public string? HolderName { get; set; }

    /// <summary>What the claimant says, and the paper that shows it.</summary>
    public string? Evidence { get; set; }
    public Guid? PaperId { get; set; }
    public Guid? ClaimedBy { get; set; }
    public DateTimeOffset? ClaimedAt { get; set; }

    /// <summary>The holder that is asked.</summary>
    public Guid? HolderId { get; set; }

    /// <summary>What the holder says.</summary>
    public string? Answer { get; set; }
    public Guid? AnsweredBy { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>Why the bureau decided so.</summary>
    public string? Reason { get; set; }
    public Guid? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Of the claimant: which bureau settles it.</summary>
    public required string RegionPath { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public uint Version { get; init; }

    public bool IsLive => State is ClaimState.Open or ClaimState.Asked or ClaimState.WithBureau;
}

internal sealed class PatentClaimTable : IEntityTypeConfiguration<PatentClaim>
{
    public void Configure(EntityTypeBuilder<PatentClaim> builder)
    {
        builder.ToTable("patent_claims");
        builder.Property(c => c.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(c => c.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(c => c.HolderName).HasMaxLength(200);
        builder.Property(c => c.Evidence).HasMaxLength(2000);
        builder.Property(c => c.Answer).HasMaxLength(2000);
        builder.Property(c => c.Reason).HasMaxLength(2000);
        builder.Property(c => c.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(c => c.Version).IsRowVersion();
        builder.Ignore(c => c.IsLive);
        // Imported again, a refused one is not asked anew.
        builder.HasIndex(c => new { c.ClaimantId, c.ApplicationNo }).IsUnique();
        builder.HasIndex(c => new { c.HolderId, c.State });
        builder.HasIndex(c => new { c.RegionPath, c.State });
        builder.HasOne<Patent>().WithMany().HasForeignKey(c => c.ApplicationNo).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(c => c.ClaimantId).OnDelete(DeleteBehavior.Restrict);
    }
}
