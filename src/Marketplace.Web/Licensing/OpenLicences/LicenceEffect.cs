using System.Buffers.Text;
using System.Security.Cryptography;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>
/// What notice and payments make of a licence, in the transaction of whatever changed: paid, in effect, or not paid after all. It asks nobody, and asked twice it does nothing twice. The
/// licence is locked by the caller.
/// </summary>
public sealed class LicenceEffect(AppDbContext db, CaseBook book, LicenceNotices notices, ObligationBook obligations, TrialBook trials, Workdays workdays)
{
    public async Task FollowAsync(Licence licence, CancellationToken ct)
    {
        if (licence is { FirstFee: 0, State: LicenceState.NoticeSent or LicenceState.NoticeReceived } && !await db.Set<Payment>().AnyAsync(p => p.LicenceId == licence.Id, ct)) await KeepFreeAsync(licence, ct);
        var counting = await CountingAsync(licence, ct);
        var enough = counting.Count > 0 && counting.Sum(payment => payment.Amount) >= licence.FirstFee;
        if (licence.State is LicenceState.NoticeSent or LicenceState.NoticeReceived) await PayAsync(licence, enough, counting.Max(payment => payment.PaidOn), ct);
        else if (licence.State == LicenceState.Paid && !enough) book.Take(LicenceMachine.Machine, licence, LicenceCause.PaymentFailed);
        if (licence.State == LicenceState.Paid) await TakeEffectAsync(licence, ct);
    }

    /// <summary>Paid and not taken back, in yuan.</summary>
    public async Task<decimal> CountedAsync(Licence licence, CancellationToken ct) => (await CountingAsync(licence, ct)).Sum(payment => payment.Amount);

    /// <summary>Of a free licence the notice is the payment; an entry of nothing says so.</summary>
    private async Task KeepFreeAsync(Licence licence, CancellationToken ct)
    {
        var nothing = new Payment { LicenceId = licence.Id, Amount = 0, Payer = licence.LicenseeName, PaidOn = Dates.Day(licence.NoticeAt), At = licence.NoticeAt };
        book.Take(PaymentMachine.Machine, nothing, PaymentCause.Free);
        db.Add(nothing);
        await db.SaveChangesAsync(ct);
    }

    private async Task PayAsync(Licence licence, bool enough, DateOnly? paidOn, CancellationToken ct)
    {
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!enough || paidOn is not { } day) blocking[LicenceMachine.TooLittle] = LicenceTexts.StillOwed.Fill(Money.Exact(licence.FirstFee));
        else
        {
            var declaration = await db.Set<Declaration>().AsNoTracking().SingleAsync(d => d.Id == licence.DeclarationId, ct);
            if (!DeclarationBook.StoodOn(declaration, day)) blocking[LicenceMachine.NotOpen] = LicenceTexts.WithdrawnBeforePayment.Fill(Dates.InWords(declaration.Since));
        }
        if (book.Take(LicenceMachine.Machine, licence, LicenceCause.Pay, new(blocking, On: paidOn)) is null) licence.PaidOn = paidOn;
    }

    private async Task TakeEffectAsync(Licence licence, CancellationToken ct)
    {
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        if (licence.DeliveredOn is null) blocking[LicenceMachine.NoticeNotShown] = LicenceTexts.DispatchProofMissing;
        if (licence.PaidOn is null) blocking[LicenceMachine.PaymentNotShown] = LicenceTexts.VoucherMissing;
        // Art. 51: with the later of notice and payment.
        var day = licence.PaidOn > licence.DeliveredOn ? licence.PaidOn : licence.DeliveredOn;
        if (book.Take(LicenceMachine.Machine, licence, LicenceCause.TakeEffect, new(blocking, On: day)) is not null) return;
        licence.EffectiveOn = day;
        if (licence.StartsOn < day) licence.StartsOn = day.Value;
        licence.VerifyToken = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(18));
        await FollowEffectAsync(licence, day!.Value, ct);
    }

    /// <summary>A signed contract: there is nothing to be notified and nothing to be paid first.</summary>
    public async Task ConcludeAsync(Licence licence, DateOnly on, CancellationToken ct)
    {
        if (book.Take(LicenceMachine.Machine, licence, LicenceCause.Conclude, new(On: on, Facts: new { licence.DealId, kind = licence.Kind.ToString(), snapshot = licence.SnapshotId })) is { } refused) throw new InvalidOperationException(refused.Message);
        licence.EffectiveOn = on;
        db.Add(licence);
        // What is owed is read off the frozen terms.
        await db.SaveChangesAsync(ct);
        await FollowEffectAsync(licence, on, ct);
    }

    /// <summary>What follows from any licence's effect. Of a transfer it is the register that was changed already.</summary>
    private async Task FollowEffectAsync(Licence licence, DateOnly day, CancellationToken ct)
    {
        var recordal = licence.Kind.IsTransfer() ? null : new LicenceRecordal { LicenceId = licence.Id, DueOn = RecordalMachine.Term.LastDay(day, workdays) };
        if (recordal is not null)
        {
            book.Take(RecordalMachine.Machine, recordal, RecordalCause.Begin, new(On: day));
            db.Add(recordal);
        }
        await obligations.WriteAsync(licence, ct);
        await db.SaveChangesAsync(ct);
        await notices.EffectiveAsync(licence, recordal, ct);
        await trials.FollowAsync(licence, ct);
    }

    private async Task<List<Payment>> CountingAsync(Licence licence, CancellationToken ct) =>
        [.. (await db.Set<Payment>().Where(p => p.LicenceId == licence.Id && p.ObligationId == null).ToListAsync(ct)).Where(payment => payment.State is { } state && state.Counts())];
}
