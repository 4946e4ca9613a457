using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>An invoice as its issuer attaches it.</summary>
public sealed record NewInvoice(Guid Once, string? Number, DateOnly? IssuedOn, decimal? Amount, string? Reason);

/// <summary>What the two sides and the bureau do about one obligation. Payments are <see cref="ObligationPayments"/>, settlements <see cref="AgreementDesk"/>.</summary>
public sealed class ObligationDesk(AppDbContext db, ObligationSteps steps, CaseBook book, AccessCheck access, DelegationCheck delegation, Actor actor, TimeProvider time)
{
    /// <summary>The base of the fee, once its period is over; again with a reason until there is an invoice or money. Sent twice it is one report.</summary>
    public Task<Outcome<FeeObligation>> ReportAsync(Guid licenceId, int ordinal, decimal? reported, string? reason, IFormFile? statement, CancellationToken ct) => steps.TakeAsync(licenceId, ordinal, [Side.Taker], ObligationNotice.Reported, async (licence, one, _) =>
    {
        var terms = (await db.Set<TermsSnapshot>().AsNoTracking().SingleAsync(s => s.Id == licence.SnapshotId, ct)).Read().Fee;
        if (reported is not { } number || Math.Abs(number) > FeeTerms.Largest || decimal.Round(number, 2) != number || (number < 0 && terms.UnitAmount is not null)) return [new("base_wrong", 400, ObligationTexts.BaseWrong, "base")];
        var again = one.ReportedOn is not null && one.State != ObligationState.Due;
        if (again && one.Base == number && statement is null && string.IsNullOrWhiteSpace(reason)) return [];
        // Reported in the hours after the period ended, before the night said that it is due.
        if (one.State == ObligationState.Scheduled && one.Runs && ObligationBook.AskedFrom(one) <= Dates.Today(time)) book.Take(ObligationMachine.Machine, one, ObligationCause.FallDue);
        var kept = await steps.KeepAsync(licence, statement, "statement", ct);
        if (!kept.Succeeded) return [.. kept.Failures];
        if (again) await TakeBackCarriedAsync(one, ct);
        var fee = one.Runs ? RunningFee.Of(terms, number, one.Due) : 0;
        var shown = new StepShown(await steps.BlockingAsync(one, ct), Reason: reason, Facts: new { was = one.Base, reported = number, fee, statement = kept.Value.Id });
        if (book.Take(ObligationMachine.Machine, one, again ? ObligationCause.CorrectReport : ObligationCause.Report, shown) is { } no) return [no with { Field = no.Field is null ? null : "reportReason" }];
        (one.Base, one.Amount, one.ReportedOn, one.StatementId) = (number, fee, Dates.Today(time), kept.Value.Id ?? one.StatementId);
        await CarryAsync(one, fee, ct);
        return [];
    }, ct);

