using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Licensing.Fees;

/// <param name="Number">Year of the licence, from one.</param>
/// <param name="Fixed">What is due in it whatever is sold.</param>
/// <param name="Running">What the use of that year costs; it is paid after the period's end.</param>
public sealed record CostYear(int Number, decimal Fixed, decimal Running)
{
    public decimal Total => Fixed + Running;
}

/// <summary>What a licence would cost somebody who expects to sell so much: the schedule with expected amounts, and what that makes each year.</summary>
public sealed record LicenceCost(IReadOnlyList<FeeDue> Dues, IReadOnlyList<CostYear> Years)
{
    public decimal Total => Years.Sum(year => year.Total);

    /// <summary>The first day on which money is needed; null: never.</summary>
    public FeeDue? First => Dues.FirstOrDefault(due => due.Amount > 0);

    /// <param name="model">How it is paid.</param>
    /// <param name="terms">Of that model.</param>
    /// <param name="start">First day.</param>
    /// <param name="end">Last day.</param>
    /// <param name="aYear">Expected net sales, profit or units of a year, spread evenly over it.</param>
    /// <param name="workdays">For days that move.</param>
    /// <param name="triggered">See <see cref="LicenceFeeSchedule.Of"/>.</param>
    public static LicenceCost Of(FeeModel model, FeeTerms terms, DateOnly start, DateOnly end, decimal aYear, Workdays workdays, DateOnly? triggered = null)
    {
        var dues = LicenceFeeSchedule.Of(model, terms, start, end, workdays, triggered)
            .Select(due => due.Item == FeeItem.Running ? due with { Amount = RunningFee.Of(terms, aYear * terms.Period!.Value.Months() / 12m * due.Days / due.WholeDays, due) } : due).ToList();
        // A running fee belongs to the year it is earned in, though it is paid a month later; what is due after the licence's end has a year of its own.
        var byYear = dues.ToLookup(due => YearOf(start, due.Item == FeeItem.Running ? due.To : due.Due));
        return new(dues, [.. Enumerable.Range(1, YearOf(start, end)).Union(byYear.Select(year => year.Key)).Order().Select(number => new CostYear(number,
            byYear[number].Where(due => due.Item != FeeItem.Running).Sum(due => due.Amount ?? 0m), byYear[number].Where(due => due.Item == FeeItem.Running).Sum(due => due.Amount ?? 0m)))]);
    }

    private static int YearOf(DateOnly start, DateOnly day)
    {
        var number = Math.Max(1, day.Year - start.Year);
        while (start.AddYears(number) <= day) number++;
        return number;
    }
}
