using System.Globalization;

namespace Marketplace.Web.Platform.Face;

/// <summary>Dates as face.md has them; digits are Western in every language, as in official papers here.</summary>
public static class Dates
{
    // One zone by law for the whole country; it has had no summer time since 1991.
    private static readonly TimeSpan s_beijing = TimeSpan.FromHours(8);

    public static DateOnly Today(TimeProvider clock) => Day(clock.GetUtcNow());

    public static DateOnly Day(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(s_beijing).DateTime);

    /// <summary>For running text: 2026年11月21日.</summary>
    public static string InWords(DateOnly? date) => date is { } d
        ? string.Format(CultureInfo.InvariantCulture, FaceTexts.DateLong, d.Year, d.Month, d.Day, MonthName(d))
        : FaceTexts.NotRecorded;

    /// <summary>For tables: 2026-11-21.</summary>
    public static string InTable(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? FaceTexts.NotRecorded;

    /// <summary>An instant to the minute, Beijing time.</summary>
    public static string Minute(DateTimeOffset instant) => instant.ToOffset(s_beijing).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>还有 9 天（12月1日到期）; a due day of another year is named with its year.</summary>
    public static string Deadline(DateOnly? due, DateOnly today)
    {
        if (due is not { } day) return FaceTexts.NotRecorded;
        var days = day.DayNumber - today.DayNumber;
        var pattern = days switch
        {
            > 1 => FaceTexts.DeadlineDays,
            1 => FaceTexts.DeadlineOneDay,
            0 => FaceTexts.DeadlineToday,
            -1 => FaceTexts.DeadlineOneOverdue,
            _ => FaceTexts.DeadlineOverdue,
        };
        var shown = day.Year == today.Year
            ? string.Format(CultureInfo.InvariantCulture, FaceTexts.DateMonthDay, day.Month, day.Day, MonthName(day))
            : InWords(day);
        return string.Format(CultureInfo.InvariantCulture, pattern, Math.Abs(days), shown);
    }

    private static string MonthName(DateOnly date) => FaceTexts.Months.Split(',')[date.Month - 1];
}
