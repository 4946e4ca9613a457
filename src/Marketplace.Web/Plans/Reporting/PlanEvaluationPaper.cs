using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Plans.Reporting;

/// <summary>中期评估、终期评估: a plan's report sorted by what was reached, what is lacking and what nobody said, with room for the conclusions, which only people draw.</summary>
public static class PlanEvaluationPaper
{
    /// <summary>Lines to write on.</summary>
    private const string Blank = "\n\n\n\n";

    private enum Verdict
    {
        Reached,
        Lacking,
        Unknown,
    }

    /// <param name="report">What it says.</param>
    /// <param name="second">Beside Chinese; null: none.</param>
    public static OfficialReport Of(PlanReport report, Language? second)
    {
        var words = new ReportWords(second);
        var (plan, day) = (report.Input.Plan, report.Input.Day);
        var final = plan.EndsOn <= day;
        var by = report.Indicators.ToLookup(line => VerdictOf(line, final));
        return new(words[() => (final ? ReportingTexts.FinalTitle : ReportingTexts.MidTermTitle).Fill(plan.Title)], words[() => ReportingTexts.Until.Fill(Dates.InWords(day))],
        [
            PlanReportPaper.Head(report, words),
            new OfficialHeading(words[() => ReportingTexts.OverallHead]),
            new OfficialText(words[() => PlanReportPaper.Summary(report)]),
            .. TimePassed(plan, day, words),
            .. PlanReportPaper.Note(report, words),
            new OfficialHeading(words[() => ReportingTexts.EvaluatedHead]) { Wide = true },
            .. report.Indicators.Count == 0 ? [new OfficialText(words[() => PlanTexts.NoIndicators]) { Wide = true }]
                : (OfficialPart[])[PlanReportPaper.Indicators(report, words), new OfficialText(words[() => ReportingTexts.IndicatorsNote]) { Wide = true }],
            new OfficialHeading(words[() => ReportingTexts.ReachedHead]) { Wide = true },
            OrNone(Reached(by[Verdict.Reached], words), words),
            new OfficialHeading(words[() => ReportingTexts.LackingHead]) { Wide = true },
            OrNone(Lacking(by[Verdict.Lacking], words), words),
            .. by.Contains(Verdict.Lacking) ? (OfficialPart[])[new OfficialText(words[() => ReportingTexts.LackingNote]) { Wide = true }] : [],
            new OfficialHeading(words[() => ReportingTexts.UnknownHead]) { Wide = true },
            OrNone(Unknown(by[Verdict.Unknown], words), words),
            new OfficialHeading(words[() => ReportingTexts.EvaluatedTasksHead]) { Wide = true },
            new OfficialText(words[() => TasksCount(report.Tasks)]) { Wide = true },
            OrNone(Tasks(report.Tasks.Where(line => !line.State.Done), words), words),
            new OfficialHeading(words[() => ReportingTexts.OpinionHead]),
            new OfficialFields([new(words[() => ReportingTexts.Conclusion], Blank), new(words[() => ReportingTexts.Problems], Blank), new(words[() => ReportingTexts.NextSteps], Blank)]),
            PlanReportPaper.SignOff(words),
        ]);
    }

    private static Verdict VerdictOf(ReportedIndicator line, bool final) => line.Standing.Light switch
    {
        Light.NoData or Light.None => Verdict.Unknown,
        Light.Met => Verdict.Reached,
        // Once the plan is over there is no way left to be on.
        Light.OnPath when !final => Verdict.Reached,
        _ => Verdict.Lacking,
    };

    /// <summary>Nothing where the plan names no first or no last day.</summary>
    private static OfficialPart[] TimePassed(PlanHead plan, DateOnly day, ReportWords words)
    {
        if (plan.StartsOn is not { } starts || plan.EndsOn is not { } ends) return [];
        var whole = ends.DayNumber - starts.DayNumber + 1;
        var passed = Math.Clamp(day.DayNumber - starts.DayNumber + 1, 0, whole);
        return [new OfficialText(words[() => ReportingTexts.TimePassed.Fill(whole, ReportWords.Percent((decimal)passed / whole).Text)])];
    }

    private static OfficialPart OrNone(OfficialTable table, ReportWords words) => table.Rows.Count > 0 ? table : new OfficialText(words[() => ReportingTexts.NoneOfThem]) { Wide = true };

    private static OfficialTable Reached(IEnumerable<ReportedIndicator> lines, ReportWords words) => new("达到",
    [
        new(words[() => PlanTexts.Code], 5), new(words[() => ReportingTexts.IndicatorUnit], 24), new(words[() => ReportingTexts.GoalYear], 10), new(words[() => PlanTexts.Target], 9, IsNumber: true), new(words[() => PlanTexts.Actual], 9, IsNumber: true),
        new(words[() => PlanTexts.FigureOf], 11.5), new(words[() => PlanTexts.Completion], 9, IsNumber: true), new(words[() => PlanTexts.Light], 9),
    ],
    [.. lines.Select(line => (IReadOnlyList<OfficialCell>)
        [
            new(line.Of.Code), new(PlanReportPaper.NameOf(line.Of)), YearOf(Deciding(line), words), PlanReportPaper.Goal(line.Of, Deciding(line)), PlanReportPaper.Actual(line.Standing.Actual, words),
            new(PlanReportPaper.OnDay(line.Standing, words)), Completion(line), new(words[() => PlanWords.Name(line.Standing.Light)]),
        ])])
    { Wide = true };

