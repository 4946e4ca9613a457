using Marketplace.Web.Plans.Figures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Plans.Values;

public enum ValueState
{
    /// <summary>待复核: entered by one person, not yet verified by another; it counts nowhere.</summary>
    Entered,

    /// <summary>已复核</summary>
    Verified,

    /// <summary>已退回</summary>
    Returned,
}

/// <summary>指标值: what somebody entered about a day, with evidence. A later truth is another value; this one stays.</summary>
public sealed class IndicatorValue
{
    public const int TextMax = 300;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid IndicatorId { get; init; }

    /// <summary>The definition it was entered under.</summary>
    public required int Version { get; init; }

    /// <summary>The day it is a figure of.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Every digit that was typed, or that counting gave; null: judged.</summary>
    public decimal? Value { get; init; }

    /// <summary>定性: whether it was reached.</summary>
    public bool? Reached { get; init; }

    /// <summary>当年新增 of a cumulative indicator (C6).</summary>
    public bool OfYear { get; init; }

    /// <summary>Of a ratio: what it was made of, and of which day the whole is.</summary>
    public decimal? Count { get; init; }
    public decimal? Whole { get; init; }
    public DateOnly? WholeOn { get; init; }

    /// <summary>数据来源</summary>
    public required string Source { get; init; }

    /// <summary>Of a survey: 调查机构、样本、方法.</summary>
    public string? Surveyor { get; init; }
    public string? Sample { get; init; }
    public string? Method { get; init; }
    public required ValueState State { get; set; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
    public Guid? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public string? Decision { get; set; }

    public Entry Entry => new(On, Value, OfYear, Reached);
}

internal sealed class IndicatorValueTable : IEntityTypeConfiguration<IndicatorValue>
{
    public void Configure(EntityTypeBuilder<IndicatorValue> builder)
    {
        builder.ToTable("indicator_values", table => table.HasCheckConstraint("ck_indicator_values_two_people", "state = 'Entered' or decided_by is null or person_id is null or decided_by <> person_id"));
        builder.Property(v => v.Value).HasColumnType("numeric");
        builder.Property(v => v.Count).HasColumnType("numeric");
        builder.Property(v => v.Whole).HasColumnType("numeric");
        builder.Property(v => v.State).HasConversion<string>().HasMaxLength(20);
        foreach (var text in (string[])[nameof(IndicatorValue.Source), nameof(IndicatorValue.Surveyor), nameof(IndicatorValue.Sample), nameof(IndicatorValue.Method), nameof(IndicatorValue.Decision)])
            builder.Property(text).HasMaxLength(IndicatorValue.TextMax);
        builder.Ignore(v => v.Entry);
        builder.HasIndex(v => new { v.IndicatorId, v.On });
        builder.HasIndex(v => v.PersonId);
        builder.HasIndex(v => v.DecidedBy);
        builder.HasOne<IndicatorDefinition>().WithMany().HasForeignKey(v => new { v.IndicatorId, v.Version }).OnDelete(DeleteBehavior.Restrict);
    }
}
