using Marketplace.Web.Plans.Figures;

namespace Marketplace.Web.Tests.Plans;

public sealed class ForecastTests
{
    private static readonly DateOnly s_today = new(2024, 3, 1), s_end = new(2025, 12, 31);

    [Fact]
    public void It_goes_on_at_the_usual_pace_between_the_slowest_and_the_fastest()
    {
        var forecast = Of(Stock(130), [Year(2020, 100), Year(2021, 104), Year(2022, 116), Year(2023, 124)])!;
        forecast.Points.ShouldBe(4);
        forecast.From.ShouldBe(Year(2023, 124));
        forecast.At.On.ShouldBe(s_end);
        // 24 in 1,095 days, 731 days more: 140.02; the slowest year brought 4 in 365 days, the fastest 12.
        Math.Round(forecast.At.Likely, 2).ShouldBe(140.02m);
        Math.Round(forecast.At.Low, 2).ShouldBe(132.01m);
        Math.Round(forecast.At.High, 2).ShouldBe(148.03m);
        forecast.Outlook.ShouldBe(Outlook.Sure);
        forecast.MetEarliest.ShouldBe(new(2024, 7, 1));
        forecast.MetOn.ShouldBe(new(2024, 9, 30));
        forecast.MetLatest.ShouldBe(new(2025, 7, 1));
    }

    [Theory]
    [InlineData(132, Outlook.Sure)]
    [InlineData(140, Outlook.Probable)]
    [InlineData(148, Outlook.Hard)]
    [InlineData(149, Outlook.Unlikely)]
    public void The_word_says_at_which_pace_the_target_would_be_met(int goal, Outlook outlook) =>
        Of(Stock(goal), [Year(2020, 100), Year(2021, 104), Year(2022, 116), Year(2023, 124)])!.Outlook.ShouldBe(outlook);

    [Fact]
    public void Less_is_better_where_the_plan_says_so()
    {
        var forecast = Of(Stock(70) with { Comparator = Comparator.AtMost }, [Year(2021, 100), Year(2022, 90), Year(2023, 85)])!;
        forecast.Outlook.ShouldBe(Outlook.Probable);
        forecast.At.Low.ShouldBeLessThan(forecast.At.High);
        forecast.MetEarliest!.Value.ShouldBeLessThan(forecast.MetLatest!.Value);
    }

    [Fact]
    public void What_shrinks_never_meets_more_and_falls_to_nothing_at_most()
    {
        var forecast = Of(Stock(70), [Year(2021, 60), Year(2022, 30), Year(2023, 2)])!;
        (forecast.Outlook, forecast.MetOn, forecast.At.Low).ShouldBe((Outlook.Unlikely, null, 0m));
    }

    [Fact]
    public void A_share_is_never_more_than_all() => Of(Stock(90), [Year(2021, 60), Year(2022, 80), Year(2023, 96)], 100)!.At.High.ShouldBe(100);

    [Fact]
    public void A_flow_is_of_whole_years_and_met_at_the_end_of_one()
    {
        var flow = Stock(30) with { Type = MeasureType.FlowYear };
        var forecast = Of(flow, [Year(2021, 10), Year(2022, 14), Year(2023, 20), new(new(2024, 2, 29), 1)])!;
        forecast.From.On.ShouldBe(new(2023, 12, 31));
        forecast.MetOn.ShouldBe(new(2025, 12, 31));
    }

    [Fact]
    public void A_figure_of_a_quarter_later_takes_the_place_of_the_one_before_it() => Of(Stock(30), [Year(2021, 10), Year(2022, 14), Year(2023, 20), new(new(2024, 2, 29), 21)])!.Points.ShouldBe(3);

    [Fact]
    public void Too_little_known_a_plan_that_is_over_growth_surveys_and_judgements_have_none()
    {
        Entry[] known = [Year(2021, 10), Year(2022, 14), Year(2023, 20)];
        Of(Stock(30), known[1..]).ShouldBeNull();
        Of(Stock(30) with { Ends = new(2023, 12, 31), Goals = new Dictionary<int, Goal> { [2023] = new(30) } }, known).ShouldBeNull();
        Of(Stock(30) with { Type = MeasureType.GrowthYoy }, known).ShouldBeNull();
        Of(Stock(30) with { Type = MeasureType.Survey }, known).ShouldBeNull();
        Of(Stock(30) with { Comparator = Comparator.Raised }, known).ShouldBeNull();
        Of(Stock(30) with { Goals = new Dictionary<int, Goal>() }, known).ShouldBeNull();
        Of(Stock(30), known).ShouldNotBeNull();
    }

    private static Forecast? Of(Yardstick yardstick, Entry[] known, decimal? ceiling = null) => Forecast.Of(yardstick, known, s_today, ceiling);

    private static Yardstick Stock(decimal goal) => new(MeasureType.StockEnd, Comparator.AtLeast, null, new Dictionary<int, Goal> { [2025] = new(goal) }, s_end);

    private static Entry Year(int year, decimal value) => new(new(year, 12, 31), value);
}
