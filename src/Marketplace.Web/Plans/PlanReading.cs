using Marketplace.Web.Data;
using Marketplace.Web.Plans.Counted;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Tables;
using Marketplace.Web.Plans.Tasks;
using Marketplace.Web.Plans.Values;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans;

/// <param name="Years">Year by year: from the base year, or from the plan before, to the last target or figure.</param>
/// <param name="Forecast">Null: the plan is over, it goes by no line, or too little is known.</param>
public sealed record IndicatorLine(Indicator Indicator, IndicatorDefinition Definition, IndicatorStanding Standing, IReadOnlyList<IndicatorYear> Years, Forecast? Forecast);

/// <summary>One year of an indicator.</summary>
/// <param name="Path">规划路径, where the plan names no target for the year or names one: what the way to the last one asks.</param>
/// <param name="Change">Part of the year before; of shares, percentage points.</param>
/// <param name="Brought">当年新增, of what is cumulative.</param>
/// <param name="Earlier">From the plan before this one.</param>
public sealed record IndicatorYear(int Year, Goal? Goal, decimal? Path, Entry? Actual, decimal? Completion, decimal? Way, decimal? Change, decimal? Brought, Light Light, bool Earlier);

/// <summary>What is verified of an indicator about days up to one.</summary>
/// <param name="Before">The same of the plan before this one; null: there is none.</param>
public sealed record IndicatorEntries(Indicator Indicator, IndicatorDefinition Definition, IReadOnlyList<IndicatorValue> Values, IReadOnlyList<IndicatorValue>? Before);

public sealed record TaskLine(PlanTask Task, TaskState State, TaskProgress? Last);

/// <summary>What the pages of plans show. Figures count once they are verified.</summary>
public sealed class PlanReading(AppDbContext db, CountedFigures counted, TimeProvider time)
{
    private DateOnly Today => Dates.Today(time);

    public async Task<IReadOnlyList<IndicatorLine>> IndicatorsAsync(Plan plan, CancellationToken ct) => await LinesAsync(plan, await PlanWriter.IndicatorsAsync(db, plan.Id, ct), ct);

    /// <summary>For reports: the entries behind each figure, as of a day.</summary>
    public async Task<IReadOnlyList<IndicatorEntries>> AsOfAsync(Plan plan, DateOnly day, CancellationToken ct)
    {
        var found = await PlanWriter.IndicatorsAsync(db, plan.Id, ct);
        var (_, earlier, values) = await WithEarlierAsync(plan, found, ct);
        return [.. found.Select(pair => new IndicatorEntries(pair.Indicator, pair.Definition, Until(pair.Indicator), Same(earlier, pair.Definition) is { Indicator: { } same } ? Until(same) : null))];

        IReadOnlyList<IndicatorValue> Until(Indicator indicator) => [.. values[indicator.Id].Where(v => v.On <= day)];
    }

    public async Task<IReadOnlyList<TaskLine>> TasksAsync(Plan plan, CancellationToken ct)
    {
        var tasks = await PlanWriter.TasksAsync(db, plan.Id, ct);
        var ids = tasks.Select(t => t.Id).ToList();
        var told = (await db.Set<TaskProgress>().AsNoTracking().Where(p => ids.Contains(p.TaskId)).ToListAsync(ct)).ToLookup(p => p.TaskId);
        var urges = (await db.Set<TaskUrge>().AsNoTracking().Where(u => ids.Contains(u.TaskId)).ToListAsync(ct)).ToLookup(u => u.TaskId);
        return [.. tasks.Select(t => new TaskLine(t, TaskState.Of(plan, t, told[t.Id].Select(p => p.Quarter), urges[t.Id], Today), told[t.Id].MaxBy(p => (p.Quarter, p.At))))];
    }

    public async Task<IndicatorLine> IndicatorAsync(FoundIndicator found, CancellationToken ct) => (await LinesAsync(found.Plan, [(found.Indicator, found.Definition)], ct))[0];

    private async Task<IReadOnlyList<IndicatorLine>> LinesAsync(Plan plan, List<(Indicator Indicator, IndicatorDefinition Definition)> found, CancellationToken ct)
    {
        var (predecessor, earlier, values) = await WithEarlierAsync(plan, found, ct);
        return [.. found.Select(pair =>
        {
            var (definition, yardstick, series) = (pair.Definition, pair.Definition.Yardstick(plan.EndsOn), SeriesOf(plan, pair.Definition, values[pair.Indicator.Id]));
            var before = Same(earlier, definition) is { Indicator: { } same, Definition: var was } ? SeriesOf(predecessor!, was, values[same.Id]) : null;
            var years = Years(plan, definition, yardstick, series, before);
            return new IndicatorLine(pair.Indicator, definition, IndicatorStanding.Of(yardstick, series, Today), years,
                Forecast.Of(yardstick, years.Select(y => y.Actual).OfType<Entry>(), Today, definition.Unit == "%" ? 100 : null));
        })];
    }

