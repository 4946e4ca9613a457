using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations;

/// <summary>A legal person (or household business) known to the platform by its unified social credit code (统一社会信用代码).</summary>
public sealed class Organisation
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string Uscc { get; init; }

    /// <summary>A few early codes fail their own check digit and are real: who let this one through, and why.</summary>
    public string? UsccOverride { get; set; }
    public required string Name { get; set; }

    /// <summary><see cref="NameFolding"/> of the name: what comparisons and searches go by.</summary>
    public required string FoldedName { get; set; }
    public required OrganisationKind Kind { get; set; }
    public required string RegionCode { get; set; }

    /// <summary>Copied from the region, because every question of right asks for it.</summary>
    public required string RegionPath { get; set; }
    public required OrganisationState State { get; set; }
    public Guid? MergedInto { get; set; }
    public string? Address { get; set; }
    public string? LegalRepresentative { get; set; }
    public string? ContactName { get; set; }
    public string? ContactPhone { get; set; }
    public string? ContactMail { get; set; }

    /// <summary>国有控股: not to be told from the code (domain.md §5.3).</summary>
    public bool StateOwned { get; set; }

    // What the size is computed from (domain.md §5.4), and for which year it was declared.
    public string? Industry { get; set; }
    public int? Staff { get; set; }
    public decimal? RevenueYuan { get; set; }
    public decimal? AssetsYuan { get; set; }
    public int? FiguresYear { get; set; }
    public EnterpriseSize? Size { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ActiveSince { get; set; }

    /// <summary>The row's version: two people editing at once are told (xmin).</summary>
    public uint Version { get; init; }

    public Target Target => new(Id, RegionPath, State.Word());
}

/// <summary>大型、中型、小型、微型 (工信部联企业〔2011〕300号)</summary>
public enum EnterpriseSize
{
    Micro,
    Small,
    Medium,
    Large,
}

internal sealed class OrganisationTable : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> builder)
    {
        builder.ToTable("organisations");
        builder.Property(o => o.Uscc).HasMaxLength(18);
        builder.HasIndex(o => o.Uscc).IsUnique();
        builder.Property(o => o.Name).HasMaxLength(200);
        builder.Property(o => o.FoldedName).HasMaxLength(200);
        builder.HasIndex(o => o.FoldedName);
        builder.Property(o => o.Kind).HasConversion<string>().HasMaxLength(30);
        builder.Property(o => o.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(o => o.Size).HasConversion<string>().HasMaxLength(10);
        builder.Property(o => o.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.HasIndex(o => new { o.RegionPath, o.State });
        builder.Property(o => o.RevenueYuan).HasPrecision(18, 2);
        builder.Property(o => o.AssetsYuan).HasPrecision(18, 2);
        builder.Property(o => o.Version).IsRowVersion();
        builder.Ignore(o => o.Target);
        builder.HasOne<Region>().WithMany().HasForeignKey(o => o.RegionCode).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(o => o.MergedInto).OnDelete(DeleteBehavior.Restrict);
    }
}
