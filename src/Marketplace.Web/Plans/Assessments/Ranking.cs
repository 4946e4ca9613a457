using Marketplace.Web.Plans.Figures;

namespace Marketplace.Web.Plans.Assessments;

/// <summary>What one unit's marks come to.</summary>
/// <param name="Own">自评总分, of what it marked itself.</param>
/// <param name="Total">核定总分 out of a hundred; null: no item is its own, or none is decided.</param>
/// <param name="Left">Items nobody has decided yet: it has no place before they are.</param>
/// <param name="Place">名次: units of one total share it, and the next are as many places further.</param>
public sealed record UnitResult(AssessmentUnit Unit, decimal? Own, decimal? Total, int Left, int? Place);

/// <summary>Totals and places. An item that is not a unit's own counts neither for nor against it: its other weights are stretched to a hundred.</summary>
public static class Ranking
{
    public static IReadOnlyList<UnitResult> Of(IReadOnlyCollection<AssessmentItem> items, IReadOnlyCollection<AssessmentUnit> units, IEnumerable<AssessmentMark> marks)
    {
        var of = marks.ToLookup(m => m.UnitId);
        var results = units.Select(unit => Of(items, unit, of[unit.Id].ToDictionary(m => m.Number))).ToList();
        var totals = results.Where(r => r.Left == 0).Select(r => r.Total).OfType<decimal>().ToList();
        return
        [
            .. results.Select(r => r with { Place = r is { Left: 0, Total: { } total } ? totals.Count(other => other > total) + 1 : null })
                .OrderBy(r => r.Place is null).ThenBy(r => r.Place).ThenByDescending(r => r.Total).ThenBy(r => r.Unit.Kind).ThenBy(r => r.Unit.RegionPath, StringComparer.Ordinal).ThenBy(r => r.Unit.Name, StringComparer.Ordinal),
        ];
    }

    private static UnitResult Of(IReadOnlyCollection<AssessmentItem> items, AssessmentUnit unit, Dictionary<int, AssessmentMark> marks)
    {
        var decided = items.Where(i => marks.GetValueOrDefault(i.Number) is { IsDecided: true }).ToList();
        var counting = decided.FindAll(i => !marks[i.Number].Exempt);
        var weight = counting.Sum(i => i.Weight);
        // As it is printed, so that two who read the same total share a place.
        return new(unit, items.Any(i => marks.GetValueOrDefault(i.Number)?.Own is not null) ? items.Sum(i => marks.GetValueOrDefault(i.Number)?.Own ?? 0) : null,
            weight > 0 ? FigureText.HalfUp(counting.Sum(i => marks[i.Number].Verified!.Value) * Assessment.Full / weight, 2) : null, items.Count - decided.Count, null);
    }
}
