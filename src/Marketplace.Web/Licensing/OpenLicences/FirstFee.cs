using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Platform.Calendar;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>What has to be paid before there is a licence (Art. 51: notice and payment as announced).</summary>
public static class FirstFee
{
    /// <summary>Announced in words no program can work out: the licensee says what they come to.</summary>
    public static bool IsStated(FrozenTerms terms) => terms.Model is not { } model || model is FeeModel.Negotiable || terms.Fee.Check(model).Count > 0;

    /// <summary>
    /// Fees that only run, without anything at the beginning: nothing would be paid before the first sale, and the law wants a payment. So the first period is paid in advance from what the
    /// licensee expects, and settled against what it reports (domain.md §2.5 C).
    /// </summary>
    public static bool IsExpected(FrozenTerms terms) => !IsStated(terms) && terms.Model is FeeModel.RunningRate or FeeModel.RunningUnit;

    /// <param name="terms">As announced.</param>
    /// <param name="start">First day of the licence.</param>
    /// <param name="end">Last day.</param>
    /// <param name="stated">The amount, or what the first period's fee is taken of, as the licensee says.</param>
    /// <param name="workdays">For days that move.</param>
    /// <returns>Null: it cannot be told without <paramref name="stated"/>.</returns>
    public static decimal? Of(FrozenTerms terms, DateOnly start, DateOnly end, decimal? stated, Workdays workdays)
    {
        if (IsStated(terms)) return stated;
        var dues = LicenceFeeSchedule.Of(terms.Model!.Value, terms.Fee, start, end, workdays);
        if (dues.Count == 0) return 0m;
        // Announced as free at first: the notice is all the announcement asks for, and what follows is owed on its day (domain.md §2.8 V2).
        if (terms.Model == FeeModel.Deferred && dues[0].From > start) return 0m;
        if (IsExpected(terms)) return stated is { } expected ? RunningFee.Of(terms.Fee, expected, dues[0]) : null;
        // All that is due on the first day; where instalments begin later, the first of them: without a payment there is no licence.
        var first = dues.Where(due => due.Amount is not null && due.Due == dues[0].Due).Sum(due => due.Amount!.Value);
        return first;
    }
}
