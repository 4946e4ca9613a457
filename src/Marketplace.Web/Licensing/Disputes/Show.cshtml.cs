using Marketplace.Web.Data;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Disputes;

/// <summary>One dispute for its sides and the bureau it lies before: where it is, what is asked, evidence, mediation, result.</summary>
[Access(Act.ReadLicences)]
public sealed class DisputeModel(AppDbContext db, DisputeReach reach, DisputeDesk desk, MediationDesk mediation, MediatedSteps mediated, EvidenceDesk evidence, Actor actor) : AnsweringPage
{
    public DisputeView View { get; private set; } = null!;
    public IReadOnlyList<Person> Mediators { get; private set; } = [];
    public string? SignedBy { get; private set; }
    public Guid Once { get; private set; } = Guid.CreateVersion7();

    /// <summary>What was typed, when it comes back.</summary>
    public string? Typed { get; private set; }

    /// <summary>Of the bureau that has it now; one that passed it on only reads.</summary>
    public bool Handles => View.Side == Side.Bureau && View.Dispute.BureauId == actor.ActingFor;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostAskAsync(Guid id, CancellationToken ct) => DoAsync(id, null, () => desk.AskAsync(id, ct), ct);

    public Task<IActionResult> OnPostResolveAsync(Guid id, string? reason, CancellationToken ct) => DoAsync(id, reason, () => desk.ResolveAsync(id, reason, ct), ct);

    public Task<IActionResult> OnPostWithdrawAsync(Guid id, string? reason, CancellationToken ct) => DoAsync(id, reason, () => desk.WithdrawAsync(id, reason, ct), ct);

    public Task<IActionResult> OnPostRefuseAsync(Guid id, string? reason, CancellationToken ct) => DoAsync(id, reason, () => desk.RefuseAsync(id, reason, ct), ct);

    public Task<IActionResult> OnPostEvidenceAsync(Guid id, Guid once, string? evidenceWords, IFormFile? evidenceFile, CancellationToken ct) => DoAsync(id, evidenceWords, () => desk.AddEvidenceAsync(id, once == Guid.Empty ? Once : once, evidenceWords, evidenceFile, ct), ct);

    public Task<IActionResult> OnPostConfirmAsync(Guid id, string? read, string? signedBy, string? confirmed, CancellationToken ct) => DoAsync(id, null, () => desk.ConfirmAsync(id, read, signedBy, confirmed, ct), ct);

    public Task<IActionResult> OnPostObjectAsync(Guid id, string? objectReason, CancellationToken ct) => DoAsync(id, objectReason, () => desk.ObjectAsync(id, objectReason, ct), ct);

    public Task<IActionResult> OnPostFreezeAsync(Guid id, CancellationToken ct) => DoAsync(id, null, () => evidence.FreezeAsync(id, ct), ct);

    public Task<IActionResult> OnPostForwardAsync(Guid id, string? bureauReason, CancellationToken ct) => DoAsync(id, bureauReason, () => mediation.ForwardAsync(id, bureauReason, ct), ct);

    public Task<IActionResult> OnPostDeclineAsync(Guid id, string? bureauReason, CancellationToken ct) => DoAsync(id, bureauReason, () => mediation.DeclineAsync(id, bureauReason, ct), ct);

    public Task<IActionResult> OnPostAcceptAsync(Guid id, Guid? mediator, string? declared, CancellationToken ct) => DoAsync(id, declared, () => mediation.AcceptAsync(id, mediator, declared, ct), ct);

    public Task<IActionResult> OnPostSessionAsync(Guid id, Guid once, DateOnly? sessionOn, string? place, string? minutes, IFormFile? sessionFile, CancellationToken ct) => DoAsync(id, minutes, () => mediation.AddSessionAsync(id, once == Guid.Empty ? Once : once, sessionOn, place, minutes, sessionFile, ct), ct);

    public Task<IActionResult> OnPostExtendAsync(Guid id, string? extendReason, CancellationToken ct) => DoAsync(id, extendReason, () => mediation.ExtendAsync(id, extendReason, ct), ct);

    public Task<IActionResult> OnPostProposeAsync(Guid id, string? agreement, CancellationToken ct) => DoAsync(id, agreement, () => mediation.ProposeAsync(id, agreement, ct), ct);

    public Task<IActionResult> OnPostFailAsync(Guid id, string? failReason, IFormFile? record, CancellationToken ct) => DoAsync(id, failReason, () => mediation.FailAsync(id, failReason, record, ct), ct);

    public Task<IActionResult> OnPostRecordAsync(Guid id, IFormFile? record, CancellationToken ct) => DoAsync(id, null, () => mediation.KeepRecordAsync(id, record, ct), ct);

    public Task<IActionResult> OnPostStepAsync(Guid id, decimal? decideAmount, DateOnly? decideOn, string? decideReason, CancellationToken ct) => DoAsync<Dispute>(id, decideReason, async () =>
        await mediated.TakeAsync(id, decideAmount, decideOn, decideReason, ct) is { } no ? no : View.Dispute, ct);

    private async Task<IActionResult> DoAsync<T>(Guid id, string? typed, Func<Task<Outcome<T>>> act, CancellationToken ct) where T : class
    {
        ModelState.Clear();
        if (!await ReadAsync(id, ct)) return NotFound();
        Typed = typed;
        var done = await act();
        return done.Succeeded ? Went($"/disputes/{id}", LicenceTexts.Done) : Refused(done.Failures);
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not var (dispute, side)) return false;
        View = await DisputeView.OfAsync(db, dispute, side, ct);
        if (Handles && dispute.State == DisputeState.Asked) Mediators = await mediation.MediatorsAsync(dispute, ct);
        SignedBy = await db.Set<Person>().Where(p => p.Id == actor.PersonId).Select(p => p.DisplayName).SingleOrDefaultAsync(ct);
        return true;
    }
}
