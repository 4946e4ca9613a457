using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Outbox;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Needs;

/// <summary>Each night: what ran out ends, those who keep the rest are reminded two weeks before, and needs follow an owner that was merged or ended.</summary>
public sealed class NeedNight(AppDbContext db, NeedWork work, AuditLog audit, TimeProvider time)
{
    public async Task<(int Expired, int Reminded, int Moved, int Ended)> RunAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        var alive = db.Set<Need>().AsNoTracking().Where(n => n.State == NeedState.Open || n.State == NeedState.Paused);
        var expired = await EachAsync(alive.Where(n => n.ExpiresOn < today), async need =>
        {
            need.State = NeedState.Expired;
            audit.Record(db, "need.expired", NeedDesk.Subject(need.Id));
            await work.SettledAsync(db, need, null, ct);
            await work.ExpiredAsync(db, need, ct);
        }, ct);
        var soon = today.AddDays(NeedRules.RemindDaysBefore);
        var reminded = await EachAsync(alive.Where(n => n.ExpiresOn <= soon && (n.RemindedFor == null || n.RemindedFor != n.ExpiresOn)), async need =>
        {
            need.RemindedFor = need.ExpiresOn;
            await work.ExpiringAsync(db, need, need.ExpiresOn!.Value, ct);
        }, ct, publish: false);
        var gone = db.Set<Organisation>().Where(o => o.State == OrganisationState.Merged && o.MergedInto != null);
        var moved = await EachAsync(db.Set<Need>().AsNoTracking().Where(n => gone.Any(o => o.Id == n.OwnerId)), async need =>
        {
            // Of a chain of mergers each night takes one link.
            var into = await gone.Where(o => o.Id == need.OwnerId).Select(o => o.MergedInto).SingleAsync(ct);
            need.OwnerId = into;
            audit.Record(db, "need.moved", NeedDesk.Subject(need.Id), new { into });
        }, ct);
        var dissolved = db.Set<Organisation>().Where(o => o.State == OrganisationState.Dissolved);
        var ended = await EachAsync(alive.Where(n => dissolved.Any(o => o.Id == n.OwnerId)), async need =>
        {
            need.State = NeedState.Withdrawn;
            audit.Record(db, "need.withdrawn", NeedDesk.Subject(need.Id), new { owner = "dissolved" });
            await work.SettledAsync(db, need, null, ct);
        }, ct);
        return (expired, reminded, moved, ended);
    }

    /// <summary>Each in a transaction of its own, so that one that fails holds up no other.</summary>
    private async Task<int> EachAsync(IQueryable<Need> which, Func<Need, Task> act, CancellationToken ct, bool publish = true)
    {
        var done = 0;
        foreach (var id in await which.OrderBy(n => n.Id).Select(n => n.Id).ToListAsync(ct))
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            await db.Database.ExecuteSqlAsync($"select 1 from needs where id = {id} for update", ct);
            // Meanwhile its owner may have extended or ended it.
            if (!await which.AnyAsync(n => n.Id == id, ct)) continue;
            var need = await db.Set<Need>().SingleAsync(n => n.Id == id, ct);
            await act(need);
            if (publish)
            {
                need.ChangedAt = time.GetUtcNow();
                db.Publish(NeedChanged.Kind, need.Id, new NeedChanged(need.Id));
            }
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            done++;
        }
        return done;
    }
}

[DisallowConcurrentExecution]
public sealed class NeedNightJob(NeedNight night, Drives.DriveNight drives, ILogger<NeedNightJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var (expired, reminded, moved, ended) = await night.RunAsync(cancellationToken);
        var (closed, told) = await drives.RunAsync(cancellationToken);
        logger.LogInformation("Needs of the night: {Expired} expired, {Reminded} about to, {Moved} went along with a merged owner, {Ended} ended with theirs; {Closed} drives closed, {Told} about to",
            expired, reminded, moved, ended, closed, told);
    }
}
