using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Catalogue.IndustryTables;

public enum EditionState
{
    /// <summary>Read, to be looked at. It leads nowhere yet.</summary>
    Preview,

    /// <summary>It was put in force once and may be again.</summary>
    Kept,

    /// <summary>Given up after the preview.</summary>
    Dropped,
}

/// <summary>An edition of 国际专利分类与国民经济行业分类参照关系表, as somebody brought it.</summary>
public sealed class IndustryEdition
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>What people call it: 参照关系表（2018）.</summary>
    public required string Name { get; init; }
    public required EditionState State { get; set; }
    public required string FileName { get; init; }

    /// <summary>As it came, to be shown when somebody asks where a line is from; gone with a dropped preview.</summary>
    public byte[]? File { get; set; }
    public Guid? PersonId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Rows below the heads. Each is one that only names an industry, one that was taken, or one that was not.</summary>
    public int Rows { get; init; }
    public int Headings { get; init; }
    public int Rejected { get; init; }
    public int Pairs { get; init; }
    public int Symbols { get; init; }
    public int Industries { get; init; }

    /// <summary>Names that differ from GB/T 4754-2017: of many, the file follows another edition of that.</summary>
    public int NamesDiffer { get; init; }

    /// <summary>A JSON list of <see cref="TableFault"/>, of a file that is wrong altogether the first ones.</summary>
    public string Faults { get; init; } = "[]";
}

/// <summary>One line of an edition.</summary>
public sealed class ConcordanceRow
{
    public required Guid EditionId { get; init; }
    public required string IpcPrefix { get; init; }
    public required string Industry { get; init; }
    public double? Weight { get; init; }
    public bool Partial { get; init; }
}

/// <summary>A decision on what is in force: the last one holds. Number 0 is what was so before anybody decided.</summary>
public sealed class IndustryTableUse
{
    public long Number { get; init; }

    /// <summary>Null: the table that comes with the program.</summary>
    public Guid? EditionId { get; init; }
    public Guid? PersonId { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class IndustryEditionTable : IEntityTypeConfiguration<IndustryEdition>
{
    public void Configure(EntityTypeBuilder<IndustryEdition> builder)
    {
        builder.ToTable("industry_editions");
        builder.Property(e => e.Name).HasMaxLength(100);
        builder.Property(e => e.State).HasConversion<string>().HasMaxLength(10);
        builder.Property(e => e.FileName).HasMaxLength(200);
        builder.Property(e => e.Faults).HasColumnType("jsonb");
    }
}

internal sealed class ConcordanceTable : IEntityTypeConfiguration<ConcordanceRow>
{
    public void Configure(EntityTypeBuilder<ConcordanceRow> builder)
    {
        builder.ToTable("concordance");
        builder.HasKey(r => new { r.EditionId, r.IpcPrefix, r.Industry });
        builder.Property(r => r.IpcPrefix).HasMaxLength(20).UseCollation("C");
        builder.Property(r => r.Industry).HasMaxLength(4).UseCollation("C");
        builder.HasOne<IndustryEdition>().WithMany().HasForeignKey(r => r.EditionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class IndustryTableUseTable : IEntityTypeConfiguration<IndustryTableUse>
{
    public void Configure(EntityTypeBuilder<IndustryTableUse> builder)
    {
        builder.ToTable("industry_table_uses");
        builder.HasKey(u => u.Number);
        builder.HasOne<IndustryEdition>().WithMany().HasForeignKey(u => u.EditionId).OnDelete(DeleteBehavior.Restrict);
    }
}
