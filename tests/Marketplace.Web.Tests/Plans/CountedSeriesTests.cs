using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Plans.Counted;
using Marketplace.Web.Plans.Figures;

namespace Marketplace.Web.Tests.Plans;

/// <summary>What locked quarters make of an indicator: one thing happens on the first of each month, in January two.</summary>
public sealed class CountedSeriesTests
{
    [Fact]
    public void A_flow_is_counted_from_new_year_to_each_locked_quarter_and_not_past_an_open_one() =>
        Of(MeasureType.FlowYear, [(2024, 1), (2024, 2), (2024, 4), (2025, 1)]).ShouldBe([new(new(2024, 3, 31), 4), new(new(2024, 6, 30), 7), new(new(2025, 3, 31), 4)]);

    [Fact]
    public void What_adds_up_over_a_plan_begins_on_its_first_day() =>
        Of(MeasureType.CumPlan, [(2022, 3), (2022, 4), (2023, 1)], starts: new(2022, 8, 15)).ShouldBe([new(new(2022, 9, 30), 1), new(new(2022, 12, 31), 4), new(new(2023, 3, 31), 8)]);

    [Fact]
    public void With_a_quarter_missing_it_is_what_the_year_brought_and_goes_on_from_a_level_somebody_entered()
    {
        var counted = Of(MeasureType.CumPlan, [(2023, 1), (2023, 2)], starts: new(2022, 8, 15));
        counted.ShouldBe([new(new(2023, 3, 31), 4, OfYear: true), new(new(2023, 6, 30), 7, OfYear: true)]);
        new Series(MeasureType.CumPlan, new(2022, 8, 15), [new(new(2022, 12, 31), 100), .. counted]).LastUntil(new(2023, 8, 1))!.Value.ShouldBe(107);
        // Who took twice is one: years of those are not added up.
        Of(MeasureType.CumPlan, [(2023, 1), (2023, 2)], starts: new(2022, 8, 15), additive: false).ShouldBeEmpty();
    }

    [Fact]
    public void The_last_day_of_a_plan_has_its_own_figure() =>
        Of(MeasureType.FlowYear, [(2025, 1), (2025, 2), (2025, 3)], ends: new(2025, 8, 15)).Select(e => (e.On, e.Value)).ShouldBe([(new(2025, 3, 31), 4), (new(2025, 6, 30), 7), (new(2025, 8, 15), 9), (new(2025, 9, 30), 10)]);

    [Fact]
    public void Growth_is_against_the_same_part_of_the_year_before_and_both_are_locked()
    {
        (int, int)[] both = [(2023, 1), (2023, 2), (2023, 3), (2023, 4), (2024, 1)];
        Of(MeasureType.GrowthYoy, both, count: (from, to) => Things(from, to) * (from.Year == 2024 ? 1.5m : 1)).ShouldBe([new(new(2024, 3, 31), 50)]);
        Of(MeasureType.GrowthYoy, both[1..]).ShouldBeEmpty();
        // From nothing nothing grows by a rate.
        Of(MeasureType.GrowthYoy, both, count: (from, to) => from.Year == 2023 ? 0 : 5).ShouldBeEmpty();
    }

    [Fact]
    public void Average_growth_is_of_whole_years_since_the_base_year()
    {
        (int, int)[] years = [.. Enumerable.Range(2022, 3).SelectMany(year => Enumerable.Range(1, 4).Select(quarter => (year, quarter)))];
        var counted = Of(MeasureType.GrowthAvg, years, baseYear: 2022, count: (from, _) => from.Year switch { 2022 => 100, 2023 => 130, _ => 121 });
        counted.Select(e => (e.On, Math.Round(e.Value!.Value, 6))).ShouldBe([(new(2023, 12, 31), 30), (new(2024, 12, 31), 10)]);
        Of(MeasureType.GrowthAvg, years, baseYear: null).ShouldBeEmpty();
        Of(MeasureType.GrowthAvg, years[1..], baseYear: 2022).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_a_stock_or_judged_is_not_counted() => Of(MeasureType.Ratio, [(2024, 1)]).Concat(Of(MeasureType.Survey, [(2024, 1)])).Concat(Of(MeasureType.StockEnd, [(2024, 1)])).ShouldBeEmpty();

    private static decimal Things(DateOnly from, DateOnly to)
    {
        var sum = 0m;
        for (var day = from; day <= to; day = day.AddDays(1)) if (day.Day == 1) sum += day.Month == 1 ? 2 : 1;
        return sum;
    }

    private static List<Entry> Of(MeasureType type, (int Year, int Quarter)[] locked, int? baseYear = null, DateOnly? starts = null, DateOnly? ends = null, bool additive = true, Func<DateOnly, DateOnly, decimal>? count = null) =>
        [.. CountedSeries.Of(new(type, baseYear, starts, ends, additive, count ?? Things), new(locked.Select(q => new CountPeriod { RegionPath = "/", Year = q.Year, Quarter = q.Quarter, LockedAt = DateTimeOffset.UnixEpoch })))];
}
