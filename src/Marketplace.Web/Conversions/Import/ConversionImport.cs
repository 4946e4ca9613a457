using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Conversions.Import;

public enum ConversionImportState
{
    /// <summary>The file is there; nobody has read it yet, or somebody is reading.</summary>
    Reading,

    /// <summary>What would become of each row can be looked at. Nothing is filed.</summary>
    Compared,

    /// <summary>Confirmed and being filed, batch by batch.</summary>
    Filing,
    Done,

    /// <summary>The file could not be read: <see cref="ConversionImport.Fault"/>.</summary>
    Failed,
    Dropped,
}

/// <summary>One table of outside deals on its way to be filed.</summary>
public sealed class ConversionImport
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid BureauId { get; init; }

    /// <summary>The unit that files: the bureau's region.</summary>
    public required string RegionPath { get; init; }
    public Guid? PersonId { get; set; }
    public required string FileName { get; init; }
    public required string Language { get; init; }

    /// <summary>Until it is filed or dropped.</summary>
    public byte[]? File { get; set; }
    public required ConversionImportState State { get; set; }
    public string? Fault { get; set; }

    /// <summary>Others filed meanwhile, so that it was compared anew.</summary>
    public bool Anew { get; set; }

    /// <summary>Rows read, or filed so far.</summary>
    public int Progress { get; set; }

    /// <summary>All rows; the five below add up to it.</summary>
    public int Read { get; set; }
    public int Added { get; set; }
    public int Attached { get; set; }
    public int Queued { get; set; }
    public int Same { get; set; }
    public int Refused { get; set; }

    /// <summary>Of what would become of all rows: confirmed is what was looked at.</summary>
    public string? Fingerprint { get; set; }
    public required DateTimeOffset At { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    public Target Target => new(BureauId, RegionPath);

    /// <summary>Rows that are filed.</summary>
    public int Filed => Added + Attached + Queued;
}

public enum RowFate
{
    /// <summary>Filed.</summary>
    New,

    /// <summary>One that is known, in another register: the reference is added to it.</summary>
    Attached,

    /// <summary>Filed, and somebody has to say whether it is one that is known.</summary>
    Queued,

    /// <summary>Known as it stands: nothing changes.</summary>
    Same,
    Refused,
}

/// <summary>A row of the table and what becomes of it: none is lost.</summary>
public sealed class ConversionImportRow
{
    public required Guid ImportId { get; init; }

    /// <summary>As the spreadsheet program counts.</summary>
    public required int Number { get; init; }
    public required RowFate Fate { get; set; }

    /// <summary>The row with which its contract begins.</summary>
    public required int Contract { get; init; }

    /// <summary>Cells as they stand in the file, by column key.</summary>
    public required string Cells { get; init; }

    /// <summary>Why not: a JSON list of <see cref="ImportFault"/>.</summary>
    public required string Faults { get; init; }

    /// <summary>By which of D1 … D16.</summary>
    public required string[] Rules { get; init; }

    /// <summary>The row of this table that it is held to be the same as, or like.</summary>
    public int? OtherRow { get; init; }

    /// <summary>The conversion that it is held to be the same as, or like.</summary>
    public Guid? OtherId { get; init; }

    /// <summary>What says it, once it is filed.</summary>
    public Guid? FilingId { get; set; }
}

internal sealed class ConversionImportTable : IEntityTypeConfiguration<ConversionImport>
{
    public void Configure(EntityTypeBuilder<ConversionImport> builder)
    {
        builder.ToTable("conversion_imports", table => table.HasCheckConstraint("ck_conversion_imports_rows", "state in ('Reading', 'Failed', 'Dropped') or \"read\" = added + attached + queued + same + refused"));
        // Whoever drops it while it is read is heard.
        builder.Property(i => i.State).HasConversion<string>().HasMaxLength(20).IsConcurrencyToken();
        builder.Property(i => i.FileName).HasMaxLength(200);
        builder.Property(i => i.Language).HasMaxLength(10);
        builder.Property(i => i.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(i => i.Fingerprint).HasMaxLength(64);
        builder.Ignore(i => i.Target);
        builder.Ignore(i => i.Filed);
        builder.HasIndex(i => new { i.BureauId, i.At });
        builder.HasIndex(i => i.PersonId);
        builder.HasIndex(i => i.At).HasFilter("state in ('Reading', 'Filing')").HasDatabaseName("ix_conversion_imports_open");
        builder.HasOne<Organisation>().WithMany().HasForeignKey(i => i.BureauId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ConversionImportRowTable : IEntityTypeConfiguration<ConversionImportRow>
{
    public void Configure(EntityTypeBuilder<ConversionImportRow> builder)
    {
        builder.ToTable("conversion_import_rows");
        builder.HasKey(r => new { r.ImportId, r.Number });
        builder.Property(r => r.Fate).HasConversion<string>().HasMaxLength(20);
        builder.Property(r => r.Cells).HasColumnType("jsonb");
        builder.Property(r => r.Faults).HasColumnType("jsonb");
        builder.HasIndex(r => new { r.ImportId, r.Fate, r.Number });
        builder.HasIndex(r => r.OtherId);
        builder.HasIndex(r => r.FilingId);
        builder.HasOne<ConversionImport>().WithMany().HasForeignKey(r => r.ImportId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Filing>().WithMany().HasForeignKey(r => r.FilingId).OnDelete(DeleteBehavior.Restrict);
    }
}
