using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Reporting;
using Marketplace.Web.Platform.Calendar;
using static Marketplace.Web.Tests.Plans.Reporting.Reports;

namespace Marketplace.Web.Tests.Plans.Reporting;

/// <summary>What a report says of a plan on a day, without database and clock.</summary>
public sealed class PlanReportTests
{
    [Fact]
    public void A_quarter_is_what_this_cumulative_figure_has_more_than_the_one_before_it()
    {
        var pledges = Indicator(MeasureType.FlowYear, "万元", Value("2024-06-30", 1500), Value("2025-03-31", 1000), Value("2025-06-30", 2600));

        var half = Of("2025-06-30", pledges).Indicators[0];

        (half.Quarter, half.Standing.Actual!.Value, half.Before).ShouldBe((1600m, 2600m, 1500m));
        half.Change.ShouldBe((2600m - 1500) / 1500);
        half.Standing.Completion.ShouldBe(2600m / 7000);
        // The first quarter of a year is the year's figure.
        Of("2025-03-31", pledges).Indicators[0].Quarter.ShouldBe(1000);
    }

    [Fact]
    public void With_one_of_two_quarters_missing_there_is_no_quarter_and_a_yearly_figure_says_nothing_of_one()
    {
        Of("2025-12-31", Indicator(MeasureType.FlowYear, "万元", Value("2025-03-31", 1000), Value("2025-12-31", 6750))).Indicators[0].Quarter.ShouldBeNull();
        Of("2025-06-30", Indicator(MeasureType.FlowYear, "万元", Value("2025-03-31", 1000))).Indicators[0].Quarter.ShouldBeNull();
        Of("2024-12-31", Indicator(MeasureType.CumPlan, "万元", Value("2021-12-31", 10, ofYear: true), Value("2022-12-31", 20, ofYear: true), Value("2023-12-31", 30, ofYear: true), Value("2024-12-31", 40, ofYear: true)))
            .Indicators[0].ShouldSatisfyAllConditions(i => i.Quarter.ShouldBeNull(), i => i.Standing.Actual!.Value.ShouldBe(100), i => i.Behind.Count.ShouldBe(4));
        Of("2025-03-31", Indicator(MeasureType.StockEnd, "件", Value("2024-12-31", 5), Value("2025-03-31", 7))).Indicators[0].Quarter.ShouldBeNull();
    }

    [Fact]
    public void Shares_change_by_points_and_from_zero_only_the_increase_is_said()
    {
        var share = Of("2025-12-31", Indicator(MeasureType.Ratio, "%", Value("2024-12-31", 48.1m), Value("2025-12-31", 55))).Indicators[0];
        share.Change.ShouldBe(6.9m);

        var fromZero = Of("2025-12-31", Indicator(MeasureType.StockEnd, "家", Value("2024-12-31", 0), Value("2025-12-31", 3))).Indicators[0];
        (fromZero.Before, fromZero.Change, fromZero.Increase).ShouldBe((0m, null, 3m));
    }

    [Fact]
    public void The_year_before_is_the_same_quarter_or_the_base_the_document_names_and_else_unknown()
    {
        Of("2021-12-31", Indicator(MeasureType.FlowYear, "万元", Value("2021-12-31", 4500))).Indicators[0].Before.ShouldBe(4078);
        Of("2021-09-30", Indicator(MeasureType.FlowYear, "万元", Value("2021-09-30", 3000))).Indicators[0].Before.ShouldBeNull();
        Of("2025-09-30", Indicator(MeasureType.FlowYear, "万元", Value("2024-03-31", 900), Value("2025-09-30", 3000))).Indicators[0].Before.ShouldBeNull();
        var earlier = Indicator(MeasureType.FlowYear, "万元", Value("2021-06-30", 3000)) with { Before = [new(new(2020, 6, 30), 2000)] };
        Of("2021-06-30", earlier).Indicators[0].Before.ShouldBe(2000);
        Of("2021-06-30", earlier with { Type = MeasureType.CumPlan }).Indicators[0].Before.ShouldBeNull();
    }

