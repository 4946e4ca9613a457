using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>
/// A transfer for an obligation, shown by its licensee; it counts at once, as the first payment does. Late it cures, short it adds up, twice it is one, and what is more than owed stays
/// the licensee's and is said so to both. Confirming and contesting are <see cref="PaymentDesk"/>'s.
/// </summary>
public sealed class ObligationPayments(AppDbContext db, ObligationSteps steps, ObligationBook obligations, ObligationNotices notices, CaseBook book, Actor actor, TimeProvider time)
{
    public async Task<Outcome<FeeObligation>> ShowAsync(Guid licenceId, int ordinal, NewPayment given, IFormFile? voucher, CancellationToken ct)
    {
        try
        {
            return await steps.TakeAsync(licenceId, ordinal, [Side.Taker], ObligationNotice.Shown, (licence, one, _) => ShowAsync(licence, one, given, voucher, ct), ct);
        }
        // The same transfer shown for two obligations at the same moment.
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ix_payments_reference" or "pk_payments" })
        {
            db.ChangeTracker.Clear();
            return Shown();
        }
    }

    private async Task<List<Failure>> ShowAsync(Licence licence, FeeObligation one, NewPayment given, IFormFile? voucher, CancellationToken ct)
    {
        if (await db.Set<Payment>().AnyAsync(p => p.Id == given.Once && p.ObligationId == one.Id, ct)) return [];
        var balance = FeeBalance.Of(one, await db.Set<Payment>().AsNoTracking().Where(p => p.ObligationId == one.Id).ToListAsync(ct), Dates.Today(time));
        if (one.State is ObligationState.Waived or ObligationState.Dropped) return [new("not_owed", 409, ObligationTexts.NotOwed)];
        if (one.State is ObligationState.Disputed) return [new("state_forbids", 409, ObligationTexts.PayDisputed)];
        if (one.Amount is null) return [new("report_first", 409, ObligationTexts.ReportFirst)];
        if (balance.Owed == 0) return [new("already_paid", 409, ObligationTexts.AlreadyPaid)];
        if (await CheckAsync(licence, given, voucher, ct) is { Count: > 0 } failures) return failures;
        var kept = await steps.KeepAsync(licence, voucher, "voucher", ct);
        if (!kept.Succeeded) return [.. kept.Failures];
        var payment = new Payment
        {
            Id = given.Once,
            LicenceId = licence.Id,
            ObligationId = one.Id,
            Amount = given.Amount!.Value,
            Payer = given.Payer!.Trim(),
            OnBehalf = string.IsNullOrWhiteSpace(given.OnBehalf) ? null : given.OnBehalf.Trim(),
            PaidOn = given.PaidOn,
            BankReference = given.BankReference!.Trim(),
            VoucherId = kept.Value.Id,
            PersonId = actor.PersonId,
            At = time.GetUtcNow(),
        };
        if (book.Take(PaymentMachine.Machine, payment, PaymentCause.Show, new StepShown(Facts: new { payment.Amount, payment.PaidOn, obligation = one.Ordinal }).With(PaymentMachine.Voucher, kept.Value.Id!.Value)) is { } no) return [no];
        db.Add(payment);
        await db.SaveChangesAsync(ct);
        await obligations.FollowAsync(one, ct);
        await notices.TellAsync(licence, one, Side.Giver, ObligationNotice.Shown, ct, payment.Id);
        return [];
    }

    private async Task<List<Failure>> CheckAsync(Licence licence, NewPayment given, IFormFile? voucher, CancellationToken ct)
    {
        var failures = new List<Failure>();
        if (ObligationSteps.AmountWrong(given.Amount, "amount") is not null || given.Amount == 0) failures.Add(new("amount_wrong", 400, LicenceTexts.AmountWrong, "amount"));
        if (given.PaidOn is not { } day || day > Dates.Today(time) || day < Dates.Day(licence.NoticeAt)) failures.Add(new("paid_on_wrong", 400, ObligationTexts.PaidOnWrong.Fill(Dates.InWords(Dates.Day(licence.NoticeAt))), "paidOn"));
        if (string.IsNullOrWhiteSpace(given.Payer) || given.Payer.Trim().Length > LicenceTable.NameMax) failures.Add(new("payer_missing", 400, LicenceTexts.PayerMissing, "payer"));
        else if (NameFolding.Fold(given.Payer) != NameFolding.Fold(licence.LicenseeName) && string.IsNullOrWhiteSpace(given.OnBehalf)) failures.Add(new("on_behalf_missing", 400, LicenceTexts.OnBehalfMissing.Fill(licence.LicenseeName), "onBehalf"));
        if (given.OnBehalf?.Trim().Length > 300) failures.Add(new("on_behalf_long", 400, LicenceTexts.TooLong.Fill(300), "onBehalf"));
        if (given.BankReference?.Trim() is not { Length: > 0 and <= PaymentTable.ReferenceMax } number) failures.Add(new("bank_reference_missing", 400, LicenceTexts.BankReferenceMissing, "bankReference"));
        else if (await db.Set<Payment>().AnyAsync(p => p.BankReference == number && p.State != PaymentState.Failed, ct)) failures.Add(Shown());
        if (voucher is null) failures.Add(new("voucher_missing", 400, LicenceTexts.VoucherMissing, "voucher"));
        return failures;
    }

    private static Failure Shown() => new("payment_shown", 409, LicenceTexts.PaymentShown, "bankReference");
}
