using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Licensing.Payments;

/// <summary>A transfer as its payer shows it.</summary>
public sealed record NewPayment(Guid Once, decimal? Amount, DateOnly? PaidOn, string? Payer, string? OnBehalf, string? BankReference);

/// <summary>Payments by transfer: shown by the licensee, confirmed or contested by the holder's finance, disproved by a bureau that mediated.</summary>
public sealed class PaymentDesk(
    AppDbContext db, LicenceReach reach, LicenceEffect effect, LicenceNotices notices, ObligationBook obligations, CaseBook book, Receipts receipts, RefundBook refunds, AccessCheck access, FileStore files, Actor actor, TimeProvider time)
{
    public async Task<Outcome<Payment>> ShowAsync(Guid licenceId, NewPayment given, IFormFile? voucher, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (licence, _, refused) = await reach.LockAsync(licenceId, ct, Side.Taker);
        if (licence is null) return refused!;
        if (await db.Set<Payment>().SingleOrDefaultAsync(p => p.Id == given.Once && p.LicenceId == licenceId, ct) is { } shown) return shown;
        if (await db.Set<Refund>().AnyAsync(r => r.Id == given.Once && r.LicenceId == licenceId, ct)) return GoesBack(licence);
        if (await CheckAsync(licence, given, voucher, ct) is { Count: > 0 } failures) return failures;
        var file = await files.AddAsync(db, voucher!, $"{LicenceFiles.Subject}:{licenceId}", ct);
        if (!file.Succeeded) return db.Dropped([.. file.Failures.Select(f => f with { Field = "voucher" })]);
        await receipts.ReviveAsync(licence, given.PaidOn!.Value, ct);
        if (await receipts.WhyNotAsync(licence, given.PaidOn!.Value, ct) is { } why)
        {
            var money = new Incoming(given.Amount!.Value, given.PaidOn.Value, given.Payer!.Trim(), given.BankReference!.Trim(), PaymentSource.Voucher) { Once = given.Once, VoucherId = file.Value.Id };
            try
            {
                await refunds.OweAsync(licence, money, why, ct);
            }
            catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ix_refunds_reference" })
            {
                return db.Dropped([Shown()]);
            }
            await transaction.CommitAsync(ct);
            return GoesBack(licence, why);
        }
        var payment = new Payment
        {
            Id = given.Once,
            LicenceId = licenceId,
            Amount = given.Amount!.Value,
            Payer = given.Payer!.Trim(),
            OnBehalf = string.IsNullOrWhiteSpace(given.OnBehalf) ? null : given.OnBehalf.Trim(),
            PaidOn = given.PaidOn,
            BankReference = given.BankReference!.Trim(),
            VoucherId = file.Value.Id,
            PersonId = actor.PersonId,
            At = time.GetUtcNow(),
        };
        if (book.Take(PaymentMachine.Machine, payment, PaymentCause.Show, new StepShown(Facts: new { payment.Amount, payment.PaidOn }).With(PaymentMachine.Voucher, file.Value.Id)) is { } no) return db.Dropped([no]);
        db.Add(payment);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        // The same transfer shown for two licences at the same moment.
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ix_payments_reference" })
        {
            return db.Dropped([Shown()]);
        }
        await effect.FollowAsync(licence, ct);
        await db.SaveChangesAsync(ct);
        await refunds.OweRestAsync(licence, payment, null, ct);
        await notices.PaidAsync(licence, payment, ct);
        await transaction.CommitAsync(ct);
        return payment;
    }

    /// <summary>It arrived. That is a receipt: the licence has been there since notice and payment.</summary>
    public Task<Outcome<Payment>> ConfirmAsync(Guid id, CancellationToken ct) => StepAsync(id, PaymentCause.Confirm, StepShown.Nothing, Side.Giver, null, async (licence, before, _) =>
    {
        if (before == PaymentState.Contested) await SettleAsync(licence, LicenceTexts.FoundAfterAll, ct);
        else await notices.SettledAsync(licence, ct);
    }, ct);

    public Task<Outcome<Payment>> ContestAsync(Guid id, string? reason, IFormFile? proof, CancellationToken ct) => StepAsync(id, PaymentCause.Contest, new(Reason: reason), Side.Giver, (PaymentMachine.Proof, proof), async (licence, _, _) =>
    {
        if (licence.State is { } state && state.IsLive() && state != LicenceState.Disputed) book.Take(LicenceMachine.Machine, licence, LicenceCause.Dispute, new(Reason: reason));
        await notices.ContestedAsync(licence, ct);
    }, ct);

    public Task<Outcome<Payment>> TakeBackContestAsync(Guid id, CancellationToken ct) => StepAsync(id, PaymentCause.TakeBackContest, StepShown.Nothing, Side.Giver, null, (licence, _, _) => SettleAsync(licence, LicenceTexts.FoundAfterAll, ct), ct);

    /// <summary>A bureau mediated, and there was no payment: then there never was a licence.</summary>
    public Task<Outcome<Payment>> DisproveAsync(Guid id, string? reason, IFormFile? record, CancellationToken ct) => StepAsync(id, PaymentCause.Disprove, new(Reason: reason), Side.Bureau, (PaymentMachine.Mediation, record), async (licence, _, papers) =>
    {
        await refunds.DropAsync(id, PaymentTexts.NeverCame, ct);
        var paidStill = await effect.CountedAsync(licence, ct) >= licence.FirstFee;
        if (paidStill)
        {
            await refunds.ReduceAsync(licence, PaymentTexts.NeverCame, ct);
            // The others pay for the licence: unless one of them is contested too, nothing is left to quarrel about.
            if (!await db.Set<Payment>().AnyAsync(p => p.LicenceId == licence.Id && p.ObligationId == null && p.State == PaymentState.Contested, ct)) await SettleAsync(licence, reason ?? "", ct);
        }
        if (paidStill || licence.State is not (LicenceState.Disputed or LicenceState.Ended)) return;
        book.Take(LicenceMachine.Machine, licence, LicenceCause.DisprovePayment, new(Reason: reason, Papers: papers));
        if (await db.Set<LicenceRecordal>().SingleOrDefaultAsync(r => r.LicenceId == licence.Id, ct) is { State: RecordalState.Open or RecordalState.Late or RecordalState.Returned } recordal) book.Take(RecordalMachine.Machine, recordal, RecordalCause.Drop);
        await notices.EndedAsync(licence, ct);
    }, ct);

    private async Task<List<Failure>> CheckAsync(Licence licence, NewPayment given, IFormFile? voucher, CancellationToken ct)
    {
        var failures = new List<Failure>();
        if (given.Amount is not { } amount || amount <= 0 || decimal.Round(amount, 2) != amount || amount > Catalogue.Listings.FeeTerms.Largest) failures.Add(new("amount_wrong", 400, LicenceTexts.AmountWrong, "amount"));
        var terms = await db.Set<TermsSnapshot>().AsNoTracking().SingleAsync(s => s.Id == licence.SnapshotId, ct);
        if (given.PaidOn is not { } day || day > Dates.Today(time) || day < terms.Read().AnnouncedOn) failures.Add(new("paid_on_wrong", 400, LicenceTexts.PaidOnWrong, "paidOn"));
        if (string.IsNullOrWhiteSpace(given.Payer) || given.Payer.Trim().Length > LicenceTable.NameMax) failures.Add(new("payer_missing", 400, LicenceTexts.PayerMissing, "payer"));
        else if (NameFolding.Fold(given.Payer) != NameFolding.Fold(licence.LicenseeName) && string.IsNullOrWhiteSpace(given.OnBehalf)) failures.Add(new("on_behalf_missing", 400, LicenceTexts.OnBehalfMissing.Fill(licence.LicenseeName), "onBehalf"));
        if (given.OnBehalf?.Trim().Length > 300) failures.Add(new("on_behalf_long", 400, LicenceTexts.TooLong.Fill(300), "onBehalf"));
        if (given.BankReference?.Trim() is not { Length: > 0 and <= PaymentTable.ReferenceMax } number) failures.Add(new("bank_reference_missing", 400, LicenceTexts.BankReferenceMissing, "bankReference"));
        else if (await db.Set<Payment>().AnyAsync(p => p.BankReference == number && p.State != PaymentState.Failed, ct) || await db.Set<Refund>().AnyAsync(r => r.BankReference == number, ct)) failures.Add(Shown());
        if (voucher is null) failures.Add(new("voucher_missing", 400, LicenceTexts.VoucherMissing, "voucher"));
        return failures;
    }

    /// <summary>Codes of what is refused because it buys nothing; a refund is kept for each.</summary>
    public static readonly IReadOnlySet<string> BuysNothing = new HashSet<string>(["withdrawn_before", "notice_lapsed", "already_paid"], StringComparer.Ordinal);

    /// <summary>It buys nothing, and says so; but the money is known, and owed back.</summary>
    private static Failure GoesBack(Licence licence, RefundWhy? why = null) => why == RefundWhy.Withdrawn || (why is null && licence.State is LicenceState.NoticeSent or LicenceState.NoticeReceived)
        ? new("withdrawn_before", 409, PaymentTexts.PaidLate)
        : licence.State == LicenceState.Lapsed ? new("notice_lapsed", 409, PaymentTexts.PaidLapsed) : new("already_paid", 409, PaymentTexts.PaidTwice);

    private static Failure Shown() => new("payment_shown", 409, LicenceTexts.PaymentShown, "bankReference");

    private Task SettleAsync(Licence licence, string reason, CancellationToken ct)
    {
        if (licence.State == LicenceState.Disputed) book.Take(LicenceMachine.Machine, licence, LicenceCause.Settle, new(Reason: reason));
        return notices.SettledAsync(licence, ct);
    }

    private async Task<Outcome<Payment>> StepAsync(Guid id, PaymentCause cause, StepShown shown, Side side, (string Code, IFormFile? File)? paper, Func<Licence, PaymentState, IReadOnlyDictionary<string, Guid>?, Task> then, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var of = await db.Set<Payment>().AsNoTracking().Where(p => p.Id == id).Select(p => (Guid?)p.LicenceId).SingleOrDefaultAsync(ct);
        if (of is null) return Failures.OfStatus(404);
        var (licence, _, refused) = await reach.LockAsync(of.Value, ct, side);
        if (licence is null) return refused!;
        if (side == Side.Bureau && !access.May(Act.Mediate, new(RegionPath: licence.RegionPath))) return Failures.OfStatus(404);
        var payment = await db.Set<Payment>().SingleAsync(p => p.Id == id, ct);
        if (cause == PaymentCause.Contest && Dates.Today(time) > PaymentMachine.ContestTerm.LastDay(Dates.Day(payment.At))) return new Failure("contest_late", 409, LicenceTexts.ContestLate.Fill(PaymentMachine.ContestTerm.Days));
        if (paper is (var code, { } file))
        {
            var kept = await files.AddAsync(db, file, $"{LicenceFiles.Subject}:{licence.Id}", ct);
            if (!kept.Succeeded) return db.Dropped([.. kept.Failures.Select(f => f with { Field = "contestPaper" })]);
            shown = shown.With(code, kept.Value.Id);
        }
        var before = payment.State!.Value;
        if (book.Take(PaymentMachine.Machine, payment, cause, shown) is { } no) return db.Dropped([no.Field is null ? no : no with { Field = no.Code == "paper_missing" ? "contestPaper" : "contestReason" }]);
        await db.SaveChangesAsync(ct);
        // What the licence itself rests on is the payment of the notice alone.
        if (payment.ObligationId is null) await then(licence, before, shown.Papers);
        await obligations.FollowAsync(licence, payment, ct);
        await effect.FollowAsync(licence, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return payment;
    }
}