    /// <summary>The plan before, its indicators, and what is verified of both.</summary>
    private async Task<(Plan? Before, List<(Indicator Indicator, IndicatorDefinition Definition)> Earlier, ILookup<Guid, IndicatorValue> Values)> WithEarlierAsync(
        Plan plan, List<(Indicator Indicator, IndicatorDefinition Definition)> found, CancellationToken ct)
    {
        var before = await PredecessorAsync(plan, ct);
        var earlier = before is null ? [] : await PlanWriter.IndicatorsAsync(db, before.Id, ct);
        return (before, earlier, await VerifiedAsync([.. found.Concat(earlier).Select(pair => pair.Indicator.Id)], ct));
    }

    private List<IndicatorYear> Years(Plan plan, IndicatorDefinition definition, Yardstick yardstick, Series series, Series? before)
    {
        var years = yardstick.Goals.Keys.Where(y => y != Yardstick.Undated).Concat(series.Years).Concat(before?.Years ?? []).ToHashSet();
        if (definition.BaseYear is { } baseYear) years.Add(baseYear);
        if (plan.StartsOn is { } starts && years.Count > 0) years.UnionWith(Enumerable.Range(starts.Year, Math.Max(0, Math.Min(years.Max(), Today.Year) - starts.Year + 1)));
        var lines = new List<IndicatorYear>();
        var last = (decimal?)null;
        foreach (var year in years.Order())
        {
            var own = series.At(LastDay(plan, year));
            var start = definition.BaseYear == year && definition.Base is { } value ? new Entry(new(year, 12, 31), value) : null;
            var earlier = own is null && start is null ? before?.At(new(year, 12, 31)) : null;
            var actual = own ?? start ?? earlier;
            var goal = yardstick.Goals.GetValueOrDefault(year);
            lines.Add(new(year, goal, yardstick.Path(year), actual, Progress.Completion(own?.Value, goal), Progress.CompletionFrom(definition.Base, own?.Value, goal),
                definition.Type.IsShare(definition.Unit) ? Growth.Increase(last, actual?.Value) : Growth.YearOnYear(last, actual?.Value),
                definition.Type.IsCumulative() ? Growth.YearlyOf(last, actual?.Value) : null,
                start is not null && own is null || earlier is not null ? Light.None : yardstick.Of(year, own, Today), earlier is not null));
            last = actual?.Value;
        }
        return lines;
    }

    public static (int Years, decimal? Compound, decimal? Mean)? GrowthOf(IReadOnlyList<IndicatorYear> lines, DateOnly? ends)
    {
        var known = lines.Where(l => !l.Earlier && l.Actual?.Value is not null && !(l.Year > ends?.Year)).ToList();
        if (known.Count < 2) return null;
        var span = lines.Where(l => l.Year >= known[0].Year && l.Year <= known[^1].Year).ToList();
        var years = known[^1].Year - known[0].Year;
        return (years, Growth.Compound(known[0].Actual!.Value, known[^1].Actual!.Value, years), span.Count == years + 1 ? Growth.MeanOfRates([.. span.Select(l => l.Actual?.Value)]) : null);
    }

    /// <summary>The plan that this one takes on.</summary>
    public Task<Plan?> PredecessorAsync(Plan plan, CancellationToken ct) => db.Set<Plan>().AsNoTracking().SingleOrDefaultAsync(p => p.SuccessorId == plan.Id, ct);

    public async Task<Plan?> SuccessorAsync(Plan plan, CancellationToken ct) => plan.SuccessorId is { } id ? await db.Set<Plan>().AsNoTracking().SingleAsync(p => p.Id == id, ct) : null;

    /// <summary>A year that the plan ends in is seen on its last day there.</summary>
    private static DateOnly LastDay(Plan plan, int year) => plan.EndsOn is { } ends && ends.Year == year ? ends : new(year, 12, 31);

    private static Series SeriesOf(Plan plan, IndicatorDefinition definition, IEnumerable<IndicatorValue> values) => new(definition.Type, plan.StartsOn, [.. values.Select(v => v.Entry)]);

    /// <summary>The same indicator of the plan before: of the same name, unit and type.</summary>
    private static (Indicator Indicator, IndicatorDefinition Definition) Same(List<(Indicator Indicator, IndicatorDefinition Definition)> earlier, IndicatorDefinition definition) =>
        earlier.Find(pair => pair.Definition.Name == definition.Name && pair.Definition.Unit == definition.Unit && pair.Definition.Type == definition.Type);

    /// <summary>What was counted and what was entered; of two for one day the entered one comes later, and is official.</summary>
    private async Task<ILookup<Guid, IndicatorValue>> VerifiedAsync(IReadOnlyCollection<Guid> indicators, CancellationToken ct)
    {
        var entered = await db.Set<IndicatorValue>().AsNoTracking().Where(v => indicators.Contains(v.IndicatorId) && v.State == ValueState.Verified).OrderBy(v => v.On).ThenBy(v => v.At).ThenBy(v => v.Id).ToListAsync(ct);
        return (await counted.OfAsync(indicators, ct)).Concat(entered).ToLookup(v => v.IndicatorId);
    }
}
