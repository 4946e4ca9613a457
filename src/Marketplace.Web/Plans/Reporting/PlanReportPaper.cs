using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Plans.Reporting;

/// <summary>A plan's report as it is printed: its head, the table of indicators under the document's own columns, who signs, its tasks, and as annexes what the figures rest on.</summary>
public static class PlanReportPaper
{
    /// <param name="report">What it says.</param>
    /// <param name="second">Beside Chinese; null: none.</param>
    public static OfficialReport Of(PlanReport report, Language? second)
    {
        var words = new ReportWords(second);
        OfficialPart sign = SignOff(words) with { Wide = true };
        return new(words[() => ReportingTexts.PlanTitle.Fill(report.Input.Plan.Title)], words[() => ReportingTexts.Until.Fill(Dates.InWords(report.Input.Day))],
        [
            Head(report, words),
            new OfficialText(words[() => Summary(report)]),
            .. Note(report, words),
            new OfficialHeading(words[() => ReportingTexts.IndicatorsHead]) { Wide = true },
            .. report.Indicators.Count == 0 ? [new OfficialText(words[() => PlanTexts.NoIndicators]) { Wide = true }]
                : (OfficialPart[])[Indicators(report, words), new OfficialText(words[() => ReportingTexts.IndicatorsNote]) { Wide = true }, sign],
            new OfficialHeading(words[() => ReportingTexts.TasksHead]) { Wide = true },
            report.Tasks.Count == 0 ? new OfficialText(words[() => PlanTexts.NoTasks]) { Wide = true } : Tasks(report, words),
            .. report.Indicators.Count == 0 ? (OfficialPart[])[sign] : [],
            new OfficialHeading(words[() => ReportingTexts.BehindHead]) { Wide = true },
            report.Indicators.Any(i => i.Behind.Count > 0) ? Behind(report, words) : new OfficialText(words[() => ReportingTexts.BehindNone]) { Wide = true },
            new OfficialHeading(words[() => ReportingTexts.FactsHead.Fill(report.Quarter)]) { Wide = true },
            report.Input.Facts.Count > 0 ? Facts(report.Input.Facts, words) : new OfficialText(words[() => ReportingTexts.FactsNone]) { Wide = true },
        ]);
    }

    public static OfficialSignOff SignOff(ReportWords words) => new([.. words[() => ReportingTexts.Sign1].Split('\n'), .. words[() => ReportingTexts.Sign2].Split('\n')], words[() => ReportingTexts.SignSeal].ReplaceLineEndings(" "));

    /// <summary>附件: conversions behind a quarter, as they count in it.</summary>
    public static OfficialTable Facts(IReadOnlyList<ConversionFact> facts, ReportWords words) => new("转化事实",
    [
        new(words[() => ReportingTexts.Number], 9), new(words[() => ReportingTexts.Type], 9), new(words[() => ReportingTexts.Givers], 14), new(words[() => ReportingTexts.Takers], 14), new(words[() => ReportingTexts.Patents], 12),
        new(words[() => ReportingTexts.Day], 9), new(words[() => ReportingTexts.Level], 8), new(words[() => ReportingTexts.Amount], 10, IsNumber: true), new(words[() => ReportingTexts.Paid], 10, IsNumber: true),
    ],
    [.. facts.Select(f => (IReadOnlyList<OfficialCell>)
        [
            new(f.Number), new(words[() => f.Part ? ReportingTexts.PartOf.Fill(FilingWords.Name(f.Type)) : FilingWords.Name(f.Type)]), ReportWords.Names(f.Givers), ReportWords.Names(f.Takers), new(string.Join('\n', f.Patents)),
            new(ReportWords.Day(f.Day)), new(words[() => FilingWords.Name(f.Level)]), ReportWords.Yuan(f.New), ReportWords.Yuan(f.Paid),
        ])])
    { Wide = true };

    /// <summary>Which plan it is of, as of when, and the seal.</summary>
    internal static OfficialFields Head(PlanReport report, ReportWords words)
    {
        var plan = report.Input.Plan;
        return new(
        [
            new(words[() => ReportingTexts.Document], plan.Title),
            new(words[() => PlanTexts.DocumentNo], plan.DocumentNo ?? ReportWords.Nothing),
            new(words[() => PlanTexts.Issuer], plan.Issuer),
            new(words[() => PlanTexts.Region], plan.Region),
            new(words[() => PlanTexts.Period], $"{ReportWords.Day(plan.StartsOn)} — {(plan.EndsOn is { } ends ? ReportWords.Day(ends) : words[() => PlanTexts.NoEnd])}"),
            new(words[() => PlanTexts.State], words[() => PlanWords.Name(plan.Phase)]),
            new(words[() => ReportingTexts.AsOf], ReportWords.Day(report.Input.Day)),
            new(words[() => ReportingTexts.Seal], report.Seal),
        ]);
    }

