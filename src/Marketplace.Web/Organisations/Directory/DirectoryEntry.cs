using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>What a bureau knows of an enterprise of its region (名录库), whether it is registered or not. The contact is personal data: masked in lists.</summary>
public sealed class DirectoryEntry
{
    public required string Uscc { get; init; }
    public required Guid OrganisationId { get; init; }
    public required string Name { get; set; }
    public required string RegionCode { get; set; }

    /// <summary>Copied from the region, as for organisations.</summary>
    public required string RegionPath { get; set; }

    /// <summary>园区、乡镇: the name of a local place, or what was written.</summary>
    public string? Place { get; set; }
    public string? ContactName { get; set; }
    public string? ContactPhone { get; set; }
    public string? ContactMail { get; set; }
    public string? Industry { get; set; }
    public int? Staff { get; set; }
    public decimal? RevenueYuan { get; set; }
    public decimal? AssetsYuan { get; set; }

    /// <summary>As the bureau has it; what an enterprise declares itself stands with the organisation.</summary>
    public EnterpriseSize? Size { get; set; }

    /// <summary>The bureau that last wrote here; its clerks see the contact in full.</summary>
    public required Guid BureauId { get; set; }
    public required Guid LastImport { get; set; }
    public required DateTimeOffset ImportedAt { get; init; }
    public required DateTimeOffset ChangedAt { get; set; }
}

/// <summary>专精特新, 高新技术企业 …, from a day to a day.</summary>
public sealed class DirectoryLabel
{
    public required string Uscc { get; init; }

    /// <summary>One of <see cref="LabelText.Known"/>: official names, the same in every language.</summary>
    public required string Kind { get; init; }
    public DateOnly? ValidFrom { get; init; }
    public DateOnly? ValidTo { get; init; }
}

internal sealed class DirectoryEntryTable : IEntityTypeConfiguration<DirectoryEntry>
{
    public void Configure(EntityTypeBuilder<DirectoryEntry> builder)
    {
        builder.ToTable("directory_entries");
        builder.HasKey(e => e.Uscc);
        builder.Property(e => e.Uscc).HasMaxLength(18).UseCollation("C");   // Lists page by it; every database must order it alike.
        builder.Property(e => e.Name).HasMaxLength(200);
        builder.Property(e => e.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(e => e.Place).HasMaxLength(60);
        builder.Property(e => e.ContactName).HasMaxLength(50);
        builder.Property(e => e.ContactPhone).HasMaxLength(30);
        builder.Property(e => e.ContactMail).HasMaxLength(320);
        builder.Property(e => e.Industry).HasMaxLength(5);
        builder.Property(e => e.RevenueYuan).HasPrecision(18, 2);
        builder.Property(e => e.AssetsYuan).HasPrecision(18, 2);
        builder.Property(e => e.Size).HasConversion<string>().HasMaxLength(10);
        builder.HasIndex(e => new { e.RegionPath, e.Uscc });
        builder.HasOne<Organisation>().WithOne().HasForeignKey<DirectoryEntry>(e => e.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(e => e.BureauId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DirectoryLabelTable : IEntityTypeConfiguration<DirectoryLabel>
{
    public void Configure(EntityTypeBuilder<DirectoryLabel> builder)
    {
        builder.ToTable("directory_labels");
        builder.HasKey(l => new { l.Uscc, l.Kind });
        builder.Property(l => l.Uscc).HasMaxLength(18).UseCollation("C");
        builder.Property(l => l.Kind).HasMaxLength(30);
        builder.HasOne<DirectoryEntry>().WithMany().HasForeignKey(l => l.Uscc).OnDelete(DeleteBehavior.Cascade);
    }
}
