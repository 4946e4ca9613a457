using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>
/// When annual fees are due. Patent year k runs from the (k−1)-th anniversary of filing, and its fee is due by that day (Rule 115); the fee of the year of grant is paid on registration
/// (Rule 114). What follows from lateness is counted from the anniversary itself, whatever holidays do to the last day of paying.
/// </summary>
public static class AnnualFees
{
    /// <summary>The anniversary the fee of this patent year is due by, before holidays: also the day a right ends on whose fee was never paid.</summary>
    public static DateOnly Anniversary(DateOnly filed, int year) => filed.AddYears(year - 1);

    public static DateOnly Due(DateOnly filed, int year, Workdays workdays) => workdays.NextFrom(Anniversary(filed, year));

    /// <summary>The last day of the six months in which it can still be paid, with surcharge.</summary>
    public static DateOnly GraceEnd(DateOnly filed, int year, Workdays workdays) => PatentMachine.Grace.LastDay(Anniversary(filed, year), workdays);

    /// <summary>The patent year a day lies in, from 1.</summary>
    public static int YearOn(DateOnly filed, DateOnly day)
    {
        var year = day.Year - filed.Year;
        if (filed.AddYears(year) > day) year--;
        return Math.Max(1, year + 1);
    }

    /// <summary>The last patent year there is a fee for.</summary>
    public static int LastYear(PatentKind kind, DateOnly filed, int compensation = 0) => YearOn(filed, PatentTerm.LastDay(kind, filed, compensation));

    /// <summary>
    /// How many times 5 % of the full fee is owed beside it when it is paid that day: none within the first month, one for each further month begun (Rule 115). Null: too late.
    /// </summary>
    public static int? SurchargeMonths(DateOnly filed, int year, DateOnly paidOn, Workdays workdays)
    {
        if (paidOn <= Due(filed, year, workdays)) return 0;
        var anniversary = Anniversary(filed, year);
        for (var months = 1; months <= PatentMachine.Grace.Months; months++)
            if (paidOn <= workdays.NextFrom(anniversary.AddMonths(months))) return months - 1;
        return null;
    }
}
