namespace Marketplace.Web.Plans.Figures;

/// <summary>红绿灯: where a figure stands. Each has a word and a shape, not a colour alone.</summary>
public enum Light
{
    /// <summary>After the plan: a figure without a target.</summary>
    None,

    /// <summary>无数据</summary>
    NoData,

    /// <summary>达标</summary>
    Met,

    /// <summary>达到进度: not at the target yet, and where the way to it should be.</summary>
    OnPath,

    /// <summary>落后于进度</summary>
    Behind,

    /// <summary>未达标</summary>
    NotMet,
}

/// <summary>What of an indicator and its plan decides how figures are judged.</summary>
/// <param name="Base">The figure of the base year.</param>
/// <param name="Goals">By year; <see cref="Undated"/> where the plan names none.</param>
/// <param name="Ends">Last day of the plan; null: it names none.</param>
public sealed record Yardstick(MeasureType Type, Comparator Comparator, (int Year, decimal Value)? Base, IReadOnlyDictionary<int, Goal> Goals, DateOnly? Ends)
{
    /// <summary>The plan says what, not until when.</summary>
    public const int Undated = 0;

    public Goal? Final => Goals.Count > 0 ? Goals[Goals.Keys.Max()] : null;

    /// <summary>Null: no path, because growth, surveys and what is judged go by no straight line, or because the plan does not give two points.</summary>
    public decimal? Path(int year) => Type.IsGrowth() || Type is MeasureType.Survey or MeasureType.Narrative ? null : Progress.Path(
        [.. (Base is { } start && !Goals.ContainsKey(start.Year) ? [start] : Array.Empty<(int, decimal)>()), .. Goals.Where(g => g.Key != Undated).OrderBy(g => g.Key).Select(g => (g.Key, g.Value.Value))], year);

    /// <summary>Of the figure of one year, seen from a day.</summary>
    public Light Of(int year, Entry? entry, DateOnly seen)
    {
        if (Ends is { } end && year > end.Year) return Light.None;
        if (entry is null) return Light.NoData;
        if (Comparator == Comparator.Raised) return entry.Reached switch { true => Light.Met, false => Light.NotMet, _ => Light.NoData };
        if (entry.Value is null) return Light.NoData;
        var goal = Goals.GetValueOrDefault(year) ?? Goals.GetValueOrDefault(Undated);
        if (goal is not null && Comparator.Met(Type, entry.Value, goal) == true) return Light.Met;
        if (Final is { } final && goal is null && Comparator.Met(Type, entry.Value, final) == true) return Light.Met;
        // What could still be reached this year is not missed yet.
        var over = year < seen.Year || Ends <= seen;
        if (Goals.ContainsKey(year) && over) return Light.NotMet;
        if (Goals.ContainsKey(year)) return Light.Behind;
        if (Path(year) is { } path) return Comparator.Met(Type, entry.Value, new(path)) == true ? Light.OnPath : Light.Behind;
        return Ends <= seen ? Light.NotMet : Light.Behind;
    }
}

/// <summary>An indicator as a plan shows it.</summary>
/// <param name="Year">Which year's figure counts here; null: there is none.</param>
/// <param name="Later">After the plan's end: goes on without a light.</param>
public sealed record IndicatorStanding(Entry? Actual, int? Year, Goal? Goal, decimal? Completion, decimal? Way, Light Light, Entry? Later)
{
    /// <summary>While a plan runs, its latest figure; after its end the figure of that day, whatever came later.</summary>
    public static IndicatorStanding Of(Yardstick yardstick, Series series, DateOnly today)
    {
        var over = yardstick.Ends < today;
        var day = over ? yardstick.Ends!.Value : today;
        var actual = over ? series.At(day) : series.LastUntil(day);
        var later = over && series.LastUntil(today) is { } last && last.On > day ? last : null;
        var goal = yardstick.Final;
        var light = yardstick.Of(actual?.On.Year ?? day.Year, actual, today);
        return new(actual, actual?.On.Year, goal, Progress.Completion(actual?.Value, goal), Progress.CompletionFrom(yardstick.Base?.Value, actual?.Value, goal), light, later);
    }
}