    internal static OfficialPart[] Note(PlanReport report, ReportWords words) => report.Input.Plan.Note is { } note ? [new OfficialText(words[() => ReportingTexts.PlanNote.Fill(note)])] : [];

    internal static OfficialTable Indicators(PlanReport report, ReportWords words)
    {
        var (bases, goals) = (report.BaseYears, report.GoalYears);
        return new("指标",
        [
            new(words[() => PlanTexts.Code], 4), new(words[() => ReportingTexts.IndicatorUnit], 15), new(words[() => PlanTexts.Nature], 6),
            .. bases.Select(year => new OfficialColumn(words[() => ReportingTexts.BaseOf.Fill(year)], 7, IsNumber: true)),
            .. goals.Select(year => new OfficialColumn(words[() => year == Yardstick.Undated ? PlanTexts.Undated : ReportingTexts.GoalOf.Fill(year)], 7, IsNumber: true)),
            new(words[() => ReportingTexts.ThisQuarter], 6.5, IsNumber: true), new(words[() => ReportingTexts.Total], 7, IsNumber: true), new(words[() => PlanTexts.FigureOf], 11), new(words[() => ReportingTexts.LastYear], 7, IsNumber: true),
            new(words[() => ReportingTexts.YearOnYear], 7, IsNumber: true), new(words[() => PlanTexts.Completion], 7, IsNumber: true), new(words[() => PlanTexts.Light], 6.5), new(words[() => ReportingTexts.Units], 12),
        ],
        [.. report.Indicators.Select(line => (IReadOnlyList<OfficialCell>)
            [
                new(line.Of.Code), new(NameOf(line.Of)), ReportWords.Text(line.Of.Nature),
                .. bases.Select(year => ReportWords.Exact(line.Of.BaseYear == year ? line.Of.Base : null)),
                .. goals.Select(year => Goal(line.Of, line.Of.Goals.FirstOrDefault(g => g.Year == year))),
                ReportWords.Number(line.Quarter), Actual(line.Standing.Actual, words), new(OnDay(line.Standing, words)), ReportWords.Number(line.Before),
                Change(line, words), ReportWords.Percent(line.Standing.Completion), new(words[() => PlanWords.Name(line.Standing.Light)]), Units(line.Of.LeadUnits, line.Of.JointUnits),
            ])])
        { Wide = true };
    }

    private static OfficialTable Tasks(PlanReport report, ReportWords words) => new("任务",
    [
        new(words[() => PlanTexts.Code], 5), new(words[() => PlanTexts.Task], 20), new(words[() => PlanTexts.LeadUnits], 14), new(words[() => PlanTexts.JointUnits], 18), new(words[() => ReportingTexts.Due], 11.5),
        new(words[() => ReportingTexts.QuarterProgress.Fill(report.Quarter)], 24), new(words[() => PlanTexts.State], 14), new(words[() => ReportingTexts.Urged], 20),
    ],
    [.. report.Tasks.Select(line => (IReadOnlyList<OfficialCell>)
        [
            new(line.Of.Code), new(line.Of.Heading), ReportWords.Names(line.Of.LeadUnits), ReportWords.Names(line.Of.JointUnits), new(ReportWords.Day(line.Of.DueOn)), ReportWords.Text(line.Told), new(words[() => State(line)]),
            ReportWords.Text(string.Join('\n', line.Of.Urges.Select(u => words[() => u.Reply is null ? ReportingTexts.UrgeOpen.Fill(u.Unit, u.Text, ReportWords.Day(u.DueOn)) : ReportingTexts.UrgeAnswered.Fill(u.Unit, u.Text, u.Reply)]))),
        ])])
    { Wide = true };

