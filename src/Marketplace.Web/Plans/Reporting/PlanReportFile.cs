using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Spreadsheets;

namespace Marketplace.Web.Plans.Reporting;

/// <summary>A plan's report as a file: the page and the command line give the same bytes.</summary>
public static class PlanReportFile
{
    /// <summary>中期、终期评估报告: a document of its own, of the same data.</summary>
    public const string Evaluation = "evaluation";

    /// <summary>Of the report; each is the ending of its file.</summary>
    public static readonly IReadOnlyList<string> Formats = ["docx", "xlsx", "csv"];

    public static bool Knows(string format) => format == Evaluation || Formats.Contains(format, StringComparer.Ordinal);

    public static string MediaType(string format) => format switch { "docx" or Evaluation => WordDocument.MediaType, "xlsx" => XlsxWriter.MediaType, _ => CsvWriter.MediaType };

    public static string NameOf(PlanReport report, string format)
    {
        var (key, day) = (report.Input.Plan.Key, ReportWords.Day(report.Input.Day));
        return format == Evaluation ? $"{key}-{Evaluation}-{day}.docx" : $"{key}-{day}.{format}";
    }

    public static byte[] Of(PlanReport report, string format, Language? second) => format switch
    {
        "docx" => OfficialWord.Of(PlanReportPaper.Of(report, second)),
        "xlsx" => OfficialBook.Of(PlanReportPaper.Of(report, second)),
        Evaluation => OfficialWord.Of(PlanEvaluationPaper.Of(report, second)),
        "csv" => CsvWriter.Write(Fields(report, new(second)), report.Indicators),
        _ => throw new NotSupportedException(format),
    };

    /// <summary>For machines: every digit, one row for an indicator.</summary>
    private static IReadOnlyList<SheetField<ReportedIndicator>> Fields(PlanReport report, ReportWords words)
    {
        string Head(Func<string> say) => words[say].ReplaceLineEndings(" ");

        return
        [
            new(Head(() => PlanTexts.Code), l => l.Of.Code),
            new(Head(() => PlanTexts.Indicator), l => l.Of.Name),
            new(Head(() => PlanTexts.Unit), l => l.Of.Unit),
            new(Head(() => PlanTexts.Nature), l => l.Of.Nature),
            .. report.BaseYears.Select(year => Number(Head(() => ReportingTexts.BaseOf.Fill(year)), l => l.Of.BaseYear == year ? l.Of.Base : null)),
            .. report.GoalYears.Select(year => new SheetField<ReportedIndicator>(Head(() => year == Yardstick.Undated ? PlanTexts.Undated : ReportingTexts.GoalOf.Fill(year)),
                l => l.Of.Goals.FirstOrDefault(g => g.Year == year) is { } goal ? FigureText.Exact(new Goal(goal.Value, goal.Upper)) : null)),
            Number(Head(() => ReportingTexts.ThisQuarter), l => l.Quarter),
            Number(Head(() => ReportingTexts.Total), l => l.Standing.Actual?.Value),
            new(Head(() => PlanTexts.FigureOf), l => l.Standing.Actual?.On) { Form = SheetForm.Date },
            Number(Head(() => ReportingTexts.LastYear), l => l.Before),
            Number(Head(() => ReportingTexts.YearOnYearPercent), l => l.Of.Type.IsShare(l.Of.Unit) ? l.Change : l.Change * 100),
            Number(Head(() => ReportingTexts.CompletionPercent), l => l.Standing.Completion * 100),
            new(Head(() => PlanTexts.Light), l => words[() => PlanWords.Name(l.Standing.Light)].ReplaceLineEndings(" ")),
            new(Head(() => PlanTexts.LeadUnits), l => string.Join('、', l.Of.LeadUnits)),
            new(Head(() => PlanTexts.JointUnits), l => string.Join('、', l.Of.JointUnits)),
            new(Head(() => PlanTexts.EnteredBy), l => Joined(l.Behind.Select(v => v.EnteredBy))),
            new(Head(() => PlanTexts.VerifiedBy), l => Joined(l.Behind.Select(v => v.VerifiedBy))),
            new(Head(() => PlanTexts.ValueSource), l => Joined(l.Behind.Select(v => v.Source))),
            new(Head(() => ReportingTexts.AsOf), _ => report.Input.Day) { Form = SheetForm.Date },
            new(Head(() => ReportingTexts.Seal), _ => report.Seal),
        ];
    }

    private static SheetField<ReportedIndicator> Number(string head, Func<ReportedIndicator, decimal?> value) => new(head, l => value(l) is { } known ? FigureText.Plain(known) : null) { Form = SheetForm.Whole };

    private static string Joined(IEnumerable<string?> words) => string.Join('、', words.OfType<string>().Distinct(StringComparer.Ordinal));
}
