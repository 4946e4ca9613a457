using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>Where a conversion is known from.</summary>
public enum ConversionOrigin
{
    /// <summary>An open licence, or a licence of a contract that was not made here.</summary>
    Licence,

    /// <summary>A contract made here, with all its patents.</summary>
    Deal,
    Pledge,

    /// <summary>填报: an outside deal, entered on a page.</summary>
    Entered,

    /// <summary>导入: an outside deal, from a table.</summary>
    Imported,
}

/// <summary>
/// 转化: one contract, however many registers and offices know of it (D3). What is known of it stands in its filings and is never changed there; the last verified one counts.
/// </summary>
public sealed class Conversion
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>For people: spoken, unique.</summary>
    public required string Reference { get; init; }
    public required ConversionOrigin Origin { get; init; }

    /// <summary>The licence, deal or pledge; null: it was made elsewhere.</summary>
    public Guid? OriginId { get; init; }

    /// <summary>The lowest unit that files it (D8): its people keep it, those above return it.</summary>
    public required string RegionPath { get; init; }

    /// <summary>How many filings there are.</summary>
    public int Filings { get; set; }

    /// <summary>The filing that counts today; null: none was verified yet.</summary>
    public Guid? CountedId { get; set; }

    /// <summary>Counted with another one since they were found to be the same: see <see cref="Duplicates.Merge"/>.</summary>
    public Guid? IntoId { get; set; }
    public required DateTimeOffset At { get; init; }

    public string Number => "ZH-" + Reference;
}

internal sealed class ConversionTable : IEntityTypeConfiguration<Conversion>
{
    public void Configure(EntityTypeBuilder<Conversion> builder)
    {
        builder.ToTable("conversions", table => table.HasCheckConstraint("ck_conversions_into", "into_id is distinct from id"));
        builder.Property(c => c.Reference).HasMaxLength(8);
        builder.Property(c => c.Origin).HasConversion<string>().HasMaxLength(20);
        builder.Property(c => c.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Ignore(c => c.Number);
        builder.HasIndex(c => c.Reference).IsUnique();
        // One thing made here is one conversion, however often it is looked at.
        builder.HasIndex(c => c.OriginId).IsUnique();
        builder.HasIndex(c => new { c.RegionPath, c.Id });
        builder.HasIndex(c => c.CountedId);
        builder.HasIndex(c => c.IntoId);
        builder.HasOne<Conversion>().WithMany().HasForeignKey(c => c.IntoId).OnDelete(DeleteBehavior.Restrict);
    }
}
