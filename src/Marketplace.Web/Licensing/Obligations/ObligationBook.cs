using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Security;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>What a licence, its payments and its end make of its obligations, in the transaction of whatever changed. It asks nobody, and asked twice it does nothing twice. The licence is locked by the caller.</summary>
public sealed class ObligationBook(AppDbContext db, CaseBook book, ObligationNotices notices, TriggerNotices triggers, Workdays workdays, TimeProvider time)
{
    /// <summary>A fixed fee is asked for so many days before its day: with the first reminder.</summary>
    public const int AskedBefore = 14;

    /// <summary>
    /// Days after the due day from which the holder may call it a breach: as long as the running fee itself may be settled after its period (<see cref="LicenceFeeSchedule.PayDays"/>), so that
    /// nobody is in breach over a slow transfer or a lost invoice, and long enough for a reasonable time to perform after a reminder (Civil Code Art. 563(3)).
    /// </summary>
    public const int GraceDays = 30;

    /// <summary>With the licence's effect; what was paid with the notice counts for the first.</summary>
    public async Task WriteAsync(Licence licence, CancellationToken ct)
    {
        if (await db.Set<FeeObligation>().AnyAsync(o => o.LicenceId == licence.Id, ct)) return;
        var terms = (await db.Set<TermsSnapshot>().AsNoTracking().SingleAsync(s => s.Id == licence.SnapshotId, ct)).Read();
        var met = await db.Set<FeeTrigger>().AsNoTracking().SingleOrDefaultAsync(t => t.LicenceId == licence.Id && t.State == TriggerState.Stands, ct);
        var came = licence.FirstFee;
        foreach (var due in Dues(licence, terms, met))
        {
            var one = new FeeObligation
            {
                LicenceId = licence.Id,
                Ordinal = due.Ordinal,
                Reference = SpokenCode.New(8),
                Item = due.Item,
                Number = due.Number,
                FromDay = due.From,
                ToDay = due.To,
                WholeDays = due.WholeDays,
                ReportBy = due.ReportBy,
                DueOn = due.Due,
                Amount = due.Amount,
                // In advance for the first period of a running fee, else for what it covers.
                Credited = Math.Min(came, due.Amount ?? came),
                LateRate = terms.Fee.LateRate,
            };
            came -= one.Credited;
            book.Take(ObligationMachine.Machine, one, ObligationCause.Schedule, new(On: licence.EffectiveOn, Facts: new { one.Amount, one.DueOn, one.Credited }));
            db.Add(one);
            Pay(one, one.Credited, licence.EffectiveOn);
        }
    }

    /// <summary>Asked after each payment, report, settlement: enough is paid, less is not paid any more.</summary>
    public async Task FollowAsync(FeeObligation one, CancellationToken ct)
    {
        var counting = (await db.Set<Payment>().Where(p => p.ObligationId == one.Id).ToListAsync(ct)).Where(payment => payment.State is { } state && state.Counts()).ToList();
        var counted = one.Credited + counting.Sum(payment => payment.Amount);
        if (one.State == ObligationState.Paid && counted < one.Amount) book.Take(ObligationMachine.Machine, one, ObligationCause.PaymentFailed);
        else if (one.State?.IsOpen() == true) Pay(one, counted, counting.Max(payment => payment.PaidOn));
    }

    /// <summary>A payment of it was confirmed, contested, found or disproved; or the first payment was, and with it the licence never was.</summary>
    public async Task FollowAsync(Licence licence, Payment payment, CancellationToken ct)
    {
        if (licence.State == LicenceState.Voided) await EndAsync(licence, LicenceCause.DisprovePayment, Dates.Today(time), ct);
        if (payment.ObligationId is not { } id) return;
        var one = await db.Set<FeeObligation>().SingleAsync(o => o.Id == id, ct);
        var cause = (payment.State, one.State) switch
        {
            (PaymentState.Contested, ObligationState.Paid) => ObligationCause.Contest,
            (PaymentState.Paid or PaymentState.Confirmed, ObligationState.Disputed) when one.Before == ObligationState.Paid => ObligationCause.Found,
            (PaymentState.Failed, ObligationState.Disputed) when one.Before == ObligationState.Paid => ObligationCause.PaymentFailed,
            _ => (ObligationCause?)null,
        };
        if (cause is { } happened) book.Take(ObligationMachine.Machine, one, happened);
        await FollowAsync(one, ct);
        await db.SaveChangesAsync(ct);
        await notices.TellAsync(licence, one, payment.State == PaymentState.Confirmed ? ObligationNotice.Confirmed : payment.State == PaymentState.Contested ? ObligationNotice.Contested : ObligationNotice.Changed, ct);
        await FollowAsync(licence, ct);
    }

