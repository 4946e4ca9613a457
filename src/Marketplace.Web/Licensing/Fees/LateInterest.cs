namespace Marketplace.Web.Licensing.Fees;

/// <summary>逾期利息: simple, by the day, on what is still open, where the contract names a rate.</summary>
public static class LateInterest
{
    /// <summary>Also in leap years: what contracts and courts here count with where nothing else is said.</summary>
    private const decimal DaysOfYear = 365m;

    /// <param name="owed">In yuan.</param>
    /// <param name="due">Last day to pay: the day after it is the first that counts.</param>
    /// <param name="until">Last day that counts.</param>
    /// <param name="percentAYear">Null: none was agreed.</param>
    /// <param name="paid">What came on which day; that day no longer counts for it. Order does not matter.</param>
    public static decimal Of(decimal owed, DateOnly due, DateOnly until, decimal? percentAYear, IEnumerable<(DateOnly On, decimal Yuan)>? paid = null)
    {
        if (percentAYear is not { } percent) return 0m;
        var (open, since, yuanDays) = (owed, due, 0m);
        foreach (var (on, yuan) in (paid ?? []).Where(p => p.On <= until).OrderBy(p => p.On))
        {
            // Paid on a day after the due one: open through the day before it.
            var last = on.AddDays(-1);
            if (last > since) (yuanDays, since) = (yuanDays + Math.Max(open, 0m) * (last.DayNumber - since.DayNumber), last);
            open -= yuan;
        }
        if (until > since) yuanDays += Math.Max(open, 0m) * (until.DayNumber - since.DayNumber);
        // Rounded once: rounding each day would add up to something else.
        return RunningFee.Fen(yuanDays * percent / 100m / DaysOfYear);
    }
}
