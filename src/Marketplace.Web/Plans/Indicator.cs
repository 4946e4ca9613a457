using Marketplace.Web.Plans.Figures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Plans;

/// <summary>指标: what stays the same while its definition is put better.</summary>
public sealed class Indicator
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PlanId { get; init; }

    /// <summary>As the document numbers it, gaps included (C2).</summary>
    public required string Code { get; init; }
    public required int Ordinal { get; set; }

    /// <summary>The definition in force is the last one.</summary>
    public required int Version { get; set; }
}

/// <summary>指标定义: one version of what is counted and what is to be reached. Written once.</summary>
public sealed class IndicatorDefinition
{
    public required Guid IndicatorId { get; init; }
    public required int Version { get; init; }
    public required string Name { get; init; }

    /// <summary>Null: the document names none.</summary>
    public string? Unit { get; init; }
    public required MeasureType Type { get; init; }
    public required Comparator Comparator { get; init; }

    /// <summary>预期性、约束性; null: not said.</summary>
    public string? Nature { get; init; }
    public int? BaseYear { get; init; }
    public decimal? Base { get; init; }

    /// <summary>统计口径</summary>
    public string? Basis { get; init; }
    public required string[] LeadUnits { get; init; }
    public required string[] JointUnits { get; init; }

    /// <summary>The sentence or row of the document.</summary>
    public string? Source { get; init; }

    /// <summary>Conflicts of the document about it, and what is done about them.</summary>
    public string? Note { get; init; }

    /// <summary>What will count it here, such as <c>pledges.amount</c>; null: it is entered.</summary>
    public string? Computed { get; init; }
    public required DateTimeOffset At { get; init; }
    public Guid? PersonId { get; set; }
    public List<YearTarget> Targets { get; init; } = [];

    public Yardstick Yardstick(DateOnly? ends) =>
        new(Type, Comparator, BaseYear is { } year && Base is { } start ? (year, start) : null, Targets.ToDictionary(t => t.Year, t => new Goal(t.Value, t.Upper)), ends);
}

/// <summary>年度目标</summary>
public sealed class YearTarget
{
    public Guid IndicatorId { get; init; }
    public int Version { get; init; }

    /// <summary><see cref="Yardstick.Undated"/> where the document names no year.</summary>
    public required int Year { get; init; }
    public required decimal Value { get; init; }

    /// <summary>Of a range, 3—5家.</summary>
    public decimal? Upper { get; init; }
}

public enum PartKind
{
    /// <summary>县市</summary>
    County,

    /// <summary>园区、开发区</summary>
    Zone,

    /// <summary>部门</summary>
    Department,
}

/// <summary>分解目标: what one county, zone or department is to bring to a year's target.</summary>
public sealed class TargetPart
{
    public const int NameMax = 60;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid IndicatorId { get; init; }
    public required int Year { get; init; }
    public required PartKind Kind { get; init; }
    public required string Name { get; init; }
    public required decimal Value { get; set; }
    public required DateTimeOffset At { get; set; }
    public Guid? PersonId { get; set; }
}

internal sealed class IndicatorTable : IEntityTypeConfiguration<Indicator>
{
    public void Configure(EntityTypeBuilder<Indicator> builder)
    {
        builder.ToTable("indicators");
        builder.Property(i => i.Code).HasMaxLength(20).UseCollation("C");
        builder.HasIndex(i => new { i.PlanId, i.Code }).IsUnique();
        builder.HasOne<Plan>().WithMany().HasForeignKey(i => i.PlanId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class IndicatorDefinitionTable : IEntityTypeConfiguration<IndicatorDefinition>
{
    public void Configure(EntityTypeBuilder<IndicatorDefinition> builder)
    {
        builder.ToTable("indicator_definitions");
        builder.HasKey(d => new { d.IndicatorId, d.Version });
        builder.Property(d => d.Name).HasMaxLength(100);
        builder.Property(d => d.Unit).HasMaxLength(20);
        builder.Property(d => d.Type).HasConversion<string>().HasMaxLength(20);
        builder.Property(d => d.Comparator).HasConversion<string>().HasMaxLength(20);
        builder.Property(d => d.Nature).HasMaxLength(20);
        builder.Property(d => d.Base).HasColumnType("numeric");
        builder.Property(d => d.Basis).HasMaxLength(500);
        builder.Property(d => d.Source).HasMaxLength(500);
        builder.Property(d => d.Note).HasMaxLength(500);
        builder.Property(d => d.Computed).HasMaxLength(60);
        builder.HasOne<Indicator>().WithMany().HasForeignKey(d => d.IndicatorId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(d => d.Targets).WithOne().HasForeignKey(t => new { t.IndicatorId, t.Version }).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class YearTargetTable : IEntityTypeConfiguration<YearTarget>
{
    public void Configure(EntityTypeBuilder<YearTarget> builder)
    {
        builder.ToTable("year_targets", table => table.HasCheckConstraint("ck_year_targets_range", "upper is null or upper > value"));
        builder.HasKey(t => new { t.IndicatorId, t.Version, t.Year });
        builder.Property(t => t.Value).HasColumnType("numeric");
        builder.Property(t => t.Upper).HasColumnType("numeric");
    }
}

internal sealed class TargetPartTable : IEntityTypeConfiguration<TargetPart>
{
    public void Configure(EntityTypeBuilder<TargetPart> builder)
    {
        builder.ToTable("target_parts");
        builder.Property(p => p.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(p => p.Name).HasMaxLength(TargetPart.NameMax);
        builder.Property(p => p.Value).HasColumnType("numeric");
        builder.HasIndex(p => new { p.IndicatorId, p.Year, p.Kind, p.Name }).IsUnique();
        builder.HasOne<Indicator>().WithMany().HasForeignKey(p => p.IndicatorId).OnDelete(DeleteBehavior.Restrict);
    }
}
