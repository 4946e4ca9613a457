namespace Marketplace.Web.Plans.Figures;

/// <summary>计量类型: what a figure of an indicator says.</summary>
public enum MeasureType
{
    /// <summary>期末存量</summary>
    StockEnd,

    /// <summary>当年发生额</summary>
    FlowYear,

    /// <summary>规划期累计</summary>
    CumPlan,

    /// <summary>历史累计</summary>
    CumAll,

    /// <summary>比值</summary>
    Ratio,

    /// <summary>同比增长率</summary>
    GrowthYoy,

    /// <summary>年均增幅</summary>
    GrowthAvg,

    /// <summary>调查值</summary>
    Survey,

    /// <summary>定性</summary>
    Narrative,
}

public enum Comparator
{
    /// <summary>达到、不少于、不低于、……以上: the number is included (Civil Code Art. 1259).</summary>
    AtLeast,

    /// <summary>超过</summary>
    MoreThan,

    /// <summary>不超过、……以下</summary>
    AtMost,
    Exactly,

    /// <summary>明显提高: no number; staff judge and show why.</summary>
    Raised,
}

/// <summary>What is to be reached. Of a range (3—5家) the lower end is enough; the upper one is only shown.</summary>
public sealed record Goal(decimal Value, decimal? Upper = null);

public static class Measures
{
    /// <summary>A growth of exactly 10 % comes out of a root a hair below or above it.</summary>
    public const decimal Tolerance = 1e-9m;

    public static bool IsGrowth(this MeasureType type) => type is MeasureType.GrowthYoy or MeasureType.GrowthAvg;

    public static bool IsCumulative(this MeasureType type) => type is MeasureType.CumPlan or MeasureType.CumAll;

    /// <summary>Shares and rates change by percentage points: from 48.1 % to 55 % is 6.9 points, not 6.9 %.</summary>
    public static bool IsShare(this MeasureType type, string? unit) => unit == "%" || type.IsGrowth();

    /// <summary>On unrounded values. Null: one of the two is not known, or there is no number to compare.</summary>
    public static bool? Met(this Comparator comparator, MeasureType type, decimal? actual, Goal? goal)
    {
        if (actual is not { } value || goal is null || comparator == Comparator.Raised) return null;
        var slack = type.IsGrowth() ? Tolerance : 0;
        return comparator switch
        {
            Comparator.AtLeast => value >= goal.Value - slack,
            Comparator.MoreThan => value > goal.Value + slack,
            Comparator.AtMost => value <= goal.Value + slack,
            _ => Math.Abs(value - goal.Value) <= slack,
        };
    }
}
