using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals.Contracts;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Pledges;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Documents;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>One deal: where it is, whose move it is, what was said by whom, the contract, and the step that is next. A bureau of the region sees that it is there.</summary>
[Access(Act.ReadLicences)]
public sealed class DealModel(
    AppDbContext db, DealReach reach, DealChecks checks, DealProposals proposals, DealContracts contracts, DealConsents consents, DealPapers papers, DealPublicity publicity, DealFlow flow, DealRegistration registration, PledgeeConsents pledgees, PaperPdf pdf) : AnsweringPage
{
    public Deal Deal { get; private set; } = null!;
    public Side Stands { get; private set; }
    public DealView View { get; private set; } = null!;
    public CaseWay Way { get; private set; } = null!;

    /// <summary>Disposes of the patents of its side: accepts, submits, publicises.</summary>
    public bool Decides { get; private set; }
    public int? Against { get; private set; }

    public bool IsParty => Stands != Side.Bureau;
    public bool IsOurs => Deal.Ball == Stands;
    public bool Can(DealCause cause) => DealMachine.Machine.Find(View.State, cause) is not null;
    public IEnumerable<Transition<DealState, DealCause>> OfficeSteps => DealRegistration.Open(View.State);
    public string? NoPdf => View.Contract is { } contract ? pdf.Refusal(DealContracts.Read(contract))?.Message : null;
    public IEnumerable<SelectListItem> PaperOptions => [new(DealTexts.ChoosePaper, ""), .. DealPaper.Codes.Select(code => new SelectListItem(DealWords.Paper(code), code))];
    public IEnumerable<SelectListItem> PriceOptions => [new(DeclareTexts.ChoosePrice, ""), .. Enum.GetValues<PriceWay>().Select(way => new SelectListItem(DeclarationWords.Name(way), way.ToString()))];
    public IEnumerable<SelectListItem> VersionOptions => View.Proposals.Skip(1).Select(line => new SelectListItem(DealTexts.Version.Fill(line.Proposal.Number), line.Proposal.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The version shown beside the newest: the one before it, or the one asked for.</summary>
    public ProposalLine? Before => View.Proposals.FirstOrDefault(line => line.Proposal.Number == (Against ?? Deal.Versions - 1));

    public async Task<IActionResult> OnGetAsync(Guid id, int? against, CancellationToken ct)
    {
        ModelState.Clear();
        Against = against;
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostAcceptAsync(Guid id, string? read, CancellationToken ct) => DoAsync(id, () => proposals.AcceptAsync(id, read, ct), DealTexts.Accepted, ct);

    public Task<IActionResult> OnPostDeclineAsync(Guid id, string? reason, CancellationToken ct) => DoAsync(id, () => proposals.DeclineAsync(id, reason, ct), DealTexts.Done, ct);

    public Task<IActionResult> OnPostTakeBackAsync(Guid id, string? reason, CancellationToken ct) => DoAsync(id, () => proposals.TakeBackAsync(id, reason, ct), DealTexts.Done, ct);

    public Task<IActionResult> OnPostDraftAsync(Guid id, CancellationToken ct) => DoAsync(id, () => contracts.DraftAsync(id, ct), DealTexts.Drafted, ct);

    public Task<IActionResult> OnPostAskAsync(Guid id, CancellationToken ct) => DoAsync(id, () => consents.AskAsync(id, ct), DeclareTexts.Asked, ct);

    public Task<IActionResult> OnPostConsentAsync(Guid id, string? holder, IFormFile? consentPaper, CancellationToken ct) => DoAsync(id, () => consents.ShowAsync(id, holder, consentPaper, ct), DealTexts.Done, ct);

    public Task<IActionResult> OnPostPledgeeAsync(Guid id, CancellationToken ct) => DoAsync(id, () => pledgees.AskAsync(id, ct), DeclareTexts.Asked, ct);

    public Task<IActionResult> OnPostPaperAsync(Guid id, string? code, IFormFile? paper, CancellationToken ct) => DoAsync(id, () => papers.KeepAsync(id, code, paper, ct), DealTexts.Done, ct);

    public Task<IActionResult> OnPostPriceAsync(Guid id, PriceWay? priceBy, CancellationToken ct) => DoAsync(id, () => papers.PriceAsync(id, priceBy, ct), DealTexts.Done, ct);

    public Task<IActionResult> OnPostPubliciseAsync(Guid id, CancellationToken ct) => DoAsync(id, () => publicity.PubliciseAsync(id, ct), DealTexts.Done, ct);

    public Task<IActionResult> OnPostDismissAsync(Guid id, Guid objection, string? answer, CancellationToken ct) => DoAsync(id, () => publicity.DismissAsync(id, objection, answer, ct), DealTexts.Done, ct);

    public Task<IActionResult> OnPostUpholdAsync(Guid id, string? reason, CancellationToken ct) => DoAsync(id, () => publicity.UpholdAsync(id, reason, ct), DealTexts.Done, ct);

    /// <summary>What is typed is the version code on the paper: whoever submits has it before them.</summary>
    public Task<IActionResult> OnPostSubmitAsync(Guid id, string? typed, CancellationToken ct) => DoAsync(id, () => SubmittedAsync(id, typed, ct), DealTexts.Submitted, ct);

    public Task<IActionResult> OnPostStepAsync(Guid id, DealCause step, DateOnly? on, string? number, DateOnly? correctBy, string? stepReason, IFormFile? stepPaper, CancellationToken ct) =>
        DoAsync(id, () => registration.StepAsync(id, step, new(on, number, correctBy, stepReason), stepPaper, ct), DealTexts.Done, ct);

    private async Task<Outcome<Deal>> SubmittedAsync(Guid id, string? typed, CancellationToken ct)
    {
        var sent = await flow.SubmitAsync(id, typed?.Trim().ToUpperInvariant(), ct);
        return sent.Succeeded || sent.Failures[0].Code != "contract_passed" ? sent : new Failure("code_wrong", 400, DealTexts.CodeWrong, "typed");
    }

    private async Task<IActionResult> DoAsync<T>(Guid id, Func<Task<Outcome<T>>> act, string done, CancellationToken ct) where T : class
    {
        ModelState.Clear();
        var outcome = await act();
        if (outcome.Succeeded) return Went($"/deals/{id}", done);
        return outcome.Failures[0].Status == 404 || !await ReadAsync(id, ct) ? NotFound() : Refused(outcome.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not var (deal, side)) return false;
        (Deal, Stands) = (deal, side);
        View = await DealView.OfAsync(db, deal, checks, ct);
        Decides = IsParty && await reach.MayAsync(deal, side, Act.DisposePatents, ct);
        Way = CaseWay.Of(DealTexts.Title, DealMachine.Machine, deal, View.Steps, DealWords.Name, DealWords.Name, DealWords.Look, row => row.Cause switch
        {
            DealCause.EndPublicity => deal.PublicUntil,
            DealCause.FallBack => deal.CorrectBy,
            _ => row.Within?.LastDay(deal.Since),
        });
        return true;
    }
}