    private static OfficialTable Behind(PlanReport report, ReportWords words) => new("数据依据",
    [
        new(words[() => PlanTexts.Code], 4), new(words[() => ReportingTexts.IndicatorUnit], 14), new(words[() => PlanTexts.FigureOf], 9.5), new(words[() => PlanTexts.Value], 8, IsNumber: true), new(words[() => PlanTexts.ValueSource], 16),
        new(words[() => PlanTexts.EnteredBy], 9), new(words[() => PlanTexts.VerifiedBy], 9), new(words[() => ReportingTexts.Evidence], 32),
    ],
    [.. report.Indicators.SelectMany(line => line.Behind.Select(value => (IReadOnlyList<OfficialCell>)
        [
            new(line.Of.Code), new(NameOf(line.Of)), new(ReportWords.Day(value.Entry.On)), Actual(value.Entry, words), new(value.Survey is { } survey ? $"{value.Source}\n{survey}" : value.Source),
            Who(value.EnteredBy, value.EnteredAt), Who(value.VerifiedBy, value.VerifiedAt), ReportWords.Text(string.Join('\n', value.Evidence.Select(e => $"{e.Name}\nSHA-256 {e.Sha256}"))),
        ]))])
    { Wide = true };

    internal static string NameOf(IndicatorInput indicator) => indicator.Unit is { } unit ? $"{indicator.Name}（{unit}）" : indicator.Name;

    private static OfficialCell Who(string? name, DateTimeOffset? at) => new(at is { } when ? $"{name ?? ReportWords.Nothing}\n{Dates.Minute(when)}" : name ?? ReportWords.Nothing);

    /// <summary>As the document writes it: a plain number is to be reached or more.</summary>
    internal static OfficialCell Goal(IndicatorInput indicator, GoalInput? goal) => goal is null ? new(ReportWords.Nothing)
        : indicator.Comparator == Comparator.AtLeast && goal.Upper is null ? ReportWords.Exact(goal.Value)
        : new((indicator.Comparator == Comparator.AtLeast ? "" : PlanWords.Sign(indicator.Comparator)) + FigureText.Exact(new Goal(goal.Value, goal.Upper)));

    internal static OfficialCell Actual(Entry? entry, ReportWords words) => entry is { Value: null, Reached: { } reached } ? new(words[() => PlanWords.Judged(reached)!]) : ReportWords.Number(entry?.Value);

    internal static string OnDay(IndicatorStanding standing, ReportWords words) => standing.Later is { } later
        ? $"{ReportWords.Day(standing.Actual?.On)}\n{words[() => PlanTexts.Later.Fill(FigureText.Number(later.Value), ReportWords.Day(later.On))]}" : ReportWords.Day(standing.Actual?.On);

    private static OfficialCell Change(ReportedIndicator line, ReportWords words) => line switch
    {
        { Change: { } points } when line.Of.Type.IsShare(line.Of.Unit) => new(words[() => PlanTexts.Points.Fill(ReportWords.Number(points).Text)]),
        { Change: { } part } => ReportWords.Percent(part),
        { Increase: { } more } => new(words[() => ReportingTexts.FromZero.Fill(ReportWords.Number(more).Text)]),
        _ => new(ReportWords.Nothing),
    };

    internal static OfficialCell Units(IReadOnlyList<string> lead, IReadOnlyList<string> joint) => ReportWords.Names([.. lead, .. joint]);

    internal static string State(ReportedTask line)
    {
        var state = line.State;
        if (state.Done) return PlanTexts.TaskDone;
        if (!state.Overdue) return PlanTexts.TaskOpen;
        var why = new List<string>();
        if (state.PastDue) why.Add(ReportingTexts.OverdueDay);
        if (state.Missing.Count > 0) why.Add(ReportingTexts.OverdueQuarters.Fill(string.Join('、', state.Missing)));
        if (state.UnansweredUrge) why.Add(ReportingTexts.OverdueUrge);
        return $"{PlanTexts.TaskOverdue}：{string.Join('；', why)}";
    }

    internal static string Summary(PlanReport report)
    {
        int Lit(params Light[] lights) => report.Indicators.Count(i => lights.Contains(i.Standing.Light));

        return ReportingTexts.Summary.Fill(report.Indicators.Count, Lit(Light.Met), Lit(Light.OnPath), Lit(Light.Behind), Lit(Light.NotMet), Lit(Light.NoData, Light.None), report.Tasks.Count,
            report.Tasks.Count(t => t.State.Done), report.Tasks.Count(t => t.State.Overdue));
    }
}
