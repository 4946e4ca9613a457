using Marketplace.Web.Conversions.Signals;

namespace Marketplace.Web.Tests.Conversions.Signals;

public sealed class DeadlineSpikeTests
{
    private static readonly DateOnly s_end = new(2026, 9, 30);
    private static readonly Late s_late = new(new(2026, 9, 21), s_end);

    /// <summary>Eight earlier quarters of so many, and this one.</summary>
    private static Dictionary<DateOnly, int> Days(int early, int late, int usualEarly = 9, int usualLate = 1)
    {
        var days = new Dictionary<DateOnly, int> { [new(2026, 7, 1)] = early, [s_end] = late };
        for (var first = new DateOnly(2024, 7, 1); first < new DateOnly(2026, 7, 1); first = first.AddMonths(3)) (days[first], days[first.AddMonths(3).AddDays(-1)]) = (usualEarly, usualLate);
        return days;
    }

    private static Found? Of(Dictionary<DateOnly, int> days) => DeadlineSpike.Of(s_late, DeadlineSpike.Keeper, days, isPlan: false);

    [Fact]
    public void Six_of_ten_in_the_last_days_are_told_where_one_of_ten_is_usual() =>
        Of(Days(4, 6)).ShouldNotBeNull().ShouldSatisfyAllConditions(f => f.Key.ShouldBe("keeper:2026-09-30"), f => f.Why.ShouldHaveSingleItem().Args.ShouldBe(["2026-09-30", "6", "10", "60", "10"]));

    [Fact]
    public void Whoever_always_files_at_the_end_is_not_told() => Of(Days(2, 8, usualEarly: 3, usualLate: 7)).ShouldBeNull();

    [Theory]
    [InlineData(3, 5, true)]
    [InlineData(0, 4, false)]
    public void Fewer_than_five_are_chance(int early, int late, bool told) => (Of(Days(early, late)) is not null).ShouldBe(told);

    [Fact]
    public void Without_earlier_quarters_there_is_no_usual()
    {
        Of(Days(0, 9, usualEarly: 0, usualLate: 0)).ShouldBeNull();
        Of(Days(0, 9, usualEarly: 1, usualLate: 0)).ShouldNotBeNull("eight are enough");
    }

    [Theory]
    [InlineData(60, 40, true)]
    [InlineData(61, 39, false)]
    public void It_takes_thirty_points_more_than_usual(int early, int late, bool told) => (Of(Days(early, late)) is not null).ShouldBe(told);

    [Fact]
    public void What_lies_more_than_two_years_back_is_not_usual()
    {
        var days = Days(0, 9, usualEarly: 0, usualLate: 0);
        days[new(2024, 6, 30)] = 50;
        Of(days).ShouldBeNull();
        DeadlineSpike.CountedFrom(s_late).ShouldBe(new(2024, 7, 1));
    }

    [Fact]
    public void The_tenth_day_before_the_end_is_late_and_the_eleventh_is_not()
    {
        DeadlineSpike.Before(new(2026, 9, 21), []).ShouldHaveSingleItem().ShouldBe(s_late);
        DeadlineSpike.Before(s_end, []).ShouldHaveSingleItem();
        DeadlineSpike.Before(new(2026, 9, 20), []).ShouldBeEmpty();
        DeadlineSpike.Before(new(2026, 10, 1), []).ShouldBeEmpty();
    }

    [Fact]
    public void A_plan_ends_where_it_says_and_once_where_a_quarter_ends_too()
    {
        DeadlineSpike.Before(new(2026, 8, 15), [new(2026, 8, 20), new(2027, 8, 20)]).ShouldHaveSingleItem().End.ShouldBe(new(2026, 8, 20));
        DeadlineSpike.Before(s_end, [s_end]).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_correction_that_moves_a_day_over_the_end_is_told_with_both_days()
    {
        var (before, after) = (new DealingDays(null, new(2026, 10, 1), null, null), new DealingDays(null, new(2026, 9, 30), null, null));

        DeadlineSpike.Moved(before, after, []).ShouldNotBeNull().Why.ShouldHaveSingleItem().ShouldSatisfyAllConditions(r => r.Code.ShouldBe("MovedEffective"), r => r.Args.ShouldBe(["2026-10-01", "2026-09-30"]));
        DeadlineSpike.Moved(after, before, []).ShouldNotBeNull();
    }

    [Fact]
    public void A_day_that_moves_within_its_quarter_or_was_not_known_is_not_told()
    {
        var july = new DealingDays(new(2026, 7, 1), new(2026, 7, 1), null, null);

        DeadlineSpike.Moved(july, july with { Effective = s_end, Paid = new(2026, 12, 1) }, []).ShouldBeNull();
        DeadlineSpike.Moved(july, july with { Effective = null }, []).ShouldBeNull();
        DeadlineSpike.Moved(july, july with { Effective = new(2026, 8, 21) }, [new(2026, 8, 20)]).ShouldNotBeNull("a plan ended between");
        DeadlineSpike.Moved(july, july with { Effective = new(2026, 8, 20) }, [new(2026, 8, 20)]).ShouldBeNull("its last day is in it");
    }
}
