using Marketplace.Web.Plans.Figures;

namespace Marketplace.Web.Tests.Plans;

/// <summary>The formulas of the counting model with the worked checks that were computed beside them.</summary>
public sealed class FiguresTests
{
    [Theory]
    [InlineData(4078, 7000, 5, 11.41)] // 博州, pledges
    [InlineData(1.07, 1.5, 5, 6.99)] // 博州, high-value patents
    [InlineData(0.44, 0.78, 4, 15.39)] // 巴彦淖尔, high-value patents
    [InlineData(10, 13, 3, 9.14)]
    public void Mean_growth_is_compound(double first, double last, int years, double percent) =>
        FigureText.HalfUp(Growth.Compound((decimal)first, (decimal)last, years)!.Value * 100, 2).ShouldBe((decimal)percent);

    [Fact]
    public void The_mean_of_rates_says_something_else_and_would_flip_a_target_of_ten_per_cent() =>
        FigureText.HalfUp(Growth.MeanOfRates([10, 16, 12, 13])!.Value * 100, 2).ShouldBe(14.44m);

    [Fact]
    public void Ten_per_cent_compound_over_three_years_is_exactly_ten_per_cent()
    {
        var growth = Growth.Compound(100, 133.1m, 3)!.Value * 100;

        Comparator.AtLeast.Met(MeasureType.GrowthAvg, growth, new(10)).ShouldBe(true);
        Comparator.MoreThan.Met(MeasureType.GrowthAvg, growth, new(10)).ShouldBe(false);
        Comparator.AtLeast.Met(MeasureType.GrowthAvg, 9.9999m, new(10)).ShouldBe(false);
    }

    [Fact]
    public void The_straight_path_of_the_pledges_is_the_one_computed_by_hand() =>
        Enumerable.Range(2020, 6).Select(year => FigureText.HalfUp(Progress.Linear((2020, 4078), (2025, 7000), year), 0)).ShouldBe([4078, 4662, 5247, 5831, 6416, 7000]);

    [Fact]
    public void So_is_the_geometric_one() =>
        Enumerable.Range(2020, 6).Select(year => FigureText.HalfUp(Progress.Geometric((2020, 4078), (2025, 7000), year)!.Value, 0)).ShouldBe([4078, 4543, 5062, 5639, 6283, 7000]);

    [Fact]
    public void A_cumulative_series_gives_what_each_year_brought()
    {
        decimal[] series = [1.38m, 2.5m, 4, 5.5m, 7];

        series.Zip(series.Skip(1), (before, now) => Growth.YearlyOf(before, now)!.Value).ShouldBe([1.12m, 1.5m, 1.5m, 1.5m]);
        series.Zip(series.Skip(1), (before, now) => FigureText.HalfUp(Growth.YearOnYear(before, now)!.Value * 100, 1)).ShouldBe([81.2m, 60, 37.5m, 27.3m]);
        Growth.Falls(2.5m, 2.4m).ShouldBeTrue();
        Growth.Falls(2.5m, 2.5m).ShouldBeFalse();
    }

    [Fact]
    public void From_zero_nothing_grows_by_a_rate_and_shares_change_by_points()
    {
        Growth.YearOnYear(0, 5).ShouldBeNull();
        Growth.Increase(0, 5).ShouldBe(5);
        Growth.Increase(48.1m, 55).ShouldBe(6.9m);
        MeasureType.Ratio.IsShare("%").ShouldBeTrue();
        MeasureType.Ratio.IsShare("件").ShouldBeFalse();
    }

    [Fact]
    public void Unknown_stays_unknown_through_every_formula()
    {
        Growth.YearOnYear(null, 5).ShouldBeNull();
        Growth.Compound(null, 5, 3).ShouldBeNull();
        Growth.Compound(0, 5, 3).ShouldBeNull();
        Growth.Compound(5, 6, 0).ShouldBeNull();
        Growth.MeanOfRates([10, null, 13]).ShouldBeNull();
        Growth.MeanOfRates([10]).ShouldBeNull();
        Growth.YearlyOf(null, 5).ShouldBeNull();
        Progress.Completion(null, new(5)).ShouldBeNull();
        Progress.Completion(5, new(0)).ShouldBeNull();
        Progress.CompletionFrom(null, 5, new(10)).ShouldBeNull();
        Progress.CompletionFrom(10, 5, new(10)).ShouldBeNull();
        Progress.Ratio(5, 0, percent: false).ShouldBeNull();
        Progress.Geometric((2020, 0), (2025, 5), 2022).ShouldBeNull();
        Comparator.AtLeast.Met(MeasureType.StockEnd, null, new(5)).ShouldBeNull();
    }

