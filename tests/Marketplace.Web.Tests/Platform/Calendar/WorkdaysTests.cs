using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Tests.Platform.Calendar;

public sealed class WorkdaysTests
{
    private static readonly Workdays s_workdays = new();

    [Theory]
    [InlineData(2026, 10, 1, false)]   // 国庆节
    [InlineData(2026, 1, 1, false)]
    [InlineData(2026, 11, 20, true)]
    [InlineData(2026, 11, 21, false)]   // A plain Saturday.
    [InlineData(2018, 2, 11, true)]   // A Sunday worked for 春节.
    public void Weekends_and_holidays_are_free_and_moved_days_are_worked(int year, int month, int day, bool works) => s_workdays.IsWorkday(new(year, month, day)).ShouldBe(works);

    [Fact]
    public void A_term_begins_the_day_after_and_ends_on_a_working_day() =>
        s_workdays.After(new(2026, 11, 20), 15).ShouldBe(new DateOnly(2026, 12, 11));

    [Fact]
    public void The_last_working_day_up_to_a_Sunday_is_the_Friday() => s_workdays.LastUpTo(new(2026, 11, 22)).ShouldBe(new DateOnly(2026, 11, 20));

    [Fact]
    public void A_year_without_a_notice_counts_weekends_and_says_so()
    {
        s_workdays.Knows(2026).ShouldBeTrue();
        s_workdays.Knows(2035).ShouldBeFalse();
        s_workdays.IsWorkday(new(2035, 10, 1)).ShouldBeTrue();   // A Monday.
        s_workdays.IsWorkday(new(2035, 10, 6)).ShouldBeFalse();
    }
}