    [Fact]
    public void Of_an_ended_plan_the_last_day_holds_and_what_came_later_stands_beside()
    {
        var line = Of("2026-06-30", Indicator(MeasureType.FlowYear, "万元", Value("2025-12-31", 6999.999m), Value("2026-06-30", 9000))).Indicators[0];

        line.Standing.ShouldSatisfyAllConditions(s => s.Actual!.Value.ShouldBe(6999.999m), s => s.Light.ShouldBe(Light.NotMet), s => s.Later!.Value.ShouldBe(9000));
        line.Quarter.ShouldBeNull();
        // It would round to the target: what is compared is not what is shown.
        ReportWords.Number(line.Standing.Actual!.Value).Text.ShouldBe("7,000");
    }

    [Fact]
    public void What_nobody_said_is_nothing_and_not_zero()
    {
        var line = Of("2025-12-31", Indicator(MeasureType.FlowYear, "万元")).Indicators[0];

        (line.Quarter, line.Standing.Actual, line.Before, line.Change, line.Increase, line.Standing.Completion, line.Standing.Light).ShouldBe((null, null, null, null, null, null, Light.NoData));
        ReportWords.Number(null).Text.ShouldBe("——");
        ReportWords.Number(2.345m).ShouldBe(new("2.35", 2.345m));
        ReportWords.Percent(0.11415m).Text.ShouldBe("11.42%");
    }

    [Fact]
    public void A_task_tells_of_its_quarter_and_is_overdue_by_quarter_urge_and_day()
    {
        var first = Of("2025-03-31").Tasks[0];
        first.Told.ShouldBe("办了对接会");
        first.State.ShouldSatisfyAllConditions(s => s.UnansweredUrge.ShouldBeTrue(), s => s.PastDue.ShouldBeFalse(), s => s.Missing.ShouldBeEmpty());

        var third = Of("2025-09-30").Tasks[0];
        third.Told.ShouldBeNull();
        third.State.Missing.ShouldBe([new Quarter(2025, 2)]);

        var input = Input("2026-01-31");
        PlanReport.Of(input).Tasks[0].State.PastDue.ShouldBeTrue();
        PlanReport.Of(input with { Tasks = [input.Tasks[0] with { DoneOn = new(2025, 4, 10) }] }).Tasks[0].State.Overdue.ShouldBeFalse();
        // Done later than the day of the report: then it was not.
        PlanReport.Of(input with { Tasks = [input.Tasks[0] with { DoneOn = new(2026, 2, 1) }] }).Tasks[0].State.Done.ShouldBeFalse();
    }

    [Fact]
    public void Another_seal_for_another_input_whichever_it_is()
    {
        var input = Input("2025-12-31", Indicator(MeasureType.FlowYear, "万元", Value("2025-12-31", 6750)));
        var value = input.Indicators[0].Values[0];
        PlanReportInput With(ValueInput other) => input with { Indicators = [input.Indicators[0] with { Values = [other] }] };

        string[] seals =
        [
            .. new[]
            {
                input, input with { Day = new(2025, 12, 30) }, With(value with { Entry = value.Entry with { Value = 6751 } }), With(value with { EnteredBy = "另一人" }), With(value with { Evidence = [new("年报.pdf", new('b', 64))] }),
                input with { Plan = input.Plan with { Note = null } }, input with { Tasks = [] }, input with { Facts = [input.Facts[0] with { Paid = 20_000.01m }] },
            }.Select(ReportSeal.Of),
        ];

        seals.Distinct(StringComparer.Ordinal).Count().ShouldBe(seals.Length);
        seals[0].Length.ShouldBe(64);
        // The same number, however many zeros were typed behind it.
        ReportSeal.Of(With(value with { Entry = value.Entry with { Value = 6750.00m } })).ShouldBe(seals[0]);
    }
}
