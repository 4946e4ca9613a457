using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Licensing.Payments.Refunds;

/// <summary>Each night: a refund nobody contested counts as received; one that waits is not forgotten. Run twice it does nothing twice.</summary>
public sealed class RefundNight(AppDbContext db, CaseBook book, RefundNotices notices, TimeProvider time)
{
    /// <summary>Days between two reminders to whoever has the ball.</summary>
    public const int RemindEvery = 14;

    private static readonly RefundState?[] s_waiting = [RefundState.Owed, RefundState.Sent, RefundState.Contested];

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        return await db.EachAsync(await db.Set<Refund>().Where(r => s_waiting.Contains(r.State)).Select(r => r.Id).ToListAsync(ct), async id =>
        {
            await db.Database.ExecuteSqlAsync($"select 1 from licences where id = (select licence_id from refunds where id = {id}) for update", ct);
            var refund = await db.Set<Refund>().SingleAsync(r => r.Id == id, ct);
            if (!s_waiting.Contains(refund.State)) return false;
            var licence = await db.Set<Licence>().AsNoTracking().SingleAsync(l => l.Id == refund.LicenceId, ct);
            var days = today.DayNumber - refund.Since.DayNumber;
            if (refund.State == RefundState.Sent && today > RefundMachine.ContestTerm.LastDay(refund.Since))
            {
                book.Take(RefundMachine.Machine, refund, RefundCause.LetStand);
                await notices.DoneAsync(refund, ct);
            }
            else if (days > 0 && days % RemindEvery == 0) await notices.RemindAsync(licence, refund, ct);
            else return false;
            return true;
        }, ct);
    }
}

[DisallowConcurrentExecution]
public sealed class RefundNightJob(RefundNight night, ILogger<RefundNightJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        logger.LogInformation("Refunds of the night: {Count} moved or reminded of", await night.RunAsync(cancellationToken));
}
