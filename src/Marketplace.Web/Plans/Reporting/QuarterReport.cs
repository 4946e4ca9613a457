using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Plans.Reporting;

/// <summary>All that a report of a locked quarter is made of. Without adjustments that is what was known at the lock, so it is the same for ever.</summary>
/// <param name="Adjustments">What was found out later, until a day; null: not asked for.</param>
public sealed record QuarterReportInput(string Quarter, string Region, DateTimeOffset LockedAt, IReadOnlyList<QuarterPlace> Places, QuarterAdjustments? Adjustments, IReadOnlyList<ConversionFact> Facts);

/// <param name="Kind">The region itself, one below it, or what is its own and of none below.</param>
/// <param name="Figures">In the order of <see cref="StandardRules.All"/>.</param>
public sealed record QuarterPlace(PlaceKind Kind, string Name, IReadOnlyList<decimal> Figures);

public enum PlaceKind
{
    Whole,
    Part,

    /// <summary>本级</summary>
    Own,
}

/// <param name="Known">Of the region, by what was known at the end of that day; beside the official figure, never in it.</param>
public sealed record QuarterAdjustments(DateOnly Until, IReadOnlyList<decimal> Known);

/// <summary>A quarter's official figures of a region and of each below it, from what was known when it was locked.</summary>
public static class QuarterReport
{
    /// <param name="histories">Every conversion.</param>
    /// <param name="locks">Every lock.</param>
    /// <param name="region">Its path and name.</param>
    /// <param name="below">Paths and names of the regions right below it, in their order.</param>
    /// <param name="quarter">Which one.</param>
    /// <param name="lockedAt">When it was locked for the region.</param>
    /// <param name="until">Adjustments found until the end of that day; null: none are asked for.</param>
    public static (IReadOnlyList<QuarterPlace> Places, QuarterAdjustments? Adjustments, IReadOnlyList<OfficialFact> Facts) Of(
        IEnumerable<History> histories, IReadOnlyList<PeriodLock> locks, (string Path, string Name) region, IReadOnlyList<(string Path, string Name)> below, Quarter quarter, DateTimeOffset lockedAt, (DateOnly Day, DateTimeOffset End)? until)
    {
        var near = histories.Where(h => h.Known.Any(k => k.Fact is { } fact && (fact.GiverRegion.StartsWith(region.Path, StringComparison.Ordinal) || fact.TakerRegion.StartsWith(region.Path, StringComparison.Ordinal)))).ToList();
        var columns = new FactColumns(near);
        var atLock = new FactCounter(columns, locks, lockedAt);
        var places = new List<QuarterPlace> { new(PlaceKind.Whole, region.Name, atLock.Standard(region.Path, quarter.First, quarter.Last)) };
        places.AddRange(below.Select(part => new QuarterPlace(PlaceKind.Part, part.Name, atLock.Standard(part.Path, quarter.First, quarter.Last))));
        if (below.Count > 0) places.Add(new(PlaceKind.Own, region.Name, [.. StandardRules.All.Select(rule => Recount.Count(new(rule, region.Path, quarter.First, quarter.Last), near.Where(h => IsOwn(h, rule.Regions)), locks, lockedAt))]));
        var adjusted = until is var (day, end) ? new QuarterAdjustments(day, new FactCounter(columns, [], end > lockedAt ? end : lockedAt).Standard(region.Path, quarter.First, quarter.Last)) : null;
        return (places, adjusted, QuarterFacts.Of(near, locks, region.Path, quarter, quarter.Last, lockedAt));

        bool IsOwn(History history, RegionBasis basis) => Recount.Official(history, basis, quarter, locks, lockedAt) is { } fact && !below.Any(part => fact.Region(basis).StartsWith(part.Path, StringComparison.Ordinal));
    }
}
