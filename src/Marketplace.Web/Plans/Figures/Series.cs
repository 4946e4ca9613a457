namespace Marketplace.Web.Plans.Figures;

/// <param name="On">The day it is a figure of.</param>
/// <param name="Value">Null: judged in words.</param>
/// <param name="OfYear">当年新增: what one year brought to a figure that is cumulative.</param>
/// <param name="Reached">Of what is judged: whether it was.</param>
public sealed record Entry(DateOnly On, decimal? Value, bool OfYear = false, bool? Reached = null);

/// <summary>What the verified entries of one indicator say about a day.</summary>
public sealed class Series(MeasureType type, DateOnly? from, IReadOnlyList<Entry> entries)
{
    // Of two entries for one day the later one was made because of the earlier: order of entry is kept.
    private readonly Entry[] _levels = [.. entries.Where(e => !e.OfYear).OrderBy(e => e.On)];
    private readonly Dictionary<int, Entry> _years = entries.Where(e => e.OfYear).GroupBy(e => e.On.Year).ToDictionary(same => same.Key, same => same.OrderBy(e => e.On).Last());

    public IEnumerable<int> Years => entries.Select(e => e.On.Year).Distinct().Order();

    /// <summary>The figure of the day's year as it stood on that day; null: nobody said. What was true of an earlier year says nothing of this one.</summary>
    public Entry? At(DateOnly day)
    {
        var level = _levels.LastOrDefault(e => e.On <= day && Counts(e));
        if (level?.On.Year == day.Year) return level;
        return type.IsCumulative() && Summed(level, day) is { } sum ? new(day, sum) : null;
    }

    /// <summary>The last one of all until a day.</summary>
    public Entry? LastUntil(DateOnly day) => Years.Reverse().Where(year => year <= day.Year).Select(year => At(day.Year == year ? day : new DateOnly(year, 12, 31))).FirstOrDefault(e => e is not null);

    /// <summary>Year after year on top of the last level known, or of nothing at the start of the plan; a year that is missing leaves no sum.</summary>
    private decimal? Summed(Entry? level, DateOnly day)
    {
        var sum = level?.Value ?? 0;
        var first = level is { } known ? known.On.Year + 1 : type == MeasureType.CumPlan ? from?.Year : null;
        if (first is not { } begin || begin > day.Year) return null;
        for (var year = begin; year <= day.Year; year++)
        {
            if (!_years.TryGetValue(year, out var added) || added.On > day || added.Value is not { } brought) return null;
            sum += brought;
        }
        return sum;
    }

    private bool Counts(Entry entry) => type != MeasureType.CumPlan || from is null || entry.On >= from;
}