    [Fact]
    public void Completion_is_of_the_level_or_of_the_way()
    {
        Progress.Completion(6750, new(7000)).ShouldBe(6750m / 7000);
        Progress.CompletionFrom(4078, 5539, new(7000)).ShouldBe(0.5m);
        Progress.Ratio(75, 48.4m, percent: false).ShouldBe(75 / 48.4m);
        Progress.Ratio(1, 4, percent: true).ShouldBe(25);
    }

    [Theory]
    [InlineData(Comparator.AtLeast, 85, true)]
    [InlineData(Comparator.MoreThan, 85, false)] // 超过85% is not reached by 85 %
    [InlineData(Comparator.AtMost, 85, true)]
    [InlineData(Comparator.Exactly, 85, true)]
    [InlineData(Comparator.MoreThan, 85.0001, true)]
    [InlineData(Comparator.AtLeast, 84.9999, false)] // shown as 85, and not reached
    [InlineData(Comparator.AtMost, 85.0001, false)]
    [InlineData(Comparator.Exactly, 85.0001, false)]
    public void Comparison_is_on_unrounded_values(Comparator comparator, double actual, bool met) => comparator.Met(MeasureType.Survey, (decimal)actual, new(85)).ShouldBe(met);

    [Fact]
    public void Of_a_range_the_lower_end_is_enough_and_what_is_judged_has_no_number()
    {
        Comparator.AtLeast.Met(MeasureType.StockEnd, 3, new(3, 5)).ShouldBe(true);
        Comparator.Raised.Met(MeasureType.Narrative, 3, new(3)).ShouldBeNull();
    }

    [Theory]
    [InlineData(1.005, "1.01")] // banker's rounding would say 1
    [InlineData(2.675, "2.68")]
    [InlineData(-1.005, "-1.01")]
    [InlineData(4078, "4,078")]
    public void Shown_figures_are_rounded_half_away_from_zero(double value, string shown) => FigureText.Number((decimal)value).ShouldBe(shown);

    [Fact]
    public void A_figure_is_of_its_own_year_and_of_two_for_a_day_the_later_entry_counts()
    {
        var series = new Series(MeasureType.StockEnd, null, [new(new(2024, 12, 31), 5), new(new(2025, 6, 30), 6), new(new(2025, 6, 30), 7)]);

        series.At(new(2025, 12, 31))!.Value.ShouldBe(7);
        series.At(new(2025, 3, 1)).ShouldBeNull();
        series.At(new(2026, 12, 31)).ShouldBeNull();
        series.LastUntil(new(2026, 12, 31))!.Value.ShouldBe(7);
    }

    [Fact]
    public void A_cumulative_figure_may_come_year_by_year_and_a_missing_year_leaves_none()
    {
        var from = new DateOnly(2021, 1, 1);
        Entry[] yearly = [.. new (int Year, decimal Value)[] { (2021, 1.38m), (2022, 1.12m), (2023, 1.5m), (2024, 1.5m), (2025, 1.5m) }.Select(y => new Entry(new(y.Year, 12, 31), y.Value, OfYear: true))];

        new Series(MeasureType.CumPlan, from, yearly).At(new(2025, 12, 31))!.Value.ShouldBe(7);
        new Series(MeasureType.CumPlan, from, [.. yearly.Where(e => e.On.Year != 2023)]).At(new(2025, 12, 31)).ShouldBeNull();
        // On top of a level that is known, only the years after it are needed.
        new Series(MeasureType.CumPlan, from, [new(new(2023, 12, 31), 4), .. yearly.Skip(3)]).At(new(2025, 12, 31))!.Value.ShouldBe(7);
        // What happened before the plan is none of its sum.
        new Series(MeasureType.CumPlan, from, [new(new(2020, 12, 31), 9), .. yearly]).At(new(2021, 12, 31))!.Value.ShouldBe(1.38m);
    }

    [Fact]
    public void The_plans_life_is_told_by_the_calendar_until_people_evaluate()
    {
        var (starts, ends) = (new DateOnly(2021, 1, 1), new DateOnly(2025, 12, 31));

        PlanLife.Of(Web.Plans.PlanState.InForce, starts, ends, new(2020, 12, 31)).ShouldBe(Phase.Coming);
        PlanLife.Of(Web.Plans.PlanState.InForce, starts, ends, ends).ShouldBe(Phase.Running);
        PlanLife.Of(Web.Plans.PlanState.InForce, starts, ends, ends.AddDays(1)).ShouldBe(Phase.Ended);
        PlanLife.Of(Web.Plans.PlanState.InForce, starts, null, new(2090, 1, 1)).ShouldBe(Phase.Running);
        PlanLife.Of(Web.Plans.PlanState.InEvaluation, starts, ends, ends.AddDays(1)).ShouldBe(Phase.Evaluating);
        PlanLife.Of(Web.Plans.PlanState.Closed, starts, ends, ends).ShouldBe(Phase.Closed);
    }
}
