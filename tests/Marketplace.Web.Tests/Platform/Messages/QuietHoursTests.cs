using System.Globalization;
using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.Tests.Platform.Messages;

public sealed class QuietHoursTests
{
    [Theory]
    [InlineData("22:00-08:00", "2026-03-04T21:59:59+08:00", null)]
    [InlineData("22:00-08:00", "2026-03-04T22:00:00+08:00", "2026-03-05T08:00:00+08:00")]
    [InlineData("22:00-08:00", "2026-03-05T00:00:00+08:00", "2026-03-05T08:00:00+08:00")]
    [InlineData("22:00-08:00", "2026-03-05T07:59:59+08:00", "2026-03-05T08:00:00+08:00")]
    [InlineData("22:00-08:00", "2026-03-05T08:00:00+08:00", null)]
    [InlineData("22:00-08:00", "2026-12-31T23:00:00+08:00", "2027-01-01T08:00:00+08:00")]
    [InlineData("22:00-08:00", "2026-03-04T15:00:00+00:00", "2026-03-05T08:00:00+08:00")]
    [InlineData("12:00-14:00", "2026-03-04T12:30:00+08:00", "2026-03-04T14:00:00+08:00")]
    [InlineData("12:00-14:00", "2026-03-04T23:00:00+08:00", null)]
    public void Quiet_ends_at_its_hour_in_the_region(string hours, string now, string? end)
    {
        QuietHours.TryParse(hours, out var quiet).ShouldBeTrue();
        quiet!.EndAfter(Instant(now)).ShouldBe(end is null ? null : Instant(end));
    }

    [Fact]
    public void Off_is_no_quiet_at_all()
    {
        QuietHours.TryParse("off", out var quiet).ShouldBeTrue();
        quiet.ShouldBeNull();
    }

    [Theory]
    [InlineData("22-8")]
    [InlineData("22:00")]
    [InlineData("25:00-08:00")]
    [InlineData("08:00-08:00")]
    [InlineData("")]
    public void Nonsense_is_refused(string hours) => QuietHours.TryParse(hours, out _).ShouldBeFalse();

    [Theory]
    [InlineData(1, 0.5, 30)]
    [InlineData(1, 0, 24)]
    [InlineData(1, 1, 36)]
    [InlineData(4, 0.5, 240)]
    [InlineData(10, 0.5, 3600)]
    [InlineData(1000, 0.5, 3600)]
    public void Retries_wait_twice_as_long_up_to_an_hour(int attempts, double unit, double seconds) =>
        RetrySchedule.After(attempts, unit).TotalSeconds.ShouldBe(seconds, 0.001);

    [Fact]
    public void Over_quota_never_comes_back_before_the_gateway_allows() =>
        RetrySchedule.OverQuota(TimeSpan.FromHours(2), 0).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(2));

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
