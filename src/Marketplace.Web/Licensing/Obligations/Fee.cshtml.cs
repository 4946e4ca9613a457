using Marketplace.Web.Data;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>One fee of one licence for its two sides and the bureaus of its region: where it stands, what is next, and each step as a form of its own.</summary>
[Access(Act.ReadLicences)]
public sealed class FeeModelPage(AppDbContext db, ObligationViews views, ObligationDesk desk, ObligationPayments transfers, PaymentDesk payments, AgreementDesk agreements, AccessCheck access, Actor actor) : AnsweringPage
{
    public ObligationView View { get; private set; } = null!;
    public Guid Once { get; } = Guid.CreateVersion7();

    /// <summary>What was typed, when it comes back.</summary>
    public NewPayment? Typed { get; private set; }
    public NewInvoice? TypedInvoice { get; private set; }
    public string? TypedNumber { get; private set; }
    public string? TypedReason { get; private set; }

    public ObligationState State => View.Line.State;
    public bool IsTaker => View.Side == Side.Taker;
    public bool IsGiver => View.Side == Side.Giver;
    public bool MayMediate => View.Side == Side.Bureau && AccessGate.Opens(Act.Mediate, actor);
    public bool MayWaive { get; private set; }

    /// <summary>A payment is contested: then it is that which is settled.</summary>
    public bool IsContested => State == ObligationState.Disputed && View.One.Before == ObligationState.Paid;
    public bool MayReport => IsTaker && May(ObligationCause.Report) && View.One.Runs && View.One.ReportedOn is null;
    public bool MayCorrect => IsTaker && May(ObligationCause.CorrectReport) && View.One.ReportedOn is not null && View.Payments.Count == 0 && View.Invoices.Count == 0;
    public bool MayPay => IsTaker && View.One.Amount is not null && View.Line.Balance.Owed > 0 && (State.IsOpen() || State == ObligationState.Paid);
    public bool MayInvoice => IsGiver && (View.One.Amount is > 0 || View.One.Credited > 0) && (May(ObligationCause.Invoice) || May(ObligationCause.ReplaceInvoice));

    public async Task<IActionResult> OnGetAsync(Guid id, int ordinal, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ordinal, ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostReportAsync(Guid id, int ordinal, decimal? @base, string? reportReason, IFormFile? statement, CancellationToken ct)
    {
        (TypedNumber, TypedReason) = (Request.Form["base"], reportReason);
        return DoAsync(id, ordinal, () => desk.ReportAsync(id, ordinal, @base, reportReason, statement, ct), ct);
    }

    public Task<IActionResult> OnPostInvoiceAsync(Guid id, int ordinal, Guid once, string? invoiceNumber, DateOnly? invoiceOn, decimal? invoiceAmount, string? invoiceReason, IFormFile? invoiceFile, CancellationToken ct)
    {
        TypedInvoice = new(once == Guid.Empty ? Guid.CreateVersion7() : once, invoiceNumber, invoiceOn, invoiceAmount, invoiceReason);
        return DoAsync(id, ordinal, () => desk.InvoiceAsync(id, ordinal, TypedInvoice, invoiceFile, ct), ct);
    }

    public Task<IActionResult> OnPostPayAsync(Guid id, int ordinal, Guid once, decimal? amount, DateOnly? paidOn, string? payer, string? onBehalf, string? bankReference, IFormFile? voucher, CancellationToken ct)
    {
        Typed = new(once == Guid.Empty ? Guid.CreateVersion7() : once, amount, paidOn, payer, onBehalf, bankReference);
        return DoAsync(id, ordinal, () => transfers.ShowAsync(id, ordinal, Typed, voucher, ct), ct);
    }

    public Task<IActionResult> OnPostConfirmAsync(Guid id, int ordinal, Guid payment, CancellationToken ct) => DoAsync(id, ordinal, () => payments.ConfirmAsync(payment, ct), ct);

    public Task<IActionResult> OnPostContestAsync(Guid id, int ordinal, Guid payment, string? contestReason, IFormFile? contestPaper, CancellationToken ct) => DoAsync(id, ordinal, () => payments.ContestAsync(payment, contestReason, contestPaper, ct), ct);

    public Task<IActionResult> OnPostFoundAsync(Guid id, int ordinal, Guid payment, CancellationToken ct) => DoAsync(id, ordinal, () => payments.TakeBackContestAsync(payment, ct), ct);

    public Task<IActionResult> OnPostDisproveAsync(Guid id, int ordinal, Guid payment, string? contestReason, IFormFile? contestPaper, CancellationToken ct) => DoAsync(id, ordinal, () => payments.DisproveAsync(payment, contestReason, contestPaper, ct), ct);

    public Task<IActionResult> OnPostWaiveAsync(Guid id, int ordinal, string? waiveReason, CancellationToken ct) => DoAsync(id, ordinal, () => desk.WaiveAsync(id, ordinal, waiveReason, ct), ct);

    public Task<IActionResult> OnPostRefuseWaiverAsync(Guid id, int ordinal, string? waiveReason, CancellationToken ct) => DoAsync(id, ordinal, () => desk.RefuseWaiverAsync(id, ordinal, waiveReason, ct), ct);

    public Task<IActionResult> OnPostDisputeAsync(Guid id, int ordinal, string? disputeReason, IFormFile? disputeProof, CancellationToken ct)
    {
        TypedReason = disputeReason;
        return DoAsync(id, ordinal, () => desk.DisputeAsync(id, ordinal, disputeReason, disputeProof, ct), ct);
    }

    public Task<IActionResult> OnPostTakeBackDisputeAsync(Guid id, int ordinal, CancellationToken ct) => DoAsync(id, ordinal, () => desk.TakeBackDisputeAsync(id, ordinal, ct), ct);

    public Task<IActionResult> OnPostOfferAsync(Guid id, int ordinal, Guid once, decimal? offerAmount, string? offerReason, CancellationToken ct)
    {
        TypedReason = offerReason;
        return DoAsync(id, ordinal, () => agreements.OfferAsync(id, ordinal, once, offerAmount, offerReason, ct), ct);
    }

    public Task<IActionResult> OnPostAnswerAsync(Guid id, int ordinal, AgreementCause answer, string? declineReason, CancellationToken ct) => DoAsync(id, ordinal, () => agreements.AnswerOfferAsync(id, ordinal, answer, declineReason, ct), ct);

    public Task<IActionResult> OnPostDecideAsync(Guid id, int ordinal, decimal? decideAmount, string? decideReason, IFormFile? decideRecord, CancellationToken ct)
    {
        TypedReason = decideReason;
        return DoAsync(id, ordinal, () => desk.DecideAsync(id, ordinal, decideAmount, decideReason, decideRecord, ct), ct);
    }

    public bool May(ObligationCause cause) => ObligationMachine.Machine.Find(View.One.State, cause) is not null;

    private async Task<IActionResult> DoAsync<T>(Guid id, int ordinal, Func<Task<Outcome<T>>> act, CancellationToken ct) where T : class
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ordinal, ct)) return NotFound();
        var done = await act();
        return done.Succeeded ? Went($"/licences/{id}/fees/{ordinal}", LicenceTexts.Done) : Refused(done.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, int ordinal, CancellationToken ct)
    {
        if (await views.OfAsync(id, ordinal, ct) is not { } view) return false;
        View = view;
        MayWaive = IsGiver && May(ObligationCause.Waive) && access.May(Act.DisposePatents, (await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == view.Licence.HolderId, ct)).Target);
        return true;
    }
}
