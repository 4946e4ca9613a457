using System.Globalization;
using Marketplace.Web.Conversions.FollowUps;

namespace Marketplace.Web.Tests.Conversions.FollowUps;

/// <summary>When a conversion is asked.</summary>
public sealed class FollowUpDaysTests
{
    [Theory]
    [InlineData("2025-05-20", "2025-11-19", null, null)]
    [InlineData("2025-05-20", "2025-11-20", "2025-11-20", 1)]
    [InlineData("2025-05-20", "2026-05-19", "2025-11-20", 1)]
    [InlineData("2025-05-20", "2026-05-20", "2026-05-20", 2)]
    // A month that is too short ends on its last day, and the next round is a 31st again.
    [InlineData("2025-08-31", "2026-02-27", null, null)]
    [InlineData("2025-08-31", "2026-02-28", "2026-02-28", 1)]
    [InlineData("2025-08-31", "2026-08-30", "2026-02-28", 1)]
    [InlineData("2025-08-31", "2026-08-31", "2026-08-31", 2)]
    [InlineData("2027-08-31", "2028-02-29", "2028-02-29", 1)]
    [InlineData("2024-02-29", "2024-08-28", null, null)]
    [InlineData("2024-02-29", "2024-08-29", "2024-08-29", 1)]
    [InlineData("2024-02-29", "2025-02-28", "2025-02-28", 2)]
    [InlineData("2024-02-29", "2028-02-29", "2028-02-29", 8)]
    public void Each_half_year_is_counted_from_the_first_day(string began, string today, string? due, int? number)
    {
        var round = FollowUpDays.Last(Day(began), null, Day(today));

        (round?.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), round?.Number).ShouldBe((due, number));
    }

    [Theory]
    [InlineData("2025-11-19", false)]
    [InlineData("2025-11-20", true)]
    public void A_licence_that_ended_before_its_half_year_was_over_is_not_asked(string ended, bool asked) =>
        (FollowUpDays.Last(Day("2025-05-20"), Day(ended), Day("2025-12-01")) is not null).ShouldBe(asked);

    [Fact]
    public void A_half_year_begins_where_the_one_before_ended()
    {
        var (first, second) = (FollowUpDays.Last(Day("2025-08-31"), null, Day("2026-03-01"))!, FollowUpDays.Last(Day("2025-08-31"), null, Day("2026-09-01"))!);

        (first.From, second.From).ShouldBe((Day("2025-08-31"), first.On));
    }

    [Fact]
    public void Halves_of_the_calendar_are_read_and_written()
    {
        var half = HalfYear.Read("2026H1")!.Value;

        (half.First, half.Last, half.Before.ToString(), HalfYear.Of(half.Last)).ShouldBe((Day("2026-01-01"), Day("2026-06-30"), "2025H2", half));
        foreach (var wrong in (string?[])[null, "", "2026H3", "2026Q1", "H1"]) HalfYear.Read(wrong).ShouldBeNull();
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