    private static OfficialTable Lacking(IEnumerable<ReportedIndicator> lines, ReportWords words) => new("落后或未达到",
    [
        new(words[() => PlanTexts.Code], 5), new(words[() => ReportingTexts.IndicatorUnit], 22), new(words[() => ReportingTexts.GoalYear], 10), new(words[() => PlanTexts.Target], 9, IsNumber: true), new(words[() => PlanTexts.Actual], 9, IsNumber: true),
        new(words[() => PlanTexts.FigureOf], 11.5), new(words[() => ReportingTexts.Gap], 9, IsNumber: true), new(words[() => PlanTexts.Completion], 9, IsNumber: true), new(words[() => PlanTexts.Light], 9), new(words[() => ReportingTexts.Units], 18),
    ],
    [.. lines.Select(line => (IReadOnlyList<OfficialCell>)
        [
            new(line.Of.Code), new(PlanReportPaper.NameOf(line.Of)), YearOf(Deciding(line), words), PlanReportPaper.Goal(line.Of, Deciding(line)), PlanReportPaper.Actual(line.Standing.Actual, words),
            new(PlanReportPaper.OnDay(line.Standing, words)), ReportWords.Number(Gap(line)), Completion(line), new(words[() => PlanWords.Name(line.Standing.Light)]), PlanReportPaper.Units(line.Of.LeadUnits, line.Of.JointUnits),
        ])])
    { Wide = true };

    /// <summary>And who owes them.</summary>
    private static OfficialTable Unknown(IEnumerable<ReportedIndicator> lines, ReportWords words) => new("没有数据",
    [
        new(words[() => PlanTexts.Code], 5), new(words[() => ReportingTexts.IndicatorUnit], 30), new(words[() => PlanTexts.LeadUnits], 25), new(words[() => PlanTexts.JointUnits], 30),
    ],
    [.. lines.Select(line => (IReadOnlyList<OfficialCell>)[new(line.Of.Code), new(PlanReportPaper.NameOf(line.Of)), ReportWords.Names(line.Of.LeadUnits), ReportWords.Names(line.Of.JointUnits)])])
    { Wide = true };

    private static OfficialTable Tasks(IEnumerable<ReportedTask> lines, ReportWords words) => new("未完成的任务",
    [
        new(words[() => PlanTexts.Code], 5), new(words[() => PlanTexts.Task], 28), new(words[() => PlanTexts.LeadUnits], 18), new(words[() => PlanTexts.JointUnits], 22), new(words[() => ReportingTexts.Due], 11.5), new(words[() => PlanTexts.State], 20),
    ],
    [.. lines.Select(line => (IReadOnlyList<OfficialCell>)
        [
            new(line.Of.Code), new(line.Of.Heading), ReportWords.Names(line.Of.LeadUnits), ReportWords.Names(line.Of.JointUnits), new(ReportWords.Day(line.Of.DueOn)), new(words[() => PlanReportPaper.State(line)]),
        ])])
    { Wide = true };

    private static string TasksCount(IReadOnlyList<ReportedTask> tasks) => tasks.Count == 0 ? PlanTexts.NoTasks
        : ReportingTexts.TasksCount.Fill(tasks.Count, tasks.Count(t => t.State.Done), tasks.Count(t => !t.State.Done && !t.State.Overdue), tasks.Count(t => t.State.Overdue));

    /// <summary>The target its light went by: of the figure's year, of no year, or else the last one.</summary>
    private static GoalInput? Deciding(ReportedIndicator line) =>
        line.Of.Goals.FirstOrDefault(g => g.Year == line.Standing.Year) ?? line.Of.Goals.FirstOrDefault(g => g.Year == Yardstick.Undated) ?? line.Of.Goals.MaxBy(g => g.Year);

    private static OfficialCell YearOf(GoalInput? goal, ReportWords words) => goal switch
    {
        null => new(ReportWords.Nothing),
        { Year: Yardstick.Undated } => new(words[() => PlanTexts.Undated]),
        { Year: var year } => new($"{year}"),
    };

    /// <summary>What is lacking, in the indicator's own unit; of what is not to be exceeded, what is too much. Null: it is judged, or nobody said.</summary>
    private static decimal? Gap(ReportedIndicator line) => (line.Of.Comparator, Deciding(line)?.Value, line.Standing.Actual?.Value) switch
    {
        (Comparator.Raised, _, _) => null,
        (Comparator.AtMost, var goal, var actual) => actual - goal,
        (_, var goal, var actual) => goal - actual,
    };

    private static OfficialCell Completion(ReportedIndicator line) => ReportWords.Percent(Progress.Completion(line.Standing.Actual?.Value, Deciding(line) is { } goal ? new Goal(goal.Value, goal.Upper) : null));
}
