using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Platform.StateMachines;

/// <summary>
/// A term as Rule 5 counts it: the day it begins on does not count; months and years end on the corresponding day of the last month, or its last day where there is none;
/// an end on a holiday moves to the next working day.
/// </summary>
public sealed record Period(int Years = 0, int Months = 0, int Days = 0)
{
    /// <summary>Before holidays are looked at: what further periods are counted from.</summary>
    public DateOnly CorrespondingDay(DateOnly start) => start.AddMonths(Years * 12 + Months).AddDays(Days);

    public DateOnly LastDay(DateOnly start) => LastDay(start, Workdays.Mainland);

    public DateOnly LastDay(DateOnly start, Workdays workdays) => workdays.NextFrom(CorrespondingDay(start));
}
