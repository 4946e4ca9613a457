using Marketplace.Web.Conversions.Counting;

namespace Marketplace.Web.Plans.Gap;

/// <summary>How far what could still count has come.</summary>
public enum GapStage
{
    /// <summary>已填报，待复核</summary>
    Filed,

    /// <summary>已复核，证据还不够</summary>
    Climbing,

    /// <summary>已签署，待登记</summary>
    Contracted,

    /// <summary>磋商、审批、签署中</summary>
    Talking,

    /// <summary>试用中</summary>
    Trial,

    /// <summary>已提出许可意向</summary>
    Requested,

    /// <summary>有好匹配，还没有联系</summary>
    Matched,

    /// <summary>质押已商定，待登记</summary>
    Pledging,
}

/// <param name="Words">Number and parties, as the reader may see them.</param>
/// <param name="Patents">How many.</param>
/// <param name="Amount">In yuan; null: nothing is fixed, or it is not for a bureau to know yet.</param>
/// <param name="Taker">By which distinct takers are counted.</param>
public sealed record GapItem(string Words, string Link, int Patents, decimal? Amount, string? Taker);

/// <param name="Count">How many there are, more than are listed perhaps.</param>
/// <param name="Worth">What they would bring in the indicator's unit if all came; null: nobody can say.</param>
/// <param name="Chance">Of one of them.</param>
/// <param name="Measured">Of so many that came to an end here the chance was measured; null: it is assumed.</param>
public sealed record GapLine(GapStage Stage, int Count, decimal? Worth, decimal Chance, int? Measured, IReadOnlyList<GapItem> Items)
{
    public decimal? Expected => Worth * Chance;
}

/// <summary>What closes the gap: what is under way in the region and would count, by what it may be expected to bring.</summary>
/// <param name="Goal">Of this year, or the last.</param>
/// <param name="Known">What the platform counts today, locked or not.</param>
public sealed record IndicatorGap(decimal Goal, decimal Known, IReadOnlyList<GapLine> Lines)
{
    public decimal Missing => Math.Max(0, Goal - Known);

    public decimal Expected => Lines.Sum(line => line.Expected ?? 0);
}

/// <summary>What items bring to an indicator.</summary>
public static class GapWorth
{
    /// <param name="entity">What is counted.</param>
    /// <param name="items">All of a stage.</param>
    /// <param name="taken">Takers that count already: the same enterprise counts once.</param>
    /// <param name="usual">An amount where none is fixed: the middle of those that count; null: there are none.</param>
    /// <param name="scale">How many yuan one of the indicator's unit is.</param>
    public static decimal? Of(CountEntity entity, IReadOnlyCollection<GapItem> items, IReadOnlySet<string> taken, decimal? usual, decimal scale) => entity switch
    {
        CountEntity.Contracts => items.Count,
        CountEntity.Times or CountEntity.Patents => items.Sum(item => item.Patents),
        CountEntity.Takers or CountEntity.SmallTakers => items.Select(item => item.Taker).OfType<string>().Distinct(StringComparer.Ordinal).Count(taker => !taken.Contains(taker)),
        _ => items.All(item => (item.Amount ?? usual) is not null) ? items.Sum(item => item.Amount ?? usual!.Value) / scale : null,
    };

    public static decimal? Middle(IReadOnlyCollection<decimal> amounts) => amounts.Count == 0 ? null : amounts.Order().ElementAt(amounts.Count / 2);
}
