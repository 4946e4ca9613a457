using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Payments;

/// <summary>
/// Money that has surely arrived: the provider or the holder's own bank says so. It pays for the licence, or it is owed back; nothing of it is lost. In the transaction of the caller, who has
/// locked the licence.
/// </summary>
public sealed class Receipts(AppDbContext db, CaseBook book, LicenceEffect effect, LicenceNotices notices, ObligationBook obligations, RefundBook refunds, TimeProvider time)
{
    /// <summary>Exactly one of the two, or a payment with the rest to go back.</summary>
    public async Task<(Payment? Payment, Refund? Refund)> TakeAsync(Licence licence, Incoming money, CancellationToken ct)
    {
        var fee = money.ObligationId is { } id ? await db.Set<FeeObligation>().SingleAsync(o => o.Id == id, ct) : null;
        if (fee is null) await ReviveAsync(licence, money.On, ct);
        if (await WhyNotAsync(licence, fee, money.On, ct) is { } why) return (null, await refunds.OweAsync(licence, money, why, ct));
        var payment = new Payment
        {
            LicenceId = licence.Id,
            ObligationId = fee?.Id,
            Amount = money.Amount,
            Payer = money.Payer,
            OnBehalf = money.OnBehalf,
            PaidOn = money.On,
            BankReference = money.Reference,
            Source = money.Source,
            At = time.GetUtcNow(),
        };
        book.Take(PaymentMachine.Machine, payment, PaymentCause.Receive, Shown(money.StatementId) with { Facts = new { payment.Amount, payment.PaidOn, payment.Source } });
        db.Add(payment);
        await db.SaveChangesAsync(ct);
        if (fee is not null)
        {
            // What comes beyond it stays the licensee's, as with a voucher.
            await obligations.FollowAsync(licence, payment, ct);
            return (payment, null);
        }
        await effect.FollowAsync(licence, ct);
        var rest = await refunds.OweRestAsync(licence, payment, money.OrderId, ct);
        await db.SaveChangesAsync(ct);
        await notices.PaidAsync(licence, payment, ct);
        return (payment, rest);
    }

    /// <summary>A payment its payer had shown has arrived.</summary>
    public async Task ConfirmAsync(Licence licence, Payment payment, Guid statement, CancellationToken ct)
    {
        book.Take(PaymentMachine.Machine, payment, PaymentCause.Confirm, Shown(statement));
        // What the licence itself rests on is the payment of the notice alone.
        if (payment.ObligationId is not null)
        {
            await obligations.FollowAsync(licence, payment, ct);
            await db.SaveChangesAsync(ct);
            return;
        }
        if (licence.State == LicenceState.Disputed && !await db.Set<Payment>().AnyAsync(p => p.LicenceId == licence.Id && p.Id != payment.Id && p.ObligationId == null && p.State == PaymentState.Contested, ct))
            book.Take(LicenceMachine.Machine, licence, LicenceCause.Settle, new(Reason: LicenceTexts.FoundAfterAll));
        await notices.SettledAsync(licence, ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>
    /// A notice that lapsed, and now it is seen that its fee was transferred in time: notice and payment were there, and the law asks for nothing else (Art. 51(1)). Not where the licensee has
    /// taken another licence of the declaration since: that one is the licence.
    /// </summary>
    public async Task ReviveAsync(Licence licence, DateOnly on, CancellationToken ct)
    {
        if (!await WasInTimeAsync(licence, on, ct)) return;
        book.Take(LicenceMachine.Machine, licence, LicenceCause.FindPaid, new(Facts: new { paidOn = on }));
        await db.SaveChangesAsync(ct);
    }

    private async Task<bool> WasInTimeAsync(Licence licence, DateOnly on, CancellationToken ct)
    {
        if (licence.State != LicenceState.Lapsed || on > LicenceMachine.PayTerm.LastDay(Dates.Day(licence.NoticeAt))) return false;
        if ((await db.Set<CaseStep>().AsNoTracking().SingleAsync(s => s.CaseId == licence.Id && s.Number == licence.Steps, ct)).Cause != nameof(LicenceCause.LapseUnpaid)) return false;
        if (!DeclarationBook.StoodOn(await db.Set<Declaration>().AsNoTracking().SingleAsync(d => d.Id == licence.DeclarationId, ct), on)) return false;
        return !await db.Set<Licence>().AnyAsync(l => l.DeclarationId == licence.DeclarationId && l.LicenseeId == licence.LicenseeId && l.Id != licence.Id && l.State != LicenceState.Lapsed && l.State != LicenceState.Ended && l.State != LicenceState.Voided, ct);
    }

    /// <summary>Why money of this day buys nothing of this licence, or of this fee of it; null: it does.</summary>
    private async Task<RefundWhy?> WhyNotAsync(Licence licence, FeeObligation? fee, DateOnly on, CancellationToken ct) =>
        fee is null ? await WhyNotAsync(licence, on, ct) : fee.State is ObligationState.Waived or ObligationState.Dropped or ObligationState.Paid ? RefundWhy.NotOwed : null;

    /// <summary>Why money of this day buys nothing of this licence; null: it does.</summary>
    public async Task<RefundWhy?> WhyNotAsync(Licence licence, DateOnly on, CancellationToken ct) => licence.State switch
    {
        LicenceState.Lapsed => await WasInTimeAsync(licence, on, ct) ? null : RefundWhy.Lapsed,
        LicenceState.Ended or LicenceState.Voided => RefundWhy.Ended,
        LicenceState.NoticeSent or LicenceState.NoticeReceived =>
            DeclarationBook.StoodOn(await db.Set<Declaration>().AsNoTracking().SingleAsync(d => d.Id == licence.DeclarationId, ct), on) ? null : RefundWhy.Withdrawn,
        _ => RefundWhy.Twice,
    };

    private static StepShown Shown(Guid? statement) => statement is { } file ? StepShown.Nothing.With(PaymentMachine.Statement, file) : StepShown.Nothing;
}
