using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Catalogue.Import;

public enum PatentImportState
{
    /// <summary>The columns can be looked at. Nothing is saved.</summary>
    Preview,

    /// <summary>试算: every row is read and held against the catalogue; nothing is saved.</summary>
    Checking,

    /// <summary>Confirmed: being saved, piece by piece.</summary>
    Running,

    /// <summary>Stopped by the person; what was saved stays, and it can go on.</summary>
    Stopped,
    Done,

    /// <summary>The file could not be read to its end: <see cref="PatentImport.Fault"/>.</summary>
    Failed,

    /// <summary>Given up before anything was saved.</summary>
    Dropped,
}

/// <summary>One file of patents on its way into the catalogue.</summary>
public sealed class PatentImport
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>For whom: rows of other holders become claims. Null: the operator, for everybody (command line only).</summary>
    public Guid? OrganisationId { get; init; }

    /// <summary>Null: from the command line or by a program.</summary>
    public Guid? PersonId { get; set; }
    public required string FileName { get; init; }

    /// <summary>By it a command that was interrupted finds where it was.</summary>
    public required byte[] Sha256 { get; init; }
    public required PatentImportState State { get; set; }

    /// <summary>Of who sent it.</summary>
    public required string Language { get; init; }

    /// <summary>Heads the person explained: head to column key, or to nothing.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public string? Fault { get; set; }

    /// <summary>The last row that is dealt with, in the same transaction as what it left; the import goes on behind it.</summary>
    public int Position { get; set; }

    /// <summary>Known when the file was read to its end, which is before all is saved.</summary>
    public int? Total { get; set; }
    public int Accepted { get; set; }
    public int Updated { get; set; }
    public int Unchanged { get; set; }
    public int Rejected { get; set; }

    /// <summary>Of the accepted and unchanged: rows of other holders, now in the claim queue.</summary>
    public int Claimed { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    public int Read => Accepted + Updated + Unchanged + Rejected;
}

/// <summary>The file, apart from the row that is read at every look. Kept until the import is done or dropped.</summary>
public sealed class PatentImportFile
{
    public required Guid ImportId { get; init; }
    public required byte[] Bytes { get; init; }
}

public enum PatentRowOutcome
{
    New,
    Changed,
    Unchanged,
    Rejected,
}

/// <summary>What became of a row, where there is more to tell than a count: differences, reasons, a claim.</summary>
public sealed class PatentImportRow
{
    public required Guid ImportId { get; init; }
    public required int Ordinal { get; init; }
    public required string Sheet { get; init; }
    public required int Number { get; init; }
    public string? ApplicationNo { get; init; }
    public string? Title { get; init; }
    public required PatentRowOutcome Outcome { get; init; }
    public bool Claimed { get; init; }

    /// <summary>Column key to what stood there and what stands there now.</summary>
    public string? Differences { get; init; }

    /// <summary>A list of <see cref="PatentFault"/>.</summary>
    public string? Faults { get; init; }

    /// <summary>Cells by column key, of a rejected row: what it is given back with.</summary>
    public string? Cells { get; init; }
}

internal sealed class PatentImportTable : IEntityTypeConfiguration<PatentImport>
{
    public void Configure(EntityTypeBuilder<PatentImport> builder)
    {
        builder.ToTable("patent_imports");
        builder.Property(i => i.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(i => i.FileName).HasMaxLength(200);
        builder.Property(i => i.Language).HasMaxLength(10);
        builder.Property(i => i.Columns).IsJsonWords();
        builder.Ignore(i => i.Read);
        builder.HasIndex(i => new { i.OrganisationId, i.CreatedAt });
        builder.HasIndex(i => i.CreatedAt).HasFilter("state in ('Checking', 'Running')").HasDatabaseName("ix_patent_imports_open");
        builder.HasOne<Organisation>().WithMany().HasForeignKey(i => i.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PatentImportFileTable : IEntityTypeConfiguration<PatentImportFile>
{
    public void Configure(EntityTypeBuilder<PatentImportFile> builder)
    {
        builder.ToTable("patent_import_files");
        builder.HasKey(f => f.ImportId);
        builder.HasOne<PatentImport>().WithMany().HasForeignKey(f => f.ImportId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class PatentImportRowTable : IEntityTypeConfiguration<PatentImportRow>
{
    public void Configure(EntityTypeBuilder<PatentImportRow> builder)
    {
        builder.ToTable("patent_import_rows");
        builder.HasKey(r => new { r.ImportId, r.Ordinal });
        builder.Property(r => r.Sheet).HasMaxLength(100);
        builder.Property(r => r.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(r => r.Title).HasMaxLength(500);
        builder.Property(r => r.Outcome).HasConversion<string>().HasMaxLength(10);
        builder.Property(r => r.Differences).HasColumnType("jsonb");
        builder.Property(r => r.Faults).HasColumnType("jsonb");
        builder.Property(r => r.Cells).HasColumnType("jsonb");
        builder.HasIndex(r => new { r.ImportId, r.Outcome, r.Ordinal });
        builder.HasOne<PatentImport>().WithMany().HasForeignKey(r => r.ImportId).OnDelete(DeleteBehavior.Cascade);
    }
}
