using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Licensing.Signing;

/// <summary>Each night: what was not signed in time ends; what nears its last day is reminded of. Run twice it does nothing twice.</summary>
public sealed class SigningNight(AppDbContext db, SigningBook signings, SigningNotices notices, TimeProvider time, ILogger<SigningNight> logger)
{
    /// <summary>Days before the last one on which those who have the ball are reminded.</summary>
    private static readonly int[] s_remind = [7, 3, 1];

    public async Task<int> RunAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        var reminded = s_remind.Select(days => today.AddDays(days)).ToList();
        var due = db.Set<SigningCase>().Where(s => (s.State == SigningState.Begun || s.State == SigningState.Partly) && (s.SignBy < today || reminded.Contains(s.SignBy)));
        return await db.EachAsync(await due.Select(s => s.Id).ToListAsync(ct), async id =>
        {
            // In the order of everybody: the case first, then the signing.
            if (await signings.LockAsync(id, ct) is not { State: { } state } signing || !state.IsOpen()) return false;
            if (signing.SignBy >= today)
            {
                await notices.RemindAsync(signing, await db.Set<Signature>().AsNoTracking().Where(s => s.SigningId == id).OrderBy(s => s.Place).ToListAsync(ct), signing.SignBy.DayNumber - today.DayNumber, ct);
                return true;
            }
            if (await signings.ExpiredAsync(signing, ct) is not { } no) return true;
            logger.LogError("Signing {Signing} is over, and its case does not take it: {Code}", id, no.Code);
            return false;
        }, ct);
    }
}

[DisallowConcurrentExecution]
public sealed class SigningNightJob(SigningNight night, ILogger<SigningNightJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        logger.LogInformation("Signings of the night: {Count} ended or reminded of", await night.RunAsync(cancellationToken));
}
