using System.Globalization;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Tests.Platform.Face;

public sealed class FigureTests
{
    private static readonly DateOnly s_today = new(2026, 11, 22);

    [Theory]
    [InlineData("zh-CN", "0", "0 元")]
    [InlineData("zh-CN", "9999", "9,999 元")]
    [InlineData("zh-CN", "9999.5", "9,999.5 元")]
    [InlineData("zh-CN", "10000", "1 万元")]
    [InlineData("zh-CN", "123450", "12.35 万元")]
    [InlineData("zh-CN", "-123450", "-12.35 万元")]
    [InlineData("zh-CN", "20000000", "2,000 万元")]
    [InlineData("en", "123450", "123,450 yuan")]
    [InlineData("ug", "20000", "2 تۈمەن يۈەن")]
    public void Money_in_the_units_people_use(string language, string yuan, string shown)
    {
        using var _ = new Reading(language);
        Money.Rounded(decimal.Parse(yuan, CultureInfo.InvariantCulture)).ShouldBe(shown);
    }

    [Fact]
    public void Unknown_is_said_and_never_zero()
    {
        using var _ = new Reading("zh-CN");
        new[] { Money.Rounded(null), Dates.InWords(null), Dates.InTable(null), Dates.Deadline(null, s_today) }.ShouldAllBe(text => text == "未登记");
    }

    [Theory]
    [InlineData("zh-CN", "2026年11月21日")]
    [InlineData("en", "21 November 2026")]
    [InlineData("ug", "2026-يىلى 21-نويابىر")]
    public void Dates_in_words(string language, string shown)
    {
        using var _ = new Reading(language);
        Dates.InWords(new DateOnly(2026, 11, 21)).ShouldBe(shown);
    }

    [Theory]
    [InlineData("zh-CN", 9, "还有 9 天（12月1日到期）")]
    [InlineData("zh-CN", 1, "还有 1 天（11月23日到期）")]
    [InlineData("zh-CN", 0, "今天到期（11月22日）")]
    [InlineData("zh-CN", -3, "已逾期 3 天（11月19日到期）")]
    [InlineData("zh-CN", 40, "还有 40 天（2027年1月1日到期）")]
    [InlineData("en", 1, "1 day left (due 23 November)")]
    [InlineData("en", -1, "1 day overdue (was due 21 November)")]
    public void Deadlines_count_days_and_name_the_day(string language, int days, string shown)
    {
        using var _ = new Reading(language);
        Dates.Deadline(s_today.AddDays(days), s_today).ShouldBe(shown);
    }

    [Fact]
    public void A_day_begins_at_midnight_in_Beijing()
    {
        Dates.Day(new DateTimeOffset(2026, 11, 21, 15, 59, 0, TimeSpan.Zero)).ShouldBe(new DateOnly(2026, 11, 21));
        Dates.Day(new DateTimeOffset(2026, 11, 21, 16, 0, 0, TimeSpan.Zero)).ShouldBe(new DateOnly(2026, 11, 22));
        Dates.Minute(new DateTimeOffset(2026, 11, 21, 16, 5, 0, TimeSpan.Zero)).ShouldBe("2026-11-22 00:05");
    }
}
