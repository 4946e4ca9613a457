using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Quartz;

namespace Marketplace.Web.Platform.Jobs;

/// <summary>Removes what nobody can need any more, and notes the head of the audit chain where the log collector keeps it out of the database's reach.</summary>
[DisallowConcurrentExecution]
public sealed class Housekeeping(AppDbContext db, NpgsqlDataSource source, TimeProvider time, ILogger<Housekeeping> logger) : IJob
{
    /// <summary>Longer than any rebuild of a search index that replays applied events.</summary>
    private static readonly TimeSpan s_keepEvents = TimeSpan.FromDays(14);

    /// <summary>A client that has not repeated its request for a week has forgotten it.</summary>
    private static readonly TimeSpan s_keepAnswers = TimeSpan.FromDays(7);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var events = await db.Set<OutboxEvent>().Where(e => e.DoneAt < now - s_keepEvents).ExecuteDeleteAsync(cancellationToken);
        var answers = await db.Set<IdempotentAnswer>().Where(a => a.At < now - s_keepAnswers).ExecuteDeleteAsync(cancellationToken);
        var contents = await db.Set<StoredContent>().Where(c => !db.Set<StoredFile>().Any(f => f.ContentSha256 == c.Sha256)).ExecuteDeleteAsync(cancellationToken);
        await SignInLeftovers.RemoveAsync(db, now, cancellationToken);
        logger.LogInformation("Housekeeping removed {Events} applied events, {Answers} kept answers and {Contents} contents without a file", events, answers, contents);

        var report = await AuditVerifier.VerifyAsync(source, expectedHead: null, cancellationToken);
        if (report.BrokenAt is { } at) logger.LogCritical("The audit log was changed at entry {Entry}: {Reason}", at, report.Reason);
        else logger.LogInformation("The audit log is whole; its head is {Head}", report.Head);
    }
}