    /// <summary>The first invoice of it, or with a reason another for one that was wrong.</summary>
    public Task<Outcome<FeeObligation>> InvoiceAsync(Guid licenceId, int ordinal, NewInvoice given, IFormFile? file, CancellationToken ct) => steps.TakeAsync(licenceId, ordinal, [Side.Giver], ObligationNotice.Invoiced, async (licence, one, _) =>
    {
        var there = await db.Set<FeeInvoice>().Where(i => i.ObligationId == one.Id).ToListAsync(ct);
        if (there.Exists(invoice => invoice.Id == given.Once)) return [];
        var blocking = await steps.BlockingAsync(one, ct);
        var advance = !blocking.ContainsKey(ObligationMachine.NotPrepaid);
        var standing = there.SingleOrDefault(invoice => invoice.ReplacedAt is null && invoice.Advance == advance);
        var failures = new List<Failure>();
        var number = new string([.. (given.Number ?? "").Where(char.IsAsciiLetterOrDigit)]).ToUpperInvariant();
        if (number.Length is < 8 or > FeeInvoiceTable.NumberMax) failures.Add(new("invoice_number_wrong", 400, ObligationTexts.InvoiceNumberWrong, "invoiceNumber"));
        else if (await db.Set<FeeInvoice>().AnyAsync(i => i.Number == number && i.ReplacedAt == null && (standing == null || i.Id != standing.Id), ct)) failures.Add(new("invoice_there", 409, ObligationTexts.InvoiceThere, "invoiceNumber"));
        if (given.IssuedOn is not { } day || day > Dates.Today(time) || day < Dates.Day(licence.NoticeAt)) failures.Add(new("issued_on_wrong", 400, ObligationTexts.IssuedOnWrong, "invoiceOn"));
        if (given.Amount is not { } amount || amount <= 0 || amount > FeeTerms.Largest || decimal.Round(amount, 2) != amount) failures.Add(new("invoice_amount_wrong", 400, LicenceTexts.AmountWrong, "invoiceAmount"));
        if (file is null) failures.Add(new("paper_missing", 400, CaseTexts.PaperMissing.Fill(CaseWords.Paper(ObligationMachine.InvoicePaper)), "invoiceFile"));
        if (failures.Count > 0) return failures;
        var kept = await steps.KeepAsync(licence, file, "invoiceFile", ct);
        if (!kept.Succeeded) return [.. kept.Failures];
        var cause = standing is not null ? ObligationCause.ReplaceInvoice : advance ? ObligationCause.InvoiceAdvance : ObligationCause.Invoice;
        var shown = new StepShown(blocking, Reason: given.Reason, Facts: new { number, given.Amount, replaced = standing?.Number }).With(ObligationMachine.InvoicePaper, kept.Value.Id!.Value);
        if (book.Take(ObligationMachine.Machine, one, cause, shown) is { } no) return [no with { Field = no.Field is null ? null : "invoiceReason" }];
        if (standing is not null)
        {
            standing.ReplacedAt = time.GetUtcNow();
            await db.SaveChangesAsync(ct);
        }
        db.Add(new FeeInvoice { Id = given.Once, ObligationId = one.Id, Number = number, IssuedOn = given.IssuedOn!.Value, Amount = given.Amount!.Value, FileId = kept.Value.Id.Value, Advance = advance, PersonId = actor.PersonId, At = time.GetUtcNow() });
        return [];
    }, ct);

