using System.Diagnostics;
using System.Diagnostics.Metrics;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Jobs;
using Marketplace.Web.Platform.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.Outbox;

/// <summary>
/// Applies events in order per entity: only an entity's oldest open event may be leased, so a failing one holds back its own entity and nobody
/// else. Any number of programs may dispatch on one database. A lease that outlives its holder runs out and the event is taken again.
/// </summary>
public sealed class OutboxDispatcher(IServiceScopeFactory scopes, DatabaseSignals signals, DatabaseReady ready, TimeProvider time, ILogger<OutboxDispatcher> logger)
    : QueueWorker(Channel, TimeSpan.FromSeconds(2), signals, ready, logger)
{
    public const string Channel = "outbox";
    private const int Batch = 50;

    /// <summary>Long for a handler that only writes rows; a crash delays its events by no more.</summary>
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(10);
    private static readonly Meter s_meter = new("Marketplace.Outbox");
    private static readonly Counter<long> s_applied = s_meter.CreateCounter<long>("outbox.applied");
    private static readonly Counter<long> s_failed = s_meter.CreateCounter<long>("outbox.failed");
    private static readonly ActivitySource s_activities = new("Marketplace.Outbox");

    internal override async Task RunAsync(CancellationToken ct)
    {
        while (await DispatchAsync(ct) > 0) { }
    }

    /// <summary>Leases and applies one batch; returns how many events it leased.</summary>
    internal async Task<int> DispatchAsync(CancellationToken ct)
    {
        var lease = new Lease(Guid.CreateVersion7(), time.GetUtcNow() + s_lease);
        var batch = await LeaseAsync(lease, ct);
        var tried = 0;
        // An event is begun only while at least half the lease is left for it; the others go back, to be leased anew at once.
        while (tried < batch.Count && time.GetUtcNow() < lease.Until - s_lease / 2) await ApplyAsync(batch[tried++], lease, ct);
        if (tried < batch.Count) await ReturnAsync(lease, ct);
        if (batch.Count > 0) await AdvanceWatermarkAsync(ct);
        return batch.Count;
    }

    private async Task<List<OutboxEvent>> LeaseAsync(Lease lease, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var now = time.GetUtcNow();
        var events = await db.Set<OutboxEvent>().FromSql($"""
            update outbox_events set lease = {lease.Id}, leased_until = {lease.Until}, attempts = attempts + 1
            where id in (
              select id from outbox_events e
              where done_at is null and due_at <= {now} and (leased_until is null or leased_until < {now})
                and not exists (select from outbox_events earlier where earlier.entity = e.entity and earlier.done_at is null and earlier.position < e.position)
              order by position limit {Batch} for update skip locked)
            returning *
            """).AsNoTracking().ToListAsync(ct);
        return [.. events.OrderBy(e => e.Position)];
    }

    private async Task ApplyAsync(OutboxEvent happened, Lease lease, CancellationToken ct)
    {
        using var activity = s_activities.StartActivity(happened.Kind);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        try
        {
            var handlers = scope.ServiceProvider.GetServices<IOutboxHandler>().Where(h => h.Kind == happened.Kind).ToList();
            if (handlers.Count == 0) throw new InvalidOperationException($"nobody follows {happened.Kind}");
            // Handlers still at work when the lease ends are stopped and their changes are rolled back: another dispatcher may have the event.
            using var atEnd = new CancellationTokenSource(TimeSpan.FromTicks(Math.Max(1, (lease.Until - time.GetUtcNow()).Ticks)), time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, atEnd.Token);
            await using var transaction = await db.Database.BeginTransactionAsync(either.Token);
            var mine = await db.Set<OutboxEvent>().Where(e => e.Id == happened.Id && e.Lease == lease.Id && e.DoneAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.DoneAt, time.GetUtcNow()).SetProperty(e => e.Error, (string?)null), either.Token);
            if (mine == 0) return;   // The lease ran out and another dispatcher has it.
            foreach (var handler in handlers) await handler.ApplyAsync(happened, db, either.Token);
            await db.SaveChangesAsync(either.Token);
            await transaction.CommitAsync(either.Token);
            s_applied.Add(1, new KeyValuePair<string, object?>("kind", happened.Kind));
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            s_failed.Add(1, new KeyValuePair<string, object?>("kind", happened.Kind));
            activity?.SetStatus(ActivityStatusCode.Error);
            Logger.LogError("Event {Event} of kind {Kind} failed at attempt {Attempt}: {Exception}", happened.Id, happened.Kind, happened.Attempts, e.WithoutWords());
            await PostponeAsync(happened, lease, e.GetType().Name, ct);
        }
    }

    private async Task ReturnAsync(Lease lease, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        // What was not begun is no attempt.
        await scope.ServiceProvider.GetRequiredService<AppDbContext>().Set<OutboxEvent>().Where(e => e.Lease == lease.Id && e.DoneAt == null && e.LeasedUntil != null)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.LeasedUntil, (DateTimeOffset?)null).SetProperty(e => e.Attempts, e => e.Attempts - 1), ct);
    }

    private async Task PostponeAsync(OutboxEvent happened, Lease lease, string error, CancellationToken ct)
    {
        var pause = TimeSpan.FromSeconds(Math.Min(s_longestPause.TotalSeconds, Math.Pow(2, Math.Min(happened.Attempts, 20))));
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AppDbContext>().Set<OutboxEvent>().Where(e => e.Id == happened.Id && e.Lease == lease.Id && e.DoneAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.DueAt, time.GetUtcNow() + pause).SetProperty(e => e.LeasedUntil, (DateTimeOffset?)null)
                .SetProperty(e => e.Error, error), ct);
    }

    private async Task AdvanceWatermarkAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AppDbContext>().Database.ExecuteSqlAsync($"""
            update outbox_watermark set position = greatest(position, coalesce(
              (select min(position) - 1 from outbox_events where done_at is null), (select max(position) from outbox_events), 0))
            """, ct);
    }

    private sealed record Lease(Guid Id, DateTimeOffset Until);
}
