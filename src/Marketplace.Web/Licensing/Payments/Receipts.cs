using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments.Refunds;
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
        if (await WhyNotAsync(licence, money.On, ct) is { } why) return (null, await refunds.OweAsync(licence, money, why, ct));
        var payment = new Payment
        {
            LicenceId = licence.Id,
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

    /// <summary>Why money of this day buys nothing of this licence; null: it does.</summary>
    public async Task<RefundWhy?> WhyNotAsync(Licence licence, DateOnly on, CancellationToken ct) => licence.State switch
    {
        LicenceState.Lapsed => RefundWhy.Lapsed,
        LicenceState.Ended or LicenceState.Voided => RefundWhy.Ended,
        LicenceState.NoticeSent or LicenceState.NoticeReceived =>
            DeclarationBook.StoodOn(await db.Set<Declaration>().AsNoTracking().SingleAsync(d => d.Id == licence.DeclarationId, ct), on) ? null : RefundWhy.Withdrawn,
        _ => RefundWhy.Twice,
    };

    private static StepShown Shown(Guid? statement) => statement is { } file ? StepShown.Nothing.With(PaymentMachine.Statement, file) : StepShown.Nothing;
}
