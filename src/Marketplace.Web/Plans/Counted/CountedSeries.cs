using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Plans.Counted;

/// <param name="Count">What was counted from one day to another, in the indicator's unit.</param>
/// <param name="Additive">Years may be added up.</param>
public sealed record CountedAs(MeasureType Type, int? BaseYear, DateOnly? Starts, DateOnly? Ends, bool Additive, Func<DateOnly, DateOnly, decimal> Count);

/// <summary>What locked quarters make of an indicator. A year with a quarter that is open gives no figure beyond it.</summary>
public static class CountedSeries
{
    public static IEnumerable<Entry> Of(CountedAs asked, ClosedQuarters closed)
    {
        foreach (var quarter in closed.All)
        {
            // The figure of the plan's last day stands for ever, also where that is no end of a quarter.
            if (asked.Ends is { } ends && Quarter.Of(ends) == quarter && ends != quarter.Last && At(asked, closed, ends) is { } last) yield return last;
            if (At(asked, closed, quarter.Last) is { } entry) yield return entry;
        }
    }

    /// <summary>The figure of one day; null: what it needs is not locked.</summary>
    public static Entry? At(CountedAs asked, ClosedQuarters closed, DateOnly on) => asked.Type switch
    {
        MeasureType.FlowYear => closed.Closed(Begin(on), on) ? new(on, asked.Count(Begin(on), on)) : null,
        MeasureType.CumPlan or MeasureType.CumAll => Cumulative(asked, closed, on),
        MeasureType.GrowthYoy => closed.Closed(Begin(on.AddYears(-1)), on) && Growth.YearOnYear(asked.Count(Begin(on.AddYears(-1)), Same(on)), asked.Count(Begin(on), on)) is { } rate ? new(on, rate * 100) : null,
        MeasureType.GrowthAvg => Average(asked, closed, on),
        _ => null,
    };

    /// <summary>From the plan's first day; where not all of its quarters are locked, what the year brought, which goes on from a level somebody entered.</summary>
    private static Entry? Cumulative(CountedAs asked, ClosedQuarters closed, DateOnly on)
    {
        var starts = asked.Type == MeasureType.CumPlan ? asked.Starts : null;
        if (on < starts) return null;
        if (starts is { } first && closed.Closed(first, on)) return new(on, asked.Count(first, on));
        var from = starts > Begin(on) ? starts.Value : Begin(on);
        return asked.Additive && closed.Closed(from, on) ? new(on, asked.Count(from, on), OfYear: true) : null;
    }

    /// <summary>Of whole years only: a base year against half a year is no growth.</summary>
    private static Entry? Average(CountedAs asked, ClosedQuarters closed, DateOnly on)
    {
        if (asked.BaseYear is not { } year || on.Year <= year || on != new DateOnly(on.Year, 12, 31) || !closed.Closed(new(year, 1, 1), new(year, 12, 31)) || !closed.Closed(Begin(on), on)) return null;
        return Growth.Compound(asked.Count(new(year, 1, 1), new(year, 12, 31)), asked.Count(Begin(on), on), on.Year - year) is { } rate ? new(on, rate * 100) : null;
    }

    private static DateOnly Begin(DateOnly on) => new(on.Year, 1, 1);

    /// <summary>The same day a year before; of 29 February the last of that month.</summary>
    private static DateOnly Same(DateOnly on) => on.AddYears(-1);
}
