using System.Globalization;

namespace Marketplace.Web.Platform.Calendar;

/// <summary>Working days of the mainland (工作日): Monday to Friday, but for what the State Council's yearly notice moves (<c>data/workdays</c>).</summary>
public sealed class Workdays
{
    /// <summary>As the program ships it: a table of the law, the same wherever it is asked.</summary>
    public static readonly Workdays Mainland = new();

    private readonly Dictionary<DateOnly, bool> _exceptions;
    private readonly HashSet<int> _years;

    public Workdays() : this(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "workdays", "workdays.tsv")).Skip(1)) { }

    internal Workdays(IEnumerable<string> rows)
    {
        _exceptions = rows.Select(row => row.Split('\t'))
            .ToDictionary(row => DateOnly.ParseExact(row[0], "yyyy-MM-dd", CultureInfo.InvariantCulture), row => row[1] == "work");
        _years = [.. _exceptions.Keys.Select(day => day.Year)];
    }

    /// <summary>Whether the notice of that year is known; if not, only weekends are counted, and whoever shows a date counted so should say it.</summary>
    public bool Knows(int year) => _years.Contains(year);

    public bool IsWorkday(DateOnly day) => _exceptions.TryGetValue(day, out var works) ? works : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The last day of a term of so many working days; the day it begins on does not count (民法典 Art. 201).</summary>
    public DateOnly After(DateOnly start, int workdays)
    {
        var day = start;
        for (var left = workdays; left > 0;)
        {
            day = day.AddDays(1);
            if (IsWorkday(day)) left--;
        }
        return day;
    }

    /// <summary>This day if it is worked, else the last one before it that was.</summary>
    public DateOnly LastUpTo(DateOnly day)
    {
        while (!IsWorkday(day)) day = day.AddDays(-1);
        return day;
    }

    /// <summary>This day if it is worked, else the next one that is: where a term that ends on a holiday ends (Rule 5 of the Implementing Rules).</summary>
    public DateOnly NextFrom(DateOnly day)
    {
        while (!IsWorkday(day)) day = day.AddDays(1);
        return day;
    }
}
