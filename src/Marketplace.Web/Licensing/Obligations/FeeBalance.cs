using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Licensing.Payments;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>How an obligation stands in money on a day. What comes counts for the fee first, then for interest (kinder than Civil Code Art. 561, which parties may set aside); what is over is neither's.</summary>
/// <param name="Amount">Null: not known before the report; nothing where it was dropped.</param>
/// <param name="Counted">Paid and not disproved, with what was credited.</param>
/// <param name="Interest">逾期利息 to the day, where the terms agree a rate.</param>
/// <param name="Waived">Nothing of it is asked any more.</param>
public sealed record FeeBalance(decimal? Amount, decimal Counted, decimal Interest, bool Waived = false)
{
    public decimal Owed => Waived ? 0 : Math.Max(0, (Amount ?? 0) + Interest - Counted);

    /// <summary>More than was owed: the licensee's money, to be paid back or counted for what comes next, as both agree.</summary>
    public decimal Over => Amount is { } amount ? Math.Max(0, Counted - amount - Interest) : 0;

    public static FeeBalance Of(FeeObligation one, IEnumerable<Payment> payments, DateOnly today)
    {
        var counting = payments.Where(payment => payment.ObligationId == one.Id && payment.State is { } state && state.Counts()).ToList();
        var counted = one.Credited + counting.Sum(payment => payment.Amount);
        var settled = one.State is ObligationState.Waived or ObligationState.Dropped;
        var interest = settled || one.Amount is not { } amount ? 0
            : LateInterest.Of(amount, one.DueOn, today, one.LateRate, counting.Select(payment => (payment.PaidOn!.Value, payment.Amount)).Prepend((one.DueOn, one.Credited)));
        return new(one.State == ObligationState.Dropped ? 0 : one.Amount, counted, interest, one.State == ObligationState.Waived);
    }
}
