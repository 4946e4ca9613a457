namespace Marketplace.Web.Plans.Figures;

/// <summary>预计: how likely the target is.</summary>
public enum Outlook
{
    /// <summary>预计达到: even at the slowest pace there was.</summary>
    Sure,

    /// <summary>可能达到: at the usual pace.</summary>
    Probable,

    /// <summary>较难达到: only at the fastest pace there was.</summary>
    Hard,

    /// <summary>预计达不到</summary>
    Unlikely,
}

public sealed record ForecastPoint(DateOnly On, decimal Low, decimal Likely, decimal High);

/// <summary>Where an indicator goes if the years to come are like those behind: at the usual pace, and between the slowest and the fastest there was. It promises nothing, and says from what it was made.</summary>
/// <param name="From">The figure it goes on from.</param>
/// <param name="Points">How many figures it was made of.</param>
/// <param name="At">On the day of the last target.</param>
/// <param name="MetOn">When the target is met at the usual pace; null: not within <see cref="Farthest"/> years.</param>
/// <param name="MetEarliest">At the fastest.</param>
/// <param name="MetLatest">At the slowest.</param>
public sealed record Forecast(Entry From, int Points, ForecastPoint At, Outlook Outlook, DateOnly? MetOn, DateOnly? MetEarliest, DateOnly? MetLatest)
{
    /// <summary>Of two figures there is one pace, and no telling how it varies.</summary>
    public const int Fewest = 3;

    /// <summary>Beyond that nobody plans.</summary>
    public const int Farthest = 20;

    /// <summary>What happened long ago says little of the pace of today.</summary>
    private const int Most = 6;

    /// <summary>Half a year: a quarter alone is seasonal.</summary>
    private const int LeastDays = 180;

    /// <param name="yardstick">Its targets.</param>
    /// <param name="entries">What is known, one for each year.</param>
    /// <param name="today">Seen from.</param>
    /// <param name="ceiling">It cannot be more: 100 of a share in per cent.</param>
    /// <returns>Null: it is over, it goes by no straight line, or too little is known.</returns>
    public static Forecast? Of(Yardstick yardstick, IEnumerable<Entry> entries, DateOnly today, decimal? ceiling)
    {
        var type = yardstick.Type;
        if (type.IsGrowth() || type is MeasureType.Survey or MeasureType.Narrative || yardstick.Comparator is Comparator.Raised or Comparator.Exactly) return null;
        if (Target(yardstick) is not var (on, goal) || on <= today) return null;
        // Part of a year's flow is no year's flow.
        var known = entries.Where(e => e.Value is not null && (type != MeasureType.FlowYear || e.On is { Month: 12, Day: 31 })).OrderBy(e => e.On).ToList();
        for (var i = known.Count - 2; i >= 0; i--) if (known[i + 1].On.DayNumber - known[i].On.DayNumber < LeastDays) known.RemoveAt(i);
        if (known.Count > Most) known.RemoveRange(0, known.Count - Most);
        if (known.Count < Fewest || known[^1].On >= on) return null;

        var (first, last) = (known[0], known[^1]);
        var paces = known.Zip(known.Skip(1), Pace).ToList();
        var (slow, usual, fast) = (paces.Min(), Pace(first, last), paces.Max());
        if (yardstick.Comparator == Comparator.AtMost) (slow, fast) = (fast, slow);
        var ends = new[] { slow, usual, fast }.Select(pace => After(last, pace, on, ceiling)).ToArray();
        bool Meets(decimal value) => yardstick.Comparator.Met(type, value, goal) == true;
        var outlook = Meets(ends[0]) ? Outlook.Sure : Meets(ends[1]) ? Outlook.Probable : Meets(ends[2]) ? Outlook.Hard : Outlook.Unlikely;
        return new(last, known.Count, new(on, ends.Min(), ends[1], ends.Max()), outlook, Met(usual), Met(fast), Met(slow));

        DateOnly? Met(decimal pace)
        {
            var way = goal.Value - last.Value!.Value;
            if (Meets(last.Value.Value)) return last.On;
            if (pace == 0 || way / pace <= 0 || way / pace > Farthest * 365 || ceiling < goal.Value) return null;
            var day = last.On.AddDays((int)Math.Ceiling(way / pace));
            return type == MeasureType.FlowYear ? new(day.Year, 12, 31) : day;
        }
    }

    /// <summary>The last target and its day.</summary>
    private static (DateOnly On, Goal Goal)? Target(Yardstick yardstick)
    {
        if (yardstick.Final is not { } goal) return null;
        var year = yardstick.Goals.Keys.Max();
        if (year == Yardstick.Undated) return yardstick.Ends is { } end ? (end, goal) : null;
        return (yardstick.Ends is { } last && last.Year == year ? last : new(year, 12, 31), goal);
    }

    /// <summary>A day.</summary>
    private static decimal Pace(Entry from, Entry to) => (to.Value!.Value - from.Value!.Value) / (to.On.DayNumber - from.On.DayNumber);

    private static decimal After(Entry from, decimal pace, DateOnly on, decimal? ceiling) => Math.Clamp(from.Value!.Value + pace * (on.DayNumber - from.On.DayNumber), Math.Min(0, from.Value.Value), ceiling ?? decimal.MaxValue);
}