    /// <summary>免除: gives away what belongs to the organisation, so whoever disposes of its patents does it.</summary>
    public Task<Outcome<FeeObligation>> WaiveAsync(Guid licenceId, int ordinal, string? reason, CancellationToken ct) => steps.TakeAsync(licenceId, ordinal, [Side.Giver], ObligationNotice.Waived, async (licence, one, _) =>
    {
        var holder = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == licence.HolderId, ct);
        if (access.Refuse(Act.DisposePatents, holder.Target) is { } refused) return [refused.Status == 404 ? new("not_yours", 403, ObligationTexts.WaiveWho) : refused];
        if (await delegation.RefuseAsync(db, Act.DisposePatents, holder.Id, null, ct) is { } ended) return [ended];
        return await StepAsync(one, ObligationCause.Waive, reason, "waiveReason", ct);
    }, ct);

    public Task<Outcome<FeeObligation>> RefuseWaiverAsync(Guid licenceId, int ordinal, string? reason, CancellationToken ct) => steps.TakeAsync(licenceId, ordinal, [Side.Taker], ObligationNotice.WaiverRefused, (_, one, _) =>
        Dates.Today(time) > ObligationMachine.RefusalTerm.LastDay(one.Since) && one.State == ObligationState.Waived
            ? Task.FromResult<List<Failure>>([new("refusal_late", 409, ObligationTexts.RefusalLate.Fill(ObligationMachine.RefusalTerm.Days))])
            : StepAsync(one, ObligationCause.RefuseWaiver, reason, "waiveReason", ct), ct);

    public Task<Outcome<FeeObligation>> DisputeAsync(Guid licenceId, int ordinal, string? reason, IFormFile? proof, CancellationToken ct) => steps.TakeAsync(licenceId, ordinal, [Side.Taker], ObligationNotice.Disputed, async (licence, one, _) =>
    {
        var kept = await steps.KeepAsync(licence, proof, "disputeProof", ct);
        return !kept.Succeeded ? [.. kept.Failures] : await StepAsync(one, ObligationCause.Dispute, reason, "disputeReason", ct, (ObligationMachine.Proof, kept.Value.Id));
    }, ct);

    public Task<Outcome<FeeObligation>> TakeBackDisputeAsync(Guid licenceId, int ordinal, CancellationToken ct) => steps.TakeAsync(licenceId, ordinal, [Side.Taker], ObligationNotice.Settled, async (_, one, _) =>
    {
        var failures = await StepAsync(one, ObligationCause.TakeBackDispute, null, "", ct);
        if (failures.Count == 0) await steps.OvertakeAsync(one, ct);
        return failures;
    }, ct);

    /// <summary>A bureau mediated: what the fee is to be. Both sides had their say before it; the record shows it.</summary>
    public Task<Outcome<FeeObligation>> DecideAsync(Guid licenceId, int ordinal, decimal? amount, string? reason, IFormFile? record, CancellationToken ct) => steps.TakeAsync(licenceId, ordinal, [Side.Bureau], ObligationNotice.Settled, async (licence, one, _) =>
    {
        if (!access.May(Act.Mediate, new(RegionPath: licence.RegionPath))) return [Failures.OfStatus(404)];
        if (ObligationSteps.AmountWrong(amount, "decideAmount") is { } wrong) return [wrong];
        var kept = await steps.KeepAsync(licence, record, "decideRecord", ct);
        if (!kept.Succeeded) return [.. kept.Failures];
        var failures = await StepAsync(one, ObligationCause.Decide, reason, "decideReason", ct, (ObligationMachine.Mediation, kept.Value.Id), new { was = one.Amount, amount });
        if (failures.Count > 0) return failures;
        one.Amount = amount;
        await steps.OvertakeAsync(one, ct);
        return [];
    }, ct);

    private async Task<List<Failure>> StepAsync(FeeObligation one, ObligationCause cause, string? reason, string field, CancellationToken ct, (string Code, Guid? File)? paper = null, object? facts = null)
    {
        var shown = new StepShown(await steps.BlockingAsync(one, ct), Reason: reason, Facts: facts);
        if (paper is (var code, { } file)) shown = shown.With(code, file);
        if (book.Take(ObligationMachine.Machine, one, cause, shown) is not { } no) return [];
        return [no with { Field = no.Code == "paper_missing" ? cause == ObligationCause.Dispute ? "disputeProof" : "decideRecord" : no.Field is null ? null : field }];
    }

    /// <summary>Paid in advance more than the period came to: the rest is in advance for the next one. Where none follows it stays, shown as too much.</summary>
    private async Task CarryAsync(FeeObligation one, decimal fee, CancellationToken ct)
    {
        if (one.Credited <= fee || await NextAsync(one, ct) is not { } next) return;
        one.Carried = one.Credited - fee;
        (one.Credited, next.Credited) = (fee, next.Credited + one.Carried);
    }

    private async Task TakeBackCarriedAsync(FeeObligation one, CancellationToken ct)
    {
        if (one.Carried == 0 || await NextAsync(one, ct) is not { } next || next.Credited < one.Carried) return;
        (one.Credited, next.Credited, one.Carried) = (one.Credited + one.Carried, next.Credited - one.Carried, 0);
    }

    private Task<FeeObligation?> NextAsync(FeeObligation one, CancellationToken ct) => db.Set<FeeObligation>()
        .Where(o => o.LicenceId == one.LicenceId && o.Item == FeeItem.Running && o.Ordinal > one.Ordinal && o.Amount == null && (o.State == ObligationState.Scheduled || o.State == ObligationState.Due || o.State == ObligationState.Overdue))
        .OrderBy(o => o.Ordinal).FirstOrDefaultAsync(ct);
}
