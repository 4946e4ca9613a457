using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>One declaration for its owner's people: its contents, what stands against it, whose consent is there, and the step that is next.</summary>
[Access(Act.KeepListings)]
public sealed class DeclarationModel(AppDbContext db, DeclarationReach reach, DeclarationChecks checks, DeclarationDesk desk, DeclarationSteps steps, ConsentDesk consents, AccessCheck access, Workdays workdays, TimeProvider time) : AnsweringPage
{
    public Declaration Declaration { get; private set; } = null!;
    public Patent Patent { get; private set; } = null!;

    /// <summary>Null: the patent is not to be shown any more.</summary>
    public DeclarationCheck? Check { get; private set; }
    public IReadOnlyList<CaseStep> History { get; private set; } = [];
    public IReadOnlyList<DeclarationObjection> Objections { get; private set; } = [];
    public IReadOnlyList<Transition<DeclarationState, DeclarationCause>> Steps { get; private set; } = [];

    /// <summary>Whose form is open.</summary>
    public Transition<DeclarationState, DeclarationCause>? Chosen { get; private set; }
    public bool Decides { get; private set; }

    /// <summary>What was typed, when it comes back.</summary>
    public NewContents Contents { get; private set; } = new(null, null, null, null, false);
    public NewStep Typed { get; private set; } = new();

    public DeclarationState State => Declaration.State!.Value;
    public bool IsDraft => State == DeclarationState.Draft;
    public PreparedDeclaration? Form => Declaration.Form is { } kept ? PreparedDeclaration.Read(kept)[0] : Check?.Form;

    /// <summary>To declare before it stands; to withdraw while it does.</summary>
    public ConsentTo ConsentsTo => DeclarationBook.Stands(State) ? ConsentTo.Withdraw : ConsentTo.Declare;
    public bool ConsentsOpen => State is DeclarationState.Draft or DeclarationState.InternalReview or DeclarationState.Ready or DeclarationState.Announced or DeclarationState.Hold;
    public bool IsInHouse => State is DeclarationState.Draft or DeclarationState.InternalReview or DeclarationState.Publicity or DeclarationState.Ready;
    public DateOnly FirstPublicityEnd => DeclarationSteps.Publicity.LastDay(Dates.Today(time), workdays);

    /// <summary>Guards the next step looks at come first: what blocks it, then the rest.</summary>
    public IEnumerable<GuardAnswer> Guards => Check?.Guards.Where(Concerns).OrderByDescending(guard => guard.Blocks) ?? Enumerable.Empty<GuardAnswer>();

    public IEnumerable<SelectListItem> PriceOptions => [new(DeclareTexts.ChoosePrice, ""), .. Enum.GetValues<PriceWay>().Select(way => new SelectListItem(DeclarationWords.Name(way), way.ToString()))];

    public async Task<IActionResult> OnGetAsync(Guid id, DeclarationCause? step, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, step, ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostSaveAsync(Guid id, string? feeBasis, DateOnly? startsOn, string? payee, PriceWay? priceBy, bool attests, CancellationToken ct)
    {
        var given = new NewContents(feeBasis, startsOn, payee, priceBy, attests);
        return DoAsync(id, null, () => desk.SaveAsync(id, given, ct), DeclareTexts.Saved, ct, () => Contents = given);
    }

    public Task<IActionResult> OnPostStepAsync(Guid id, DeclarationCause step, DateOnly? on, string? number, DateOnly? until, string? reason, IFormFile? paper, CancellationToken ct)
    {
        var given = new NewStep(on, number, until, reason);
        return DoAsync(id, step, () => steps.TakeAsync(id, step, given, paper, ct), DeclareTexts.Done, ct, () => Typed = given);
    }

    public Task<IActionResult> OnPostAskAsync(Guid id, ConsentTo to, CancellationToken ct) => DoAsync(id, null, () => consents.AskAsync(id, to, ct), DeclareTexts.Asked, ct);

    public Task<IActionResult> OnPostConsentAsync(Guid id, ConsentTo to, string? holder, IFormFile? consentPaper, CancellationToken ct) => DoAsync(id, null, () => consents.ShowAsync(id, to, holder, consentPaper, ct), DeclareTexts.Saved, ct);

    public Task<IActionResult> OnPostValuationAsync(Guid id, IFormFile? valuation, CancellationToken ct) => DoAsync(id, null, () => desk.KeepPaperAsync(id, true, valuation, ct), DeclareTexts.Saved, ct);

    public Task<IActionResult> OnPostPriceRecordAsync(Guid id, IFormFile? priceRecord, CancellationToken ct) => DoAsync(id, null, () => desk.KeepPaperAsync(id, false, priceRecord, ct), DeclareTexts.Saved, ct);

    public Task<IActionResult> OnPostDismissAsync(Guid id, Guid objection, string? answer, CancellationToken ct) => DoAsync(id, null, () => desk.DismissAsync(id, objection, answer, ct), DeclareTexts.Done, ct);

    private async Task<IActionResult> DoAsync<T>(Guid id, DeclarationCause? step, Func<Task<Outcome<T>>> act, string done, CancellationToken ct, Action? typed = null) where T : class
    {
        ModelState.Clear();
        var outcome = await act();
        if (outcome.Succeeded) return Went($"/declarations/{id}", done);
        if (outcome.Failures[0].Status == 404 || !await ReadAsync(id, step, ct)) return NotFound();
        typed?.Invoke();
        return Refused(outcome.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, DeclarationCause? step, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not { } declaration) return false;
        Declaration = declaration;
        Patent = await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == declaration.ApplicationNo, ct);
        Check = await checks.OfAsync(declaration, ct);
        History = await db.Set<CaseStep>().AsNoTracking().Where(s => s.CaseId == id).OrderByDescending(s => s.Number).ToListAsync(ct);
        Objections = await db.Set<DeclarationObjection>().AsNoTracking().Where(o => o.DeclarationId == id).OrderByDescending(o => o.Id).ToListAsync(ct);
        var owner = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == declaration.OwnerId, ct);
        Decides = access.May(Act.DisposePatents, owner.Target);
        Steps = Check is null ? [] : [.. DeclarationSteps.Open(State).Where(row => access.May(row.By!.Value, owner.Target) && Fits(row.Cause, owner))];
        Chosen = Steps.FirstOrDefault(row => row.Cause == step) ?? (Steps is [{ Cause: not DeclarationCause.FileWithdrawal } only] ? only : null);
        Contents = new(declaration.FeeBasis, declaration.StartsOn, declaration.Payee, declaration.PriceBy, declaration.AttestedBy is not null);
        return true;
    }

    /// <summary>An agreed price of a public unit is publicised; any other is approved.</summary>
    private bool Fits(DeclarationCause cause, Organisation owner)
    {
        var publicised = DeclarationChecks.IsPublicUnit(owner) && Declaration.PriceBy == PriceWay.Agreed;
        return cause switch
        {
            DeclarationCause.Publicise => publicised,
            DeclarationCause.Approve => !publicised,
            DeclarationCause.UpholdObjection => Objections.Any(objection => objection.State == ObjectionState.Open),
            // The gazette before the house was through with it is an exception, not an offer.
            DeclarationCause.Announce => State is DeclarationState.Filed or DeclarationState.Ready or DeclarationState.Defect,
            _ => true,
        };
    }

    /// <summary>Once it is announced only the right itself can stand against it; while the office has it, nothing here does.</summary>
    private bool Concerns(GuardAnswer guard) => IsInHouse || (DeclarationBook.Stands(State) && guard.Blocks && guard.Code is "G1" or "G2" or "G3" or "G4" or "G5");
}
