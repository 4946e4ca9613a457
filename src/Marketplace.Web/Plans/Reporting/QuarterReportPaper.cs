using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Plans.Reporting;

/// <summary>A locked quarter as it is printed, signed and filed.</summary>
public static class QuarterReportPaper
{
    /// <param name="input">What it says.</param>
    /// <param name="second">Beside Chinese; null: none.</param>
    public static OfficialReport Of(QuarterReportInput input, Language? second)
    {
        var words = new ReportWords(second);
        return new(words[() => ReportingTexts.QuarterTitle.Fill(input.Region)], words[() => ReportingTexts.QuarterOf.Fill(input.Quarter[..4], input.Quarter[^1])],
        [
            new OfficialFields(
            [
                new(words[() => PlanTexts.Region], input.Region),
                new(words[() => PeriodTexts.Quarter], input.Quarter),
                new(words[() => ReportingTexts.LockedAt], Dates.Minute(input.LockedAt)),
                new(words[() => ReportingTexts.Seal], ReportSeal.Of(input with { Adjustments = null })),
            ]),
            new OfficialText(words[() => ReportingTexts.QuarterNote]),
            new OfficialHeading(words[() => ReportingTexts.FiguresHead]) { Wide = true },
            Figures(input.Places, words),
            new OfficialText(words[() => ReportingTexts.SumNote]) { Wide = true },
            PlanReportPaper.SignOff(words) with { Wide = true },
            .. input.Adjustments is { } adjustments ? (OfficialPart[])[new OfficialHeading(words[() => ReportingTexts.AdjustmentsHead.Fill(ReportWords.Day(adjustments.Until))]) { Wide = true }, Adjusted(input.Places[0], adjustments, words)] : [],
            new OfficialHeading(words[() => ReportingTexts.QuarterFactsHead]) { Wide = true },
            input.Facts.Count > 0 ? PlanReportPaper.Facts(input.Facts, words) : new OfficialText(words[() => ReportingTexts.FactsNone]) { Wide = true },
        ]);
    }

    private static OfficialTable Figures(IReadOnlyList<QuarterPlace> places, ReportWords words) => new("数据",
    [
        new(words[() => PlanTexts.Region], 20), .. StandardRules.All.Select(rule => new OfficialColumn(words[() => PeriodWords.Name(rule)], 12, IsNumber: true)),
    ],
    [.. places.Select(place => (IReadOnlyList<OfficialCell>)[new(NameOf(place, words)), .. StandardRules.All.Zip(place.Figures, Cell)])])
    { Wide = true };

    private static OfficialTable Adjusted(QuarterPlace whole, QuarterAdjustments adjustments, ReportWords words) => new("调整",
    [
        new(words[() => PeriodTexts.Figure], 20), new(words[() => PeriodTexts.Value], 12, IsNumber: true), new(words[() => ReportingTexts.KnownThen], 12, IsNumber: true), new(words[() => PeriodTexts.Adjustment], 12, IsNumber: true),
    ],
    [.. StandardRules.All.Select((rule, i) => (IReadOnlyList<OfficialCell>)[new(words[() => PeriodWords.Name(rule)]), Cell(rule, whole.Figures[i]), Cell(rule, adjustments.Known[i]), Cell(rule, adjustments.Known[i] - whole.Figures[i])])])
    { Wide = true };

    private static string NameOf(QuarterPlace place, ReportWords words) => place.Kind switch
    {
        PlaceKind.Whole => words[() => ReportingTexts.WholeOf.Fill(place.Name)],
        PlaceKind.Own => words[() => ReportingTexts.OwnLevel],
        _ => place.Name,
    };

    private static bool IsMoney(CountRule rule) => rule.Entity is CountEntity.Amount or CountEntity.Paid;

    private static OfficialCell Cell(CountRule rule, decimal value) => IsMoney(rule) ? ReportWords.Yuan(value) : ReportWords.Number(value);
}