    /// <summary>Nothing overdue cures a breach; a licence whose fees were reported once is one that runs.</summary>
    public async Task FollowAsync(Licence licence, CancellationToken ct)
    {
        var all = await db.Set<FeeObligation>().Where(o => o.LicenceId == licence.Id).ToListAsync(ct);
        if (licence.State == LicenceState.Breach && all.TrueForAll(one => one.State != ObligationState.Overdue)) book.Take(LicenceMachine.Machine, licence, LicenceCause.Cure);
        if (licence.State == LicenceState.Effective && all.Exists(one => one.ReportedOn is not null)) book.Take(LicenceMachine.Machine, licence, LicenceCause.Perform);
        await notices.BreachAsync(licence, all.Exists(one => IsBeyondGrace(one, Dates.Today(time))), ct);
    }

    /// <summary>What was said about a condition and not settled is said in vain once there is no licence to pay for; at the end of a term it is still to be settled.</summary>
    private async Task OvertakeTriggersAsync(Licence licence, CancellationToken ct)
    {
        foreach (var open in await db.Set<FeeTrigger>().Where(t => t.LicenceId == licence.Id && (t.State == TriggerState.Stated || t.State == TriggerState.Contested)).ToListAsync(ct))
        {
            book.Take(TriggerMachine.Machine, open, TriggerCause.Overtake);
            await triggers.SyncAsync(licence, open, ct);
        }
    }

    /// <summary>The licence ended before its time: what was to fall due after it falls away, and a period is cut to the days there was a licence. At the end of its term all of it stays owed.</summary>
    public async Task EndAsync(Licence licence, LicenceCause cause, DateOnly on, CancellationToken ct)
    {
        foreach (var open in await db.Set<LicenceAgreement>().Where(a => a.LicenceId == licence.Id && a.ObligationId == null && a.State == AgreementState.Open).ToListAsync(ct))
        {
            book.Take(AgreementMachine.Machine, open, AgreementCause.Overtake);
            await notices.AnswerAsync(licence, open.Id, null, "", ct);
        }
        if (cause == LicenceCause.Expire) return;
        await OvertakeTriggersAsync(licence, ct);
        foreach (var one in await db.Set<FeeObligation>().Where(o => o.LicenceId == licence.Id).OrderBy(o => o.Ordinal).ToListAsync(ct))
        {
            if (cause is LicenceCause.DisprovePayment or LicenceCause.Exit)
            {
                if (one.State is not (ObligationState.Waived or ObligationState.Dropped)) book.Take(ObligationMachine.Machine, one, ObligationCause.Drop, new(On: on));
            }
            else if (one.State == ObligationState.Scheduled && (one.Runs ? one.FromDay > on : one.DueOn > on)) book.Take(ObligationMachine.Machine, one, ObligationCause.Drop, new(On: on));
            else if (one.State == ObligationState.Scheduled && one.Runs && one.ToDay > on)
            {
                book.Take(ObligationMachine.Machine, one, ObligationCause.Cut, new(On: on, Facts: new { from = one.ToDay, to = on }));
                (one.ToDay, one.ReportBy, one.DueOn) = (on, workdays.NextFrom(on.AddDays(LicenceFeeSchedule.ReportDays)), workdays.NextFrom(on.AddDays(LicenceFeeSchedule.PayDays)));
            }
            await notices.SyncAsync(licence, one, ct);
        }
        await notices.BreachAsync(licence, false, ct);
    }

    /// <summary>From when on something is asked of the licensee.</summary>
    public static DateOnly AskedFrom(FeeObligation one) => one.Runs ? one.ToDay.AddDays(1) : one.DueOn.AddDays(-AskedBefore);

    public static bool IsBeyondGrace(FeeObligation one, DateOnly today) => one.State == ObligationState.Overdue && one.DueOn.AddDays(GraceDays) < today;

    private void Pay(FeeObligation one, decimal counted, DateOnly? on)
    {
        // Without a report nothing can be enough.
        if (one.Amount is not { } amount || counted < amount) return;
        book.Take(ObligationMachine.Machine, one, ObligationCause.Pay, new(On: on, Facts: new { counted }));
    }

    /// <summary>
    /// Where the announcement is words, all that is known to be owed is what was paid with the notice; free licences owe nothing. What a condition made due before it was settled that it came
    /// true is asked as long before as any fixed fee: nobody can pay by a day that was argued about.
    /// </summary>
    private IEnumerable<FeeDue> Dues(Licence licence, FrozenTerms terms, FeeTrigger? met)
    {
        if (FirstFee.IsStated(terms)) return licence.FirstFee == 0 ? [] : [new(FeeItem.Stated, 1, licence.StartsOn, licence.EndsOn, licence.EffectiveOn!.Value) { Ordinal = 1, Amount = licence.FirstFee }];
        var dues = LicenceFeeSchedule.Of(terms.Model!.Value, terms.Fee, licence.StartsOn, licence.EndsOn, workdays, met?.MetOn).Where(due => due.Item != FeeItem.Free);
        return met?.SettledOn is not { } settled ? dues : dues.Select(due => due with { Due = Later(due.Due, settled, AskedBefore), ReportBy = due.ReportBy is { } day ? Later(day, settled, LicenceFeeSchedule.ReportDays) : null });
    }

    private DateOnly Later(DateOnly day, DateOnly settled, int days) => workdays.NextFrom(settled.AddDays(days)) is var least && least > day ? least : day;
}
