using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Payments.Refunds;

/// <summary>How money comes to be owed back: in the transaction in which it was seen that it buys nothing, or less than it is.</summary>
public sealed class RefundBook(AppDbContext db, CaseBook book, RefundNotices notices, TimeProvider time)
{
    /// <summary>The whole of what came. Seen again, it is the refund it was.</summary>
    /// <param name="licence">It was meant for.</param>
    /// <param name="money">What came.</param>
    /// <param name="why">It buys nothing.</param>
    /// <param name="ct">The caller left.</param>
    /// <param name="giver">Who has it, where that is not the patentee.</param>
    public async Task<Refund> OweAsync(Licence licence, Incoming money, RefundWhy why, CancellationToken ct, Guid? giver = null) =>
        await db.Set<Refund>().SingleOrDefaultAsync(r => r.BankReference == money.Reference && r.PaymentId == null, ct)
        ?? await AddAsync(licence, new()
        {
            Id = money.Once ?? Guid.CreateVersion7(),
            LicenceId = licence.Id,
            OrderId = money.OrderId,
            GiverId = giver ?? licence.HolderId,
            TakerId = licence.LicenseeId,
            Amount = money.Amount,
            Why = why,
            Source = money.Source,
            Payer = money.Payer,
            CameOn = money.On,
            BankReference = money.Reference,
            VoucherId = money.VoucherId,
            At = time.GetUtcNow(),
        }, ct);

    /// <summary>What this payment brought beyond the fee; null: nothing.</summary>
    public async Task<Refund?> OweRestAsync(Licence licence, Payment payment, Guid? order, CancellationToken ct)
    {
        var counted = (await db.Set<Payment>().AsNoTracking().Where(p => p.LicenceId == licence.Id && p.ObligationId == null).ToListAsync(ct)).Where(p => p.State is { } state && state.Counts()).Sum(p => p.Amount);
        // What earlier payments brought beyond it is owed already.
        var rest = Math.Min(payment.Amount, counted - licence.FirstFee);
        if (rest <= 0) return null;
        return await AddAsync(licence, new()
        {
            LicenceId = licence.Id,
            PaymentId = payment.Id,
            OrderId = order,
            GiverId = licence.HolderId,
            TakerId = licence.LicenseeId,
            Amount = rest,
            Why = RefundWhy.TooMuch,
            Source = payment.Source,
            Payer = payment.Payer,
            CameOn = payment.PaidOn ?? Dates.Day(payment.At),
            BankReference = payment.BankReference,
            VoucherId = payment.VoucherId,
            At = time.GetUtcNow(),
        }, ct);
    }

    /// <summary>There never was such a payment: what it seemed to bring too much is not owed.</summary>
    public async Task DropAsync(Guid payment, string reason, CancellationToken ct)
    {
        if (await db.Set<Refund>().SingleOrDefaultAsync(r => r.PaymentId == payment && r.State == RefundState.Owed, ct) is not { } refund) return;
        book.Take(RefundMachine.Machine, refund, RefundCause.Decline, new(Reason: reason));
        await notices.DoneAsync(refund, ct);
    }

    /// <summary>A payment turned out never to have come, and the rest pay for the licence still: what of them was too much is less by it. What was sent back already is between the parties.</summary>
    public async Task ReduceAsync(Licence licence, string reason, CancellationToken ct)
    {
        var counted = (await db.Set<Payment>().Where(p => p.LicenceId == licence.Id && p.ObligationId == null).ToListAsync(ct)).Where(p => p.State is { } state && state.Counts()).Sum(p => p.Amount);
        var rests = await db.Set<Refund>().Where(r => r.LicenceId == licence.Id && r.PaymentId != null && r.State != RefundState.Declined).OrderByDescending(r => r.Id).ToListAsync(ct);
        var excess = rests.Sum(r => r.Amount) - Math.Max(0, counted - licence.FirstFee);
        foreach (var refund in rests.Where(r => r.State == RefundState.Owed))
        {
            if (excess <= 0) return;
            var cut = Math.Min(excess, refund.Amount);
            excess -= cut;
            if (cut == refund.Amount)
            {
                book.Take(RefundMachine.Machine, refund, RefundCause.Decline, new(Reason: reason));
                await notices.DoneAsync(refund, ct);
                continue;
            }
            book.Take(RefundMachine.Machine, refund, RefundCause.Reduce, new(Reason: reason, Facts: new { from = refund.Amount, to = refund.Amount - cut }));
            refund.Amount -= cut;
        }
    }

    private async Task<Refund> AddAsync(Licence licence, Refund refund, CancellationToken ct)
    {
        book.Take(RefundMachine.Machine, refund, RefundCause.Owe, new(Facts: new { refund.Amount, why = refund.Why.ToString() }));
        db.Add(refund);
        await db.SaveChangesAsync(ct);
        await notices.OwedAsync(licence, refund, ct);
        return refund;
    }
}
