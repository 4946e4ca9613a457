using System.Diagnostics;
using System.Diagnostics.Metrics;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Platform.Outbox;

/// <summary>
/// Applies events in order per entity: only an entity's oldest open event may be leased, so a failing one holds back its own entity and nobody
/// else. Any number of programs may dispatch on one database. A lease that outlives its holder runs out and the event is taken again.
/// </summary>
public sealed class OutboxDispatcher(
    IServiceScopeFactory scopes, DatabaseSignals signals, DatabaseReady ready, TimeProvider time, ILogger<OutboxDispatcher> logger) : BackgroundService
{
    public const string Channel = "outbox";
    private const int Batch = 50;

    /// <summary>Long enough for a batch of handlers that only write rows; a crash delays its events by no more. One that outlives it is applied once all the same.</summary>
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMinutes(10);
    private static readonly Meter s_meter = new("Marketplace.Outbox");
    private static readonly Counter<long> s_applied = s_meter.CreateCounter<long>("outbox.applied");
    private static readonly Counter<long> s_failed = s_meter.CreateCounter<long>("outbox.failed");
    private static readonly ActivitySource s_activities = new("Marketplace.Outbox");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ready.WaitAsync(stoppingToken);
                while (await DispatchAsync(stoppingToken) > 0) { }
                await signals.WaitAsync(Channel, s_idle, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException or IOException)
            {
                logger.LogWarning("The outbox pauses: the database answered {Reason}", e.GetType().Name);
                await Task.Delay(s_idle, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Leases and applies one batch; returns how many events it tried.</summary>
    internal async Task<int> DispatchAsync(CancellationToken ct)
    {
        var lease = Guid.CreateVersion7();
        var batch = await LeaseAsync(lease, ct);
        foreach (var happened in batch) await ApplyAsync(happened, lease, ct);
        if (batch.Count > 0) await AdvanceWatermarkAsync(ct);
        return batch.Count;
    }

    private async Task<List<OutboxEvent>> LeaseAsync(Guid lease, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var now = time.GetUtcNow();
        var events = await db.Set<OutboxEvent>().FromSql($"""
            update outbox_events set lease = {lease}, leased_until = {now + s_lease}, attempts = attempts + 1
            where id in (
              select id from outbox_events e
              where done_at is null and due_at <= {now} and (leased_until is null or leased_until < {now})
                and not exists (select from outbox_events earlier where earlier.entity = e.entity and earlier.done_at is null and earlier.position < e.position)
              order by position limit {Batch} for update skip locked)
            returning *
            """).AsNoTracking().ToListAsync(ct);
        return [.. events.OrderBy(e => e.Position)];
    }

    private async Task ApplyAsync(OutboxEvent happened, Guid lease, CancellationToken ct)
    {
        using var activity = s_activities.StartActivity(happened.Kind);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        try
        {
            var handler = scope.ServiceProvider.GetServices<IOutboxHandler>().FirstOrDefault(h => h.Kind == happened.Kind)
                ?? throw new InvalidOperationException($"nobody follows {happened.Kind}");
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var mine = await db.Set<OutboxEvent>().Where(e => e.Id == happened.Id && e.Lease == lease && e.DoneAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.DoneAt, time.GetUtcNow()).SetProperty(e => e.Error, (string?)null), ct);
            if (mine == 0) return;   // The lease ran out and another dispatcher has it.
            await handler.ApplyAsync(happened, db, ct);
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            s_applied.Add(1, new KeyValuePair<string, object?>("kind", happened.Kind));
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            s_failed.Add(1, new KeyValuePair<string, object?>("kind", happened.Kind));
            activity?.SetStatus(ActivityStatusCode.Error);
            logger.LogError(e, "Event {Event} of kind {Kind} failed at attempt {Attempt}", happened.Id, happened.Kind, happened.Attempts);
            await PostponeAsync(happened, lease, e.GetType().Name, ct);
        }
    }

    private async Task PostponeAsync(OutboxEvent happened, Guid lease, string error, CancellationToken ct)
    {
        var pause = TimeSpan.FromSeconds(Math.Min(s_longestPause.TotalSeconds, Math.Pow(2, Math.Min(happened.Attempts, 20))));
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AppDbContext>().Set<OutboxEvent>().Where(e => e.Id == happened.Id && e.Lease == lease)
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
}
