using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>What was said about the condition of one licence's fee, latest first.</summary>
public sealed record TriggerLine(FeeTrigger One, CaseWay Way);

/// <summary>付费条件: whether what the fee waits for came true and on which day, and the way out while nothing is to be paid.</summary>
[Access(Act.ReadLicences)]
public sealed class ConditionModel(AppDbContext db, LicenceReach reach, TriggerDesk desk, Actor actor) : AnsweringPage
{
    public Licence Licence { get; private set; } = null!;
    public FrozenTerms Terms { get; private set; } = null!;
    public Side Stands { get; private set; }
    public IReadOnlyList<TriggerLine> Lines { get; private set; } = [];
    public FeeTrigger? Current { get; private set; }
    public bool MayState { get; private set; }
    public bool MayExit { get; private set; }
    public bool MayMediate => Stands == Side.Bureau && AccessGate.Opens(Act.Mediate, actor);
    public Guid Once { get; private set; } = Guid.CreateVersion7();
    public string? TypedWords { get; private set; }
    public DateOnly? TypedOn { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostStateAsync(Guid id, Guid once, DateOnly? metOn, string? metWords, IFormFile? metProof, CancellationToken ct)
    {
        (Once, TypedOn, TypedWords) = (once == Guid.Empty ? Once : once, metOn, metWords);
        return DoAsync(id, $"/licences/{id}/condition", () => desk.StateAsync(id, Once, metOn, metWords, metProof, ct), ct);
    }

    public Task<IActionResult> OnPostConfirmAsync(Guid id, CancellationToken ct) => DoAsync(id, $"/licences/{id}/condition", () => desk.ConfirmAsync(id, ct), ct);

    public Task<IActionResult> OnPostContestAsync(Guid id, string? contestReason, CancellationToken ct) => DoAsync(id, $"/licences/{id}/condition", () => desk.ContestAsync(id, contestReason, ct), ct);

    public Task<IActionResult> OnPostTakeBackAsync(Guid id, CancellationToken ct) => DoAsync(id, $"/licences/{id}/condition", () => desk.TakeBackAsync(id, ct), ct);

    public Task<IActionResult> OnPostDecideAsync(Guid id, bool came, DateOnly? decideOn, string? decideReason, IFormFile? decideRecord, CancellationToken ct) => DoAsync(id, $"/licences/{id}/condition", async () =>
        came && decideOn is null ? new Failure("decide_on_missing", 400, TrialTexts.DecideOnMissing, "decideOn") : await desk.DecideAsync(id, came ? decideOn : null, decideReason, decideRecord, ct), ct);

    public Task<IActionResult> OnPostExitAsync(Guid id, string? exitTyped, string? exitReason, CancellationToken ct) => DoAsync(id, $"/licences/{id}", () => desk.ExitAsync(id, exitTyped, exitReason, ct), ct);

    private async Task<IActionResult> DoAsync<T>(Guid id, string then, Func<Task<Outcome<T>>> act, CancellationToken ct) where T : class
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        var done = await act();
        return done.Succeeded ? Went(then, LicenceTexts.Done) : Refused(done.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not var (licence, side)) return false;
        var terms = (await db.Set<TermsSnapshot>().AsNoTracking().SingleAsync(s => s.Id == licence.SnapshotId, ct)).Read();
        if (terms.Model != Catalogue.Listings.FeeModel.Deferred || licence.EffectiveOn is null) return false;
        (Licence, Stands, Terms) = (licence, side, terms);
        var all = await db.Set<FeeTrigger>().AsNoTracking().Where(t => t.LicenceId == id).OrderByDescending(t => t.Id).ToListAsync(ct);
        var ids = all.ConvertAll(one => one.Id);
        var steps = (await db.Set<CaseStep>().AsNoTracking().Where(s => ids.Contains(s.CaseId)).OrderBy(s => s.Number).ToListAsync(ct)).ToLookup(step => step.CaseId);
        Lines = [.. all.Select(one => new TriggerLine(one, CaseWay.Of(TrialTexts.ConditionTitle, TriggerMachine.Machine, one, steps[one.Id], TrialWords.Name, TrialWords.Name, TrialWords.Look)))];
        Current = all.FirstOrDefault(one => one.State is TriggerState.Stated or TriggerState.Contested or TriggerState.Stands);
        MayState = side != Side.Bureau && Current is null && await desk.AsksAsync(licence, ct);
        MayExit = side == Side.Taker && licence.State is LicenceState.Effective or LicenceState.Performing && side == Side.Taker && !await desk.IsPayingAsync(licence, ct);
        return true;
    }
}
