namespace Marketplace.Web.Plans.Figures;

/// <summary>How figures change. As parts of one: 0.1 is ten per cent. What cannot be computed is null, never zero.</summary>
public static class Growth
{
    /// <summary>同比增长率. From zero nothing grows by a rate: then only <see cref="Increase"/> is said.</summary>
    public static decimal? YearOnYear(decimal? before, decimal? now) => before is { } b && b != 0 && now is { } n ? (n - b) / b : null;

    /// <summary>In the figure's own unit; of shares, percentage points.</summary>
    public static decimal? Increase(decimal? before, decimal? now) => now - before;

    /// <summary>年均增幅, compound: the usual meaning in statistics.</summary>
    public static decimal? Compound(decimal? first, decimal? last, int years) =>
        first is { } f && f > 0 && last is { } l && l >= 0 && years > 0 ? (decimal)Math.Pow((double)(l / f), 1d / years) - 1 : null;

    /// <summary>年均增幅 as the mean of yearly rates: kept as a variant only, because 10 → 16 → 12 → 13 gives 14.44 % by it and 9.14 % compound.</summary>
    public static decimal? MeanOfRates(IReadOnlyList<decimal?> series)
    {
        var rates = series.Zip(series.Skip(1), YearOnYear).ToList();
        return rates.Count > 0 && rates.TrueForAll(rate => rate is not null) ? rates.Average() : null;
    }

    /// <summary>当年新增 of a cumulative series. Below zero it is an error in the data, and <see cref="Falls"/>.</summary>
    public static decimal? YearlyOf(decimal? cumulativeBefore, decimal? cumulative) => cumulative - cumulativeBefore;

    public static bool Falls(decimal? cumulativeBefore, decimal? cumulative) => YearlyOf(cumulativeBefore, cumulative) < 0;
}
