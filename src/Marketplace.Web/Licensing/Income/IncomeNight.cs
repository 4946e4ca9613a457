using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Licensing.Income;

/// <summary>Each night: sharings nobody objected to in time are confirmed. Run twice it does nothing twice.</summary>
public sealed class IncomeNight(AppDbContext db, SharingDesk desk, TimeProvider time)
{
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        var due = await db.Set<Sharing>().Where(s => s.State == SharingState.Proposed && s.ObjectUntil < today).Select(s => s.Id).ToListAsync(ct);
        return await db.EachAsync(due, async id => await desk.LockAsync(id, ct) is var (sharing, licence) && await desk.ConfirmAsync(sharing, licence, ct), ct);
    }
}

[DisallowConcurrentExecution]
public sealed class IncomeNightJob(IncomeNight night, ILogger<IncomeNightJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        logger.LogInformation("Income of the night: {Count} sharings confirmed", await night.RunAsync(cancellationToken));
}
