using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations.Regions;

/// <summary>A place of the division tree (GB/T 2260), or a local one (zone, township) that reports like a county.</summary>
public sealed class Region
{
    /// <summary>Six digits, or <c>L-…</c> for a place without an official code.</summary>
    public required string Code { get; init; }
    public required string Name { get; set; }
    public string? Parent { get; init; }
    public required RegionLevel Level { get; init; }

    /// <summary>Codes from the root down to this place, <c>/650000/652700/652701/</c>: what lies below begins with it.</summary>
    public required string Path { get; init; }
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Codes are abolished and merged; what happened there before stays there.</summary>
    public DateOnly? ValidTo { get; set; }
}

public enum RegionLevel
{
    Province,
    Prefecture,
    County,

    /// <summary>Functional zone, township, port: a node of our own below a county.</summary>
    Local,
}

internal sealed class RegionTable : IEntityTypeConfiguration<Region>
{
    public void Configure(EntityTypeBuilder<Region> builder)
    {
        builder.ToTable("regions");
        builder.HasKey(r => r.Code);
        builder.Property(r => r.Code).HasMaxLength(20);
        builder.Property(r => r.Parent).HasMaxLength(20);
        builder.Property(r => r.Name).HasMaxLength(60);
        builder.Property(r => r.Level).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Path).HasMaxLength(100).UseCollation("C");   // Prefix search by the index needs byte order.
        builder.HasIndex(r => r.Path).IsUnique();
        builder.HasIndex(r => r.Parent);
    }
}
