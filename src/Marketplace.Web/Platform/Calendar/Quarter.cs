using System.Globalization;
using System.Runtime.InteropServices;

namespace Marketplace.Web.Platform.Calendar;

/// <summary>报送期: progress of tasks is told for each quarter, conversions are counted and locked by it.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Quarter(int Year, int Number)
{
    /// <summary>Half a month after a quarter its papers are in; our own decision until the bureaus set another.</summary>
    public const int GraceDays = 15;

    public DateOnly First => new(Year, Number * 3 - 2, 1);
    public DateOnly Last => First.AddMonths(3).AddDays(-1);
    public DateOnly Due => Last.AddDays(GraceDays);
    public Quarter Before => Number == 1 ? new(Year - 1, 4) : this with { Number = Number - 1 };
    public Quarter Next => Number == 4 ? new(Year + 1, 1) : this with { Number = Number + 1 };

    public static Quarter Of(DateOnly day) => new(day.Year, (day.Month + 2) / 3);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year}Q{Number}");

    public static Quarter? Read(string? typed) => typed is [_, _, _, _, 'Q', >= '1' and <= '4' and var number] && int.TryParse(typed.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is > 1900 and < 9999
        ? new(year, number - '0') : null;

    /// <summary>Quarters that began after the plan came here, lie within it and are due; nobody owes what was before.</summary>
    public static IReadOnlyList<Quarter> DueOf(DateOnly cameHere, DateOnly? starts, DateOnly? ends, DateOnly today)
    {
        var due = new List<Quarter>();
        var from = starts > cameHere ? starts.Value : cameHere;
        var first = Of(from);
        for (var quarter = first.First < from ? first.Next : first; quarter.Due < today && !(quarter.First > ends); quarter = quarter.Next) due.Add(quarter);
        return due;
    }
}
