using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Fees;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>One pledge: where it is, what is next and whose move it is, terms, checks, payments, papers. A bureau of either region sees parties, patents, state and amount.</summary>
[Access(Act.ReadLicences)]
public sealed class PledgeModel(AppDbContext db, PledgeReach reach, PledgeChecks checks, PledgeDesk desk, PledgeConsents consents, PledgeOffice office, PledgeDrawdowns drawdowns, PaperPdf pdf) : AnsweringPage
{
    public Pledge Pledge { get; private set; } = null!;
    public Side Stands { get; private set; }
    public PledgeView View { get; private set; } = null!;
    public CaseWay Way { get; private set; } = null!;

    /// <summary>Disposes of the patents of its side, or binds the pledgee.</summary>
    public bool Decides { get; private set; }
    public int? Against { get; private set; }
    public Guid Once { get; private set; } = Guid.CreateVersion7();
    public string? DrawnTyped { get; private set; }

    public bool IsParty => Stands != Side.Bureau;
    public bool IsPledgor => Stands == Side.Giver;
    public bool Can(PledgeCause cause) => PledgeMachine.Machine.Find(View.State, cause) is not null;
    public IEnumerable<Transition<PledgeState, PledgeCause>> OfficeSteps => PledgeOffice.Open(View.State).Where(row => row.Cause != PledgeCause.Enforce || Decides);
    public bool MayTakeBack => Can(PledgeCause.TakeBack) && (View.State is PledgeState.Draft or PledgeState.Offered ? IsPledgor : Decides);
    public string? NoPdf => pdf.Refusal(PledgePaper.Of(View.Check, View.Earlier))?.Message;
    public IEnumerable<SelectListItem> VersionOptions => View.Versions.Skip(1).Select(line => new SelectListItem(DealTexts.Version.Fill(line.Version.Number), line.Version.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The version shown beside the newest: the one before it, or the one asked for.</summary>
    public PledgeVersionLine? Before => View.Versions.FirstOrDefault(line => line.Version.Number == (Against ?? Pledge.Versions - 1));

    public async Task<IActionResult> OnGetAsync(Guid id, int? against, CancellationToken ct)
    {
        ModelState.Clear();
        Against = against;
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostOfferAsync(Guid id, CancellationToken ct) => DoAsync(id, () => desk.OfferAsync(id, ct), PledgeTexts.Offered, ct);

    public Task<IActionResult> OnPostAgreeAsync(Guid id, string? read, string? typed, CancellationToken ct) => DoAsync(id, () => AgreedAsync(id, read, typed, ct), PledgeTexts.AgreedDone, ct);

    public Task<IActionResult> OnPostShowAgreedAsync(Guid id, IFormFile? signedPaper, CancellationToken ct) => DoAsync(id, () => desk.ShowAgreedAsync(id, signedPaper, ct), PledgeTexts.AgreedDone, ct);

    public Task<IActionResult> OnPostDeclineAsync(Guid id, string? reason, CancellationToken ct) => DoAsync(id, () => desk.DeclineAsync(id, reason, ct), DealTexts.Done, ct);

    public Task<IActionResult> OnPostTakeBackAsync(Guid id, string? reason, CancellationToken ct) => DoAsync(id, () => desk.TakeBackAsync(id, reason, ct), DealTexts.Done, ct);

    public Task<IActionResult> OnPostAskAsync(Guid id, CancellationToken ct) => DoAsync(id, () => consents.AskAsync(id, ct), DeclareTexts.Asked, ct);

    public Task<IActionResult> OnPostConsentAsync(Guid id, string? holder, IFormFile? consentPaper, CancellationToken ct) => DoAsync(id, () => consents.ShowAsync(id, holder, consentPaper, ct), DealTexts.Done, ct);

    public Task<IActionResult> OnPostStepAsync(Guid id, PledgeCause step, DateOnly? on, string? number, bool asTyped, DateOnly? correctBy, string? stepReason, IFormFile? stepPaper, CancellationToken ct) =>
        DoAsync(id, () => office.StepAsync(id, step, new(on, number, asTyped, correctBy, stepReason), stepPaper, ct), DealTexts.Done, ct);

    public Task<IActionResult> OnPostDrawAsync(Guid id, Guid once, DateOnly? drawnOn, string? drawn, IFormFile? voucher, CancellationToken ct)
    {
        (Once, DrawnTyped) = (once == Guid.Empty ? Once : once, drawn);
        return DoAsync(id, async () =>
        {
            var failures = new List<Failure>();
            var amount = new Typed(failures).Number(drawn, "drawn");
            return failures.Count > 0 ? failures : await drawdowns.AddAsync(id, Once, drawnOn, amount, voucher, ct);
        }, PledgeTexts.DrawnDone, ct);
    }

    public Task<IActionResult> OnPostStrikeAsync(Guid id, Guid drawdown, string? strikeReason, CancellationToken ct) => DoAsync(id, () => drawdowns.StrikeAsync(id, drawdown, strikeReason, ct), DealTexts.Done, ct);

    /// <summary>What binds the organisation is typed: its name.</summary>
    private async Task<Outcome<Pledge>> AgreedAsync(Guid id, string? read, string? typed, CancellationToken ct) =>
        await reach.FindAsync(id, ct) is var (pledge, _) && NameFolding.Fold(typed ?? "") != NameFolding.Fold(pledge.PledgeeName) ? new Failure("name_wrong", 400, PledgeTexts.TypeName.Fill(pledge.PledgeeName), "typed") : await desk.AgreeAsync(id, read, ct);

    private async Task<IActionResult> DoAsync<T>(Guid id, Func<Task<Outcome<T>>> act, string done, CancellationToken ct) where T : class
    {
        ModelState.Clear();
        var outcome = await act();
        if (outcome.Succeeded) return Went($"/pledges/{id}", done);
        return outcome.Failures[0].Status == 404 || !await ReadAsync(id, ct) ? NotFound() : Refused(outcome.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not var (pledge, side)) return false;
        (Pledge, Stands) = (pledge, side);
        View = await PledgeView.OfAsync(db, pledge, checks, ct);
        Decides = IsParty && await reach.MayAsync(pledge, side, Act.DisposePatents, ct);
        Way = CaseWay.Of(PledgeTexts.Title, PledgeMachine.Machine, pledge, View.Steps, PledgeWords.Name, PledgeWords.Name, PledgeWords.Look, row => row.Cause == PledgeCause.FallBack ? pledge.CorrectBy : row.Within?.LastDay(pledge.Since), PledgeWords.Name);
        return true;
    }
}
