using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Organisations.Directory;

public enum ImportState
{
    /// <summary>The file is there; nobody has read it yet, or somebody is reading.</summary>
    Reading,

    /// <summary>Differences can be looked at. Nothing is saved.</summary>
    Compared,

    /// <summary>Confirmed and waiting to be saved, or being saved.</summary>
    Saving,
    Done,

    /// <summary>The file could not be read: <see cref="DirectoryImport.Fault"/>.</summary>
    Failed,

    /// <summary>Given up by the clerk.</summary>
    Dropped,
}

/// <summary>One file of enterprises on its way into the directory.</summary>
public sealed class DirectoryImport
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid BureauId { get; init; }

    /// <summary>Copied from the bureau: who may see it follows from where it is.</summary>
    public required string RegionPath { get; init; }

    /// <summary>Null: from the command line.</summary>
    public Guid? PersonId { get; init; }
    public required string FileName { get; init; }

    /// <summary>Until it is saved or dropped; it holds personal data.</summary>
    public byte[]? File { get; set; }
    public required ImportState State { get; set; }
    public required string Language { get; init; }

    /// <summary>Message for the clerk, in their language.</summary>
    public string? Fault { get; set; }

    /// <summary>Set when others changed the directory between comparing and confirming, so that it was compared anew.</summary>
    public bool Anew { get; set; }

    /// <summary>Rows read, or steps of saving done so far, for the page that waits.</summary>
    public int Progress { get; set; }
    public int Read { get; set; }
    public int Added { get; set; }
    public int Changed { get; set; }
    public int Unchanged { get; set; }
    public int Rejected { get; set; }

    /// <summary>Of the outcomes of all rows: what is confirmed is what was looked at.</summary>
    public string? Fingerprint { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    public Target Target => new(BureauId, RegionPath);
}

public enum RowOutcome
{
    New,
    Changed,
    Unchanged,
    Rejected,
}

/// <summary>One row of the file and what will become of it. Kept until the import is settled; rejected ones a month longer, for the file to correct.</summary>
public sealed class DirectoryImportRow
{
    public required Guid ImportId { get; init; }
    public required int Number { get; init; }

    /// <summary>Becomes the organisation's id, where there is none yet.</summary>
    public required Guid Id { get; init; }
    public required string Uscc { get; init; }
    public required RowOutcome Outcome { get; set; }

    /// <summary>Cells as they stand in the file, by column key: what a rejected row is given back with.</summary>
    public required string Cells { get; init; }

    /// <summary>What was understood, by field; absent where the cell was empty: that field stays as it is.</summary>
    public required string Understood { get; init; }

    /// <summary>What stands in the directory and differs, by field.</summary>
    public string? Before { get; set; }

    /// <summary>Codes and words of why not, a JSON list of <see cref="RowFault"/>.</summary>
    public required string Faults { get; set; }

    /// <summary>It passed the reading and was held against the directory: what is wrong now can be right when it is compared anew.</summary>
    public bool Compared { get; set; }

    /// <summary>The organisation is registered: it keeps its own data.</summary>
    public bool Registered { get; set; }
}

internal sealed class DirectoryImportTable : IEntityTypeConfiguration<DirectoryImport>
{
    public void Configure(EntityTypeBuilder<DirectoryImport> builder)
    {
        builder.ToTable("directory_imports");
        builder.Property(i => i.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(i => i.FileName).HasMaxLength(200);
        builder.Property(i => i.Language).HasMaxLength(10);
        builder.Property(i => i.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(i => i.Fingerprint).HasMaxLength(32);
        builder.Ignore(i => i.Target);
        builder.HasIndex(i => new { i.BureauId, i.CreatedAt });
        builder.HasIndex(i => i.CreatedAt).HasFilter("state in ('Reading', 'Saving')").HasDatabaseName("ix_directory_imports_open");
        builder.HasOne<Organisation>().WithMany().HasForeignKey(i => i.BureauId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DirectoryImportRowTable : IEntityTypeConfiguration<DirectoryImportRow>
{
    public void Configure(EntityTypeBuilder<DirectoryImportRow> builder)
    {
        builder.ToTable("directory_import_rows");
        builder.HasKey(r => new { r.ImportId, r.Number });
        builder.Property(r => r.Uscc).HasMaxLength(200).UseCollation("C");
        builder.Property(r => r.Outcome).HasConversion<string>().HasMaxLength(10);
        builder.Property(r => r.Cells).HasColumnType("jsonb");
        builder.Property(r => r.Understood).HasColumnType("jsonb");
        builder.Property(r => r.Before).HasColumnType("jsonb");
        builder.Property(r => r.Faults).HasColumnType("jsonb");
        builder.HasIndex(r => new { r.ImportId, r.Outcome, r.Number });
        builder.HasOne<DirectoryImport>().WithMany().HasForeignKey(r => r.ImportId).OnDelete(DeleteBehavior.Cascade);
    }
}
