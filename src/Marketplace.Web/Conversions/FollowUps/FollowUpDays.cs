using System.Globalization;
using System.Runtime.InteropServices;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>One half-year: the day it began and the day after it, on which it is asked.</summary>
public sealed record Round(int Number, DateOnly From, DateOnly On);

/// <summary>When a conversion is asked. Each day is counted from the first one, so that a 31st stays one where the month has it.</summary>
public static class FollowUpDays
{
    public const int Months = 6;

    /// <summary>Reminded a fortnight and a month after it was asked.</summary>
    public static readonly IReadOnlyList<int> Reminders = [14, 30];

    /// <summary>Then the bureau asks by phone.</summary>
    public static int Overdue => Reminders[^1];

    /// <summary>Ten times "no longer in use": nobody asks any more.</summary>
    public const int MostNoLonger = 10;

    /// <summary>The half-year that ended last; null: none did, or the conversion ended before it was over. What was missed before it nobody remembers well enough.</summary>
    /// <param name="began">Day of effect, else of signature.</param>
    /// <param name="ended">Of the licence; null: it runs.</param>
    /// <param name="today">The day it is asked.</param>
    public static Round? Last(DateOnly began, DateOnly? ended, DateOnly today)
    {
        var number = ((today.Year - began.Year) * 12 + today.Month - began.Month) / Months;
        if (number > 0 && began.AddMonths(number * Months) > today) number--;
        if (number < 1) return null;
        var round = new Round(number, began.AddMonths((number - 1) * Months), began.AddMonths(number * Months));
        return ended < round.On ? null : round;
    }
}

/// <summary>上半年、下半年 of the calendar, to look at all rounds that fell due in it.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct HalfYear(int Year, int Number)
{
    public DateOnly First => new(Year, Number * 6 - 5, 1);
    public DateOnly Last => First.AddMonths(6).AddDays(-1);
    public HalfYear Before => Number == 1 ? new(Year - 1, 2) : this with { Number = 1 };

    public static HalfYear Of(DateOnly day) => new(day.Year, day.Month > 6 ? 2 : 1);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year}H{Number}");

    public static HalfYear? Read(string? typed) => typed is [_, _, _, _, 'H', '1' or '2'] && int.TryParse(typed.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is > 1900 and < 9999
        ? new(year, typed[5] - '0') : null;
}
