using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Tasks;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Plans.Reporting;

/// <summary>One line of the table of indicators.</summary>
/// <param name="Quarter">本季: what the quarter of the day brought; null: it is a stock, or nobody said.</param>
/// <param name="Before">上年同期: the figure of the same quarter a year earlier.</param>
/// <param name="Change">同比: a part of it; of shares, percentage points.</param>
/// <param name="Increase">Where it was zero nothing grows by a rate: then by how much.</param>
/// <param name="Behind">The entries the figure is made of.</param>
public sealed record ReportedIndicator(IndicatorInput Of, decimal? Quarter, IndicatorStanding Standing, decimal? Before, decimal? Change, decimal? Increase, IReadOnlyList<ValueInput> Behind);

/// <param name="Told">What was said of the quarter of the day; null: nothing.</param>
public sealed record ReportedTask(TaskInput Of, TaskState State, string? Told);

/// <summary>执行情况: a plan as of a day, in the document's own order. Without database and clock: the same input is the same report.</summary>
public sealed record PlanReport(PlanReportInput Input, string Seal, IReadOnlyList<ReportedIndicator> Indicators, IReadOnlyList<ReportedTask> Tasks)
{
    public Quarter Quarter => Quarter.Of(Input.Day);

    /// <summary>Years the document names a base for.</summary>
    public IReadOnlyList<int> BaseYears => [.. Input.Indicators.Where(i => i.Base is not null).Select(i => i.BaseYear!.Value).Distinct().Order()];

    /// <summary>Years the document names a target for; <see cref="Yardstick.Undated"/> comes last.</summary>
    public IReadOnlyList<int> GoalYears => [.. Input.Indicators.SelectMany(i => i.Goals).Select(g => g.Year).Distinct().OrderBy(year => year == Yardstick.Undated).ThenBy(year => year)];

    public static PlanReport Of(PlanReportInput input) => new(input, ReportSeal.Of(input), [.. input.Indicators.Select(i => Of(i, input.Plan, input.Day))], [.. input.Tasks.Select(t => Of(t, input.Plan, input.Day))]);

    private static ReportedIndicator Of(IndicatorInput indicator, PlanHead plan, DateOnly day)
    {
        var series = new Series(indicator.Type, plan.StartsOn, [.. indicator.Values.Select(v => v.Entry)]);
        var standing = IndicatorStanding.Of(indicator.Yardstick(plan.EndsOn), series, day);
        var before = BeforeOf(indicator, plan, series, standing.Actual);
        var actual = standing.Actual?.Value;
        var change = indicator.Type.IsShare(indicator.Unit) ? Growth.Increase(before, actual) : Growth.YearOnYear(before, actual);
        return new(indicator, plan.EndsOn < day ? null : QuarterOf(indicator, plan, series, day), standing, before, change, change is null ? Growth.Increase(before, actual) : null, BehindOf(indicator, standing.Actual));
    }

    /// <summary>Of what adds up. Known only where somebody said a figure of this quarter and of the one before: a yearly figure says nothing of a quarter.</summary>
    private static decimal? QuarterOf(IndicatorInput indicator, PlanHead plan, Series series, DateOnly day)
    {
        if (indicator.Type != MeasureType.FlowYear && !indicator.Type.IsCumulative()) return null;
        var quarter = Quarter.Of(day);
        if (Said(indicator, series.At(day)) is not { } now || now.On < quarter.First) return null;
        if (indicator.Type == MeasureType.FlowYear && quarter.Number == 1 || indicator.Type == MeasureType.CumPlan && plan.StartsOn >= quarter.First) return now.Value;
        return Said(indicator, series.At(quarter.Before.Last)) is { } last && last.On >= quarter.Before.First ? now.Value - last.Value : null;
    }

    /// <summary>The figure itself, not a sum of years, which has no day of its own.</summary>
    private static Entry? Said(IndicatorInput indicator, Entry? entry) => indicator.Values.Any(v => v.Entry == entry) ? entry : null;

    /// <summary>Of the same quarter: at the end of a year also the base the document names, and what the plan before had.</summary>
    private static decimal? BeforeOf(IndicatorInput indicator, PlanHead plan, Series series, Entry? actual)
    {
        if (actual is null) return null;
        var (year, quarter) = (actual.On.Year - 1, Quarter.Of(actual.On).Number);
        var until = new Quarter(year, quarter).Last;
        if (InQuarter(series.At(until)) is { } own) return own;
        if (quarter == 4 && indicator.BaseYear == year && indicator.Base is { } start) return start;
        // What one plan adds up begins anew with the next.
        return indicator.Type == MeasureType.CumPlan ? null : InQuarter(new Series(indicator.Type, null, indicator.Before).At(until));

        decimal? InQuarter(Entry? entry) => entry is not null && Quarter.Of(entry.On).Number == quarter ? entry.Value : null;
    }

    private static IReadOnlyList<ValueInput> BehindOf(IndicatorInput indicator, Entry? actual) => actual is null ? []
        : indicator.Values.LastOrDefault(v => v.Entry == actual) is { } one ? [one] : [.. indicator.Values.Where(v => v.Entry.On <= actual.On && v.Entry.OfYear)];

    private static ReportedTask Of(TaskInput task, PlanHead plan, DateOnly day)
    {
        var done = task.DoneOn <= day ? task.DoneOn : null;
        var state = TaskState.Of((plan.CameOn, plan.StartsOn, plan.EndsOn), task.DueOn, done, task.Told.Select(t => t.Quarter), task.Urges.Where(u => u.Reply is null).Select(u => u.DueOn), day);
        var quarter = Quarter.Of(day).ToString();
        return new(task, state, task.Told.LastOrDefault(t => t.Quarter == quarter)?.Text);
    }
}
