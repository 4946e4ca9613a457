namespace Marketplace.Web.Plans.Figures;

/// <summary>Where a figure should be on its way, and how far it is.</summary>
public static class Progress
{
    public static decimal Linear((int Year, decimal Value) from, (int Year, decimal Value) to, int year) =>
        from.Value + (to.Value - from.Value) * (year - from.Year) / (to.Year - from.Year);

    /// <summary>Null where the ends allow no rate.</summary>
    public static decimal? Geometric((int Year, decimal Value) from, (int Year, decimal Value) to, int year) =>
        from.Value > 0 && to.Value > 0 ? from.Value * (decimal)Math.Pow((double)(to.Value / from.Value), (double)(year - from.Year) / (to.Year - from.Year)) : null;

    /// <summary>规划路径: straight between the points the plan gives; null outside of them. A plan that only gives its ends needs one to be followed year by year.</summary>
    public static decimal? Path(IReadOnlyList<(int Year, decimal Value)> points, int year)
    {
        for (var i = 0; i < points.Count; i++)
        {
            if (points[i].Year == year) return points[i].Value;
            if (i + 1 < points.Count && points[i].Year < year && year < points[i + 1].Year) return Linear(points[i], points[i + 1], year);
        }
        return null;
    }

    /// <summary>完成率 of a level: actual ÷ target.</summary>
    public static decimal? Completion(decimal? actual, Goal? goal) => goal is { Value: not 0 } ? actual / goal.Value : null;

    /// <summary>完成率 of the way: (actual − base) ÷ (target − base).</summary>
    public static decimal? CompletionFrom(decimal? start, decimal? actual, Goal? goal) => start is { } s && goal is not null && goal.Value != s ? (actual - s) / (goal.Value - s) : null;

    /// <summary>A share of something: <c>count ÷ 常住人口（万人）</c>, or in per cent.</summary>
    public static decimal? Ratio(decimal? count, decimal? of, bool percent) => of is { } whole && whole != 0 ? count / whole * (percent ? 100 : 1) : null;
}
