using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Licensing.Approvals;

/// <summary>Each night: where those who could decide have left, others find it on their list; and what waits is not forgotten. Run twice it does nothing twice.</summary>
public sealed class ApprovalNight(AppDbContext db, ApprovalNotices notices, TimeProvider time)
{
    /// <summary>Days between two reminders: who comes to the office weekly sees each.</summary>
    public const int RemindEvery = 7;

    public Task<int> RunAsync(CancellationToken ct) => db.EachAsync(db.Set<ApprovalRun>().Where(r => r.State == ApprovalState.Open), id => $"select * from approval_runs where id = {id} for update", async run =>
    {
        var steps = await db.Set<ApprovalRunStep>().AsNoTracking().Where(s => s.RunId == run.Id).OrderBy(s => s.Place).ToListAsync(ct);
        await notices.AskAsync(run, steps, ct, (Dates.Today(time).DayNumber - run.Since.DayNumber) / RemindEvery);
        return true;
    }, ct);
}

[DisallowConcurrentExecution]
public sealed class ApprovalNightJob(ApprovalNight night, ILogger<ApprovalNightJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        logger.LogInformation("Approvals of the night: {Count} wait", await night.RunAsync(cancellationToken));
}
