using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>Each night: conditions that were stated with proof and not contested in time stand.</summary>
public sealed class TriggerNight(AppDbContext db, TriggerDesk desk, TimeProvider time)
{
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        return await db.EachAsync(await db.Set<FeeTrigger>().Where(t => t.State == TriggerState.Stated).Select(t => t.Id).ToListAsync(ct), async id =>
        {
            // In the order in which everything locks them.
            var licence = await db.Set<Licence>().FromSql($"select * from licences where id = (select licence_id from fee_triggers where id = {id}) for update").SingleAsync(ct);
            var one = await db.Set<FeeTrigger>().SingleAsync(t => t.Id == id, ct);
            return one.State == TriggerState.Stated && TriggerMachine.ContestTerm.LastDay(one.Since) < today && await desk.LetStandAsync(licence, one, ct);
        }, ct);
    }
}
