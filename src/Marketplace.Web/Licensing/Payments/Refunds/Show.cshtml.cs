using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Payments.Refunds;

/// <summary>One refund: what is owed, why, where it stands, and what its reader can do about it.</summary>
[Access(Act.ReadLicences)]
public sealed class RefundModel(AppDbContext db, RefundReach reach, RefundDesk desk, Actor actor) : AnsweringPage
{
    public DateOnly SendBy => RefundMachine.Term.LastDay(Dates.Day(Refund.At));

    public RefundSeen Seen { get; private set; } = null!;
    public Refund Refund => Seen.Refund;
    public RefundState State => Refund.State!.Value;
    public bool Gives => Seen.Side == Side.Giver;
    public bool Gets => Seen.Side == Side.Taker;
    public bool MayMediate => Seen.Side == Side.Bureau && AccessGate.Opens(Act.Mediate, actor);
    public IReadOnlyList<CaseStep> Steps { get; private set; } = [];

    /// <summary>What was typed, when it comes back.</summary>
    public (DateOnly? On, string? Reference, string? Reason) Typed { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostSendAsync(Guid id, DateOnly? sentOn, string? sentReference, IFormFile? sentProof, CancellationToken ct)
    {
        Typed = (sentOn, sentReference, null);
        return DoAsync(id, () => desk.SendAsync(id, sentOn, sentReference, sentProof, ct), ct);
    }

    public Task<IActionResult> OnPostProviderAsync(Guid id, CancellationToken ct) => DoAsync(id, () => desk.SendByProviderAsync(id, ct), ct);

    public Task<IActionResult> OnPostDeclineAsync(Guid id, string? reason, CancellationToken ct) => DoAsync(id, () => desk.DeclineAsync(id, reason, ct), ct, reason);

    public Task<IActionResult> OnPostReceiveAsync(Guid id, CancellationToken ct) => DoAsync(id, () => desk.ReceiveAsync(id, ct), ct);

    public Task<IActionResult> OnPostContestAsync(Guid id, string? reason, CancellationToken ct) => DoAsync(id, () => desk.ContestAsync(id, reason, ct), ct, reason);

    public Task<IActionResult> OnPostSettleAsync(Guid id, string? reason, IFormFile? mediation, CancellationToken ct) => DoAsync(id, () => desk.SettleAsync(id, reason, mediation, ct), ct, reason);

    private async Task<IActionResult> DoAsync(Guid id, Func<Task<Outcome<Refund>>> act, CancellationToken ct, string? reason = null)
    {
        ModelState.Clear();
        if (reason is not null) Typed = (null, null, reason);
        var done = await act();
        if (done.Succeeded) return Went($"/payments/refunds/{id}", OpenLicences.LicenceTexts.Done);
        return await ReadAsync(id, ct) ? Refused(done.Failures) : NotFound();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not { } seen) return false;
        Seen = seen;
        Steps = await db.Set<CaseStep>().AsNoTracking().Where(s => s.CaseId == id).OrderBy(s => s.Number).ToListAsync(ct);
        return true;
    }
}
