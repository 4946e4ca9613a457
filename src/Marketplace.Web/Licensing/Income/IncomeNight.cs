using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Licensing.Income;

/// <summary>Each night: sharings nobody objected to in time are confirmed. Run twice it does nothing twice; each in a transaction of its own.</summary>
public sealed class IncomeNight(AppDbContext db, SharingDesk desk, TimeProvider time)
{
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var (today, confirmed) = (Dates.Today(time), 0);
        foreach (var id in await db.Set<Sharing>().Where(s => s.State == SharingState.Proposed && s.ObjectUntil < today).OrderBy(s => s.Id).Select(s => s.Id).ToListAsync(ct))
        {
            db.ChangeTracker.Clear();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (await desk.LockAsync(id, ct) is not var (sharing, licence) || !await desk.ConfirmAsync(sharing, licence, ct)) continue;
            await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
            confirmed++;
        }
        return confirmed;
    }
}

[DisallowConcurrentExecution]
public sealed class IncomeNightJob(IncomeNight night, ILogger<IncomeNightJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        logger.LogInformation("Income of the night: {Count} sharings confirmed", await night.RunAsync(cancellationToken));
}
