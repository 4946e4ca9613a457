using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Reporting;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Face;
using static Marketplace.Web.Tests.Plans.Reporting.Reports;

namespace Marketplace.Web.Tests.Plans.Reporting;

/// <summary>中期、终期评估: a plan until the end of 2025 whose indicators are each somewhere else.</summary>
public sealed class PlanEvaluationTests
{
    private const string Reached = "达到", Lacking = "落后或未达到", Unknown = "没有数据", Open = "未完成的任务";
    private const int Code = 0, GoalYear = 2, Goal = 3, Gap = 6, Completion = 7, Units = 9;

    private static readonly IndicatorInput[] s_indicators =
    [
        Indicator(MeasureType.FlowYear, "万元", Value("2025-06-30", 7500)) with { Code = "met" },
        Indicator(MeasureType.FlowYear, "万元", Value("2025-06-30", 6000.5m)) with { Code = "behind" },
        Indicator(MeasureType.StockEnd, "件", Value("2024-12-31", 6900)) with { Code = "on the way" },
        Indicator(MeasureType.StockEnd, "天", Value("2025-06-30", 32.5m)) with { Code = "too much", Comparator = Comparator.AtMost, BaseYear = null, Base = null, Goals = [new(2025, 30, null)] },
        Indicator(MeasureType.StockEnd, "家") with { Code = "unknown", LeadUnits = ["州市场监管局"], JointUnits = ["州科技局"] },
    ];

    [Theory]
    [InlineData("2023-12-31", "自治州知识产权“十四五”规划中期评估报告", "规划期共 1826 天，到截至日期已过 59.97%。")]
    [InlineData("2025-12-30", "自治州知识产权“十四五”规划中期评估报告", "已过 99.95%。")]
    [InlineData("2025-12-31", "自治州知识产权“十四五”规划终期评估报告", "已过 100%。")]
    [InlineData("2026-06-30", "自治州知识产权“十四五”规划终期评估报告", "已过 100%。")]
    public void It_is_final_from_the_last_day_on_and_says_how_much_of_the_time_has_passed(string day, string title, string passed)
    {
        var paper = PlanEvaluationPaper.Of(Of(day, s_indicators), null);

        paper.Title.ShouldBe(title);
        paper.Parts.OfType<OfficialText>().Select(part => part.Text).ShouldContain(text => text.EndsWith(passed, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_last_day_it_is_mid_term_and_nothing_is_said_of_time()
    {
        var input = Input("2026-06-30", s_indicators);
        var paper = PlanEvaluationPaper.Of(PlanReport.Of(input with { Plan = input.Plan with { EndsOn = null } }), null);

        paper.Title.ShouldEndWith("中期评估报告");
        paper.Parts.OfType<OfficialText>().Select(part => part.Text).ShouldNotContain(text => text.StartsWith("规划期共", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_indicator_stands_in_one_table_and_being_on_the_way_is_enough_until_the_last_day()
    {
        var midTerm = Of("2025-06-30", s_indicators);
        Column(midTerm, Reached, Code).ShouldBe(["met", "on the way"]);
        Column(midTerm, Lacking, Code).ShouldBe(["behind", "too much"]);
        Column(midTerm, Unknown, Code).ShouldBe(["unknown"]);
        Rows(midTerm, Unknown)[0].Select(cell => cell.Text).ShouldBe(["unknown", "知识产权质押融资金额（家）", "州市场监管局", "州科技局"]);

        var onLastDay = Of("2025-12-31", s_indicators);
        Column(onLastDay, Reached, Code).ShouldBe(["met"]);
        Column(onLastDay, Lacking, Code).ShouldBe(["behind", "on the way", "too much"]);

        // After it the figure of the last day's year is asked for, which nobody said.
        var after = Of("2026-01-31", s_indicators);
        Column(after, Lacking, Code).ShouldBe(["behind", "too much"]);
        Column(after, Unknown, Code).ShouldBe(["on the way", "unknown"]);
    }

    [Fact]
    public void The_gap_is_what_is_lacking_and_of_what_is_not_to_be_exceeded_what_is_too_much()
    {
        var rows = Rows(Of("2025-06-30", s_indicators), Lacking);

        rows.Select(row => row[Gap].Number).ShouldBe([999.5m, 2.5m]);
        rows.Select(row => row[Goal].Text).ShouldBe(["7000", "≤30"]);
        rows.Select(row => row[GoalYear].Text).ShouldBe(["2025", "2025"]);
        (rows[0][Completion].Text, rows[0][Units].Text).ShouldBe(("85.72%", "州市场监管局"));
    }

    [Fact]
    public void The_target_is_that_of_the_figures_year_where_there_is_one()
    {
        var yearly = s_indicators[1] with { Goals = [new(2024, 6500, null), new(2025, 7000, null)], Values = [Value("2024-12-31", 6000)] };

        var row = Rows(Of("2025-06-30", yearly), Lacking).ShouldHaveSingleItem();

        (row[GoalYear].Text, row[Goal].Text, row[Gap].Number).ShouldBe(("2024", "6500", 500m));
    }

    [Fact]
    public void Tasks_that_are_not_done_are_listed_with_their_units()
    {
        var input = Input("2025-09-30", s_indicators);
        Rows(PlanReport.Of(input), Open).ShouldHaveSingleItem().Select(cell => cell.Text).ShouldSatisfyAllConditions(
            cells => cells.Take(5).ShouldBe(["1.2", "促进专利技术转化运用", "州市场监管局", "州科技局", "2025-12-31"]), cells => cells.Last().ShouldStartWith("逾期"));

        Rows(PlanReport.Of(input with { Tasks = [input.Tasks[0] with { DoneOn = new(2025, 4, 10) }] }), Open).ShouldBeEmpty();
    }

    [Fact]
    public void The_document_is_valid_has_room_for_conclusions_and_is_the_same_in_another_culture()
    {
        var report = Of("2025-12-31", s_indicators);
        var bytes = PlanReportFile.Of(report, PlanReportFile.Evaluation, Language.English);

        Language.In("ug", () => PlanReportFile.Of(PlanReport.Of(report.Input with { Indicators = [.. s_indicators] }), PlanReportFile.Evaluation, Language.English)).ShouldBe(bytes);
        using var document = WordprocessingDocument.Open(new MemoryStream(bytes), isEditable: false);
        new OpenXmlValidator().Validate(document, TestContext.Current.CancellationToken).Select(fault => $"{fault.Path?.XPath}: {fault.Description}").ShouldBeEmpty();
        var text = document.MainDocumentPart!.Document!.Body!.InnerText;
        foreach (var word in (string[])["一、总体进展", "二、主要指标完成情况", "三、达到的指标", "四、落后或未达到的指标", "五、没有数据的指标", "六、任务", "七、评估意见", "评估结论", "存在的问题", "下一步建议", "单位负责人：", "Final evaluation of the plan", report.Seal])
            text.ShouldContain(word);
    }

    private static IReadOnlyList<IReadOnlyList<OfficialCell>> Rows(PlanReport report, string table) =>
        PlanEvaluationPaper.Of(report, null).Parts.OfType<OfficialTable>().SingleOrDefault(part => part.Sheet == table)?.Rows ?? [];

    private static IEnumerable<string> Column(PlanReport report, string table, int column) => Rows(report, table).Select(row => row[column].Text);
}
