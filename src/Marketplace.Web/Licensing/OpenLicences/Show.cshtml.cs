using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Recordal;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>One licence for its two sides and the bureaus of its region: where it is, what is next, whose move that is, until when.</summary>
[Access(Act.ReadLicences)]
public sealed class LicenceModel(AppDbContext db, LicenceReach reach, OpenLicenceDesk desk, PaymentDesk payments, RecordalDesk recordals, ObligationViews fees, Actor actor) : AnsweringPage
{
    public LicenceView View { get; private set; } = null!;
    public Side Stands { get; private set; }
    public Guid Once { get; private set; } = Guid.CreateVersion7();
    public bool Unpaid => View.State is LicenceState.NoticeSent or LicenceState.NoticeReceived;
    public bool MayMediate => Stands == Side.Bureau && AccessGate.Opens(Act.Mediate, actor);

    /// <summary>What was typed, when it comes back.</summary>
    public NewPayment? Typed { get; private set; }

    public IReadOnlyList<CaseWay> Ways { get; private set; } = [];
    public LicenceFees Fees { get; private set; } = null!;

    public IEnumerable<SelectListItem> RecordalOptions => View.Recordal is not { State: { } state } ? []
        : RecordalMachine.Machine.From(state).Where(row => row.By is not null).Select(row => new SelectListItem(LicenceWords.Name(row.Cause), row.Cause.ToString()));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostPayAsync(Guid id, Guid once, decimal? amount, DateOnly? paidOn, string? payer, string? onBehalf, string? bankReference, IFormFile? voucher, CancellationToken ct)
    {
        Typed = new(once == Guid.Empty ? Guid.CreateVersion7() : once, amount, paidOn, payer, onBehalf, bankReference);
        return DoAsync(id, () => payments.ShowAsync(id, Typed, voucher, ct), ct);
    }

    public Task<IActionResult> OnPostDispatchAsync(Guid id, DateOnly? dispatchedOn, string? dispatchNo, IFormFile? proof, CancellationToken ct) => DoAsync(id, () => desk.DispatchAsync(id, dispatchedOn, dispatchNo, proof, ct), ct);

    public Task<IActionResult> OnPostTakeBackAsync(Guid id, CancellationToken ct) => DoAsync(id, () => desk.TakeBackAsync(id, ct), ct);

    public Task<IActionResult> OnPostConfirmAsync(Guid id, Guid payment, CancellationToken ct) => DoAsync(id, () => payments.ConfirmAsync(payment, ct), ct);

    public Task<IActionResult> OnPostContestAsync(Guid id, Guid payment, string? contestReason, IFormFile? contestPaper, CancellationToken ct) => DoAsync(id, () => payments.ContestAsync(payment, contestReason, contestPaper, ct), ct);

    public Task<IActionResult> OnPostFoundAsync(Guid id, Guid payment, CancellationToken ct) => DoAsync(id, () => payments.TakeBackContestAsync(payment, ct), ct);

    public Task<IActionResult> OnPostDisproveAsync(Guid id, Guid payment, string? contestReason, IFormFile? contestPaper, CancellationToken ct) => DoAsync(id, () => payments.DisproveAsync(payment, contestReason, contestPaper, ct), ct);

    public Task<IActionResult> OnPostRecordAsync(Guid id, RecordalCause step, DateOnly? on, string? number, string? reason, IFormFile? paper, CancellationToken ct) => DoAsync(id, () => recordals.StepAsync(id, step, on, number, reason, paper, ct), ct);

    private async Task<IActionResult> DoAsync<T>(Guid id, Func<Task<Outcome<T>>> act, CancellationToken ct) where T : class
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        var before = View.State;
        var done = await act();
        if (!done.Succeeded) return done.Failures[0].Status == 404 ? NotFound() : Refused(done.Failures);
        await ReadAsync(id, ct);
        return Went($"/licences/{id}", View.State == LicenceState.Effective && before != LicenceState.Effective ? LicenceTexts.IsEffective : LicenceTexts.Done);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not var (licence, side)) return false;
        (View, Stands) = (await LicenceView.OfAsync(db, licence, ct), side);
        (Ways, Fees) = (await LicenceWays.OfAsync(db, View, ct), await fees.OfAsync(licence, View.Terms, side, ct));
        return true;
    }
}
