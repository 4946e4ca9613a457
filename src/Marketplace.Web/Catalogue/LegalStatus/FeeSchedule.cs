using System.Globalization;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>What annual fees cost (<c>data/fees</c>).</summary>
public sealed class FeeSchedule
{
    /// <summary>Of the full fee, for each month begun beyond the first (Rule 115).</summary>
    public const decimal SurchargeRate = 0.05m;

    private readonly List<(PatentKind Kind, int From, int To, decimal Yuan)> _rows;

    public FeeSchedule() : this(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "fees", "annual_fees.tsv")).Skip(1)) { }

    internal FeeSchedule(IEnumerable<string> rows) => _rows = [.. rows.Select(row => row.Split('\t')).Select(row =>
        (Enum.Parse<PatentKind>(row[0]), int.Parse(row[1], CultureInfo.InvariantCulture), int.Parse(row[2], CultureInfo.InvariantCulture), decimal.Parse(row[3], CultureInfo.InvariantCulture)))];

    /// <summary>The full fee of a patent year; null where the table has none.</summary>
    public decimal? Amount(PatentKind kind, int year)
    {
        foreach (var row in _rows)
            if (row.Kind == kind && row.From <= year && year <= row.To) return row.Yuan;
        return null;
    }

    /// <summary>What has to be paid on top that day; null when it is too late, or the table has no fee.</summary>
    public decimal? Surcharge(PatentKind kind, DateOnly filed, int year, DateOnly paidOn, Workdays workdays) =>
        AnnualFees.SurchargeMonths(filed, year, paidOn, workdays) is { } months && Amount(kind, year) is { } full ? full * SurchargeRate * months : null;

    /// <summary>One fee as pages show it on a day.</summary>
    public AnnualFee? Of(PatentKind kind, DateOnly filed, int year, DateOnly today, Workdays workdays) => Amount(kind, year) is not { } full ? null : new(
        year, full, AnnualFees.Due(filed, year, workdays), AnnualFees.GraceEnd(filed, year, workdays),
        AnnualFees.SurchargeMonths(filed, year, today, workdays) is { } months ? full * SurchargeRate * months : null,
        workdays.Knows(AnnualFees.Anniversary(filed, year).Year));
}

/// <param name="Surcharge">Owed on top if it is paid today; null: too late.</param>
/// <param name="HolidaysKnown">Else only weekends were counted, and the day may move.</param>
public sealed record AnnualFee(int Year, decimal Full, DateOnly Due, DateOnly GraceEnd, decimal? Surcharge, bool HolidaysKnown);
