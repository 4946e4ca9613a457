using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Licensing.Disputes;

/// <summary>Each night: what silence makes of a dispute. The sides' negotiation lapses after reminders, a bureau that says nothing loses it to the one above, a mediation ends with its time. Run twice it does nothing twice.</summary>
public sealed class DisputeNight(AppDbContext db, CaseBook book, DisputeRoute route, DisputeNotices notices, TimeProvider time)
{
    /// <summary>Days before a mediation's last one on which everybody is reminded.</summary>
    public const int RemindBefore = 14;

    private static readonly DisputeState?[] s_open = [DisputeState.Negotiating, DisputeState.Asked, DisputeState.Accepted, DisputeState.Proposed];

    public Task<int> RunAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        return db.EachAsync(db.Set<Dispute>().Where(d => s_open.Contains(d.State)), id => $"select * from disputes where id = {id} for update", async dispute =>
        {
            var notice = await MoveAsync(dispute, today, ct);
            if (notice is null && Remind(dispute, today) is { } reminder && !await notices.IsToldAsync(dispute, reminder, ct)) notice = reminder;
            if (notice is not { } told) return false;
            await db.SaveChangesAsync(ct);
            await notices.SyncAsync(dispute, ct);
            await notices.TellAsync(dispute, null, told, ct);
            return true;
        }, ct);
    }

    private async Task<DisputeNotice?> MoveAsync(Dispute dispute, DateOnly today, CancellationToken ct) => dispute.State switch
    {
        DisputeState.Negotiating when DisputeMachine.SilenceTerm.LastDay(dispute.Since) < today => Takes(dispute, DisputeCause.Lapse, DisputeNotice.Lapsed),
        // Nobody above: it stays, on the list and overdue.
        DisputeState.Asked when dispute.AcceptUntil < today => (await route.ForwardAsync(dispute, DisputeCause.ForwardSilent, DisputeTexts.SilentBureau, ct)).Count == 0 ? DisputeNotice.Forwarded : null,
        DisputeState.Accepted or DisputeState.Proposed when dispute.EndsOn < today => Takes(dispute, DisputeCause.RunOut, DisputeNotice.Failed),
        _ => null,
    };

    private static DisputeNotice? Remind(Dispute dispute, DateOnly today) => dispute.State switch
    {
        DisputeState.Negotiating when DisputeMachine.NegotiationTerm.LastDay(dispute.Since) < today => DisputeNotice.NegotiationOver,
        DisputeState.Accepted or DisputeState.Proposed when dispute.EndsOn <= today.AddDays(RemindBefore) => DisputeNotice.EndsSoon,
        _ => null,
    };

    private DisputeNotice? Takes(Dispute dispute, DisputeCause cause, DisputeNotice notice) => book.Take(DisputeMachine.Machine, dispute, cause) is null ? notice : null;
}

[DisallowConcurrentExecution]
public sealed class DisputeNightJob(DisputeNight night, ILogger<DisputeNightJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        logger.LogInformation("Disputes of the night: {Count} moved or reminded of", await night.RunAsync(cancellationToken));
}
