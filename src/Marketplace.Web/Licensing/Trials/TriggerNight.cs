using Marketplace.Web.Data;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>Each night: conditions that were stated with proof and not contested in time stand.</summary>
public sealed class TriggerNight(AppDbContext db, TriggerDesk desk, TimeProvider time)
{
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var (today, moved) = (Dates.Today(time), 0);
        foreach (var id in await db.Set<FeeTrigger>().Where(t => t.State == TriggerState.Stated).OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(ct))
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            // In the order in which everything locks them.
            var licence = await db.Set<Licence>().FromSql($"select * from licences where id = (select licence_id from fee_triggers where id = {id}) for update").SingleAsync(ct);
            var one = await db.Set<FeeTrigger>().SingleAsync(t => t.Id == id, ct);
            if (one.State != TriggerState.Stated || TriggerMachine.ContestTerm.LastDay(one.Since) >= today || !await desk.LetStandAsync(licence, one, ct)) continue;
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            moved++;
        }
        return moved;
    }
}
