using System.Globalization;

namespace Marketplace.Web.Platform.Messages;

/// <summary>The hours in which nobody is disturbed, in the region's time; <c>22:00-08:00</c> runs across midnight.</summary>
public sealed record QuietHours(TimeOnly From, TimeOnly To)
{
    private static readonly TimeZoneInfo s_zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>The instant quiet ends, or null when it is not quiet at <paramref name="now"/>.</summary>
    public DateTimeOffset? EndAfter(DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, s_zone);
        var clock = TimeOnly.FromTimeSpan(local.TimeOfDay);
        // From inclusive, To exclusive; IsBetween knows about midnight.
        if (!clock.IsBetween(From, To)) return null;
        var day = DateOnly.FromDateTime(local.DateTime);
        var end = (clock < To ? day : day.AddDays(1)).ToDateTime(To);
        return new DateTimeOffset(end, s_zone.GetUtcOffset(end)).ToUniversalTime();
    }

    /// <summary><c>HH:mm-HH:mm</c>, or <c>off</c> for null.</summary>
    public static bool TryParse(string text, out QuietHours? hours)
    {
        hours = null;
        if (text == "off") return true;
        var parts = text.Split('-', StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || !TryTime(parts[0], out var from) || !TryTime(parts[1], out var to) || from == to) return false;
        hours = new QuietHours(from, to);
        return true;
    }

    private static bool TryTime(string text, out TimeOnly time) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
}
