using System.Security.Cryptography;
using Marketplace.Testing;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.Jobs;
using Marketplace.Web.Platform.Outbox;
using Marketplace.Web.Tests.Platform.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Marketplace.Web.Tests.Platform.Jobs;

public sealed class HousekeepingTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_from_the_schedule_in_the_database_it_removes_what_is_past_use_and_nothing_else()
    {
        using var log = new CapturedLog();
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?> { ["Logging:LogLevel:Marketplace"] = "Information" }, logs: log);
        await app.WithDatabaseAsync(FillAsync);

        var scheduler = await app.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(Ct);
        var job = (await ScheduledAsync(app)).ShouldHaveSingleItem();
        await scheduler.TriggerJob(job, Ct);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while (!log.Lines.Any(line => line.Contains("The audit log", StringComparison.Ordinal))) await Task.Delay(50, patience.Token);

        log.Lines.ShouldContain(line => line.StartsWith("Housekeeping removed 1 applied events, 1 kept answers and 1 contents without a file", StringComparison.Ordinal));
        log.Lines.ShouldContain(line => line.StartsWith("The audit log is whole", StringComparison.Ordinal));
        (await app.WithDatabaseAsync(db => db.Set<OutboxEvent>().Select(e => e.Kind).OrderBy(kind => kind).ToListAsync(Ct))).ShouldBe(["test.applied-lately", "test.open"]);
        (await app.WithDatabaseAsync(db => db.Set<IdempotentAnswer>().Select(a => a.Key).ToListAsync(Ct))).ShouldBe(["young"]);
        (await app.WithDatabaseAsync(db => db.Set<StoredContent>().Select(c => c.MediaType).ToListAsync(Ct))).ShouldBe(["used"]);
        (await app.WithDatabaseAsync(db => db.Set<StoredFile>().CountAsync(Ct))).ShouldBe(1);
    }

    /// <summary>As Quartz's own tables have them.</summary>
    private static async Task<IReadOnlyList<JobKey>> ScheduledAsync(RunningApp app)
    {
        var rows = await app.WithDatabaseAsync(db => db.Database.SqlQuery<Row>(
            $"select d.job_name as name, d.job_group as \"group\", t.trigger_type as type from qrtz_job_details d join qrtz_triggers t using (sched_name, job_name, job_group) where d.job_class_name like {"%" + nameof(Housekeeping) + "%"}").ToListAsync(Ct));
        rows.ShouldAllBe(row => row.Type == "CRON");
        return [.. rows.Select(row => new JobKey(row.Name, row.Group))];
    }

    private static async Task<int> FillAsync(AppDbContext db)
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var (kind, done) in new (string, DateTimeOffset?)[] { ("test.applied-long-ago", now.AddDays(-15)), ("test.applied-lately", now.AddDays(-13)), ("test.open", null) })
            // Not due for a while: nobody follows these kinds.
            db.Add(new OutboxEvent { Kind = kind, Entity = kind, Payload = "{}", DoneAt = done, DueAt = now.AddDays(1) });
        db.Add(new IdempotentAnswer { Key = "old", RequestSha256 = [1], At = now.AddDays(-8) });
        db.Add(new IdempotentAnswer { Key = "young", RequestSha256 = [1], At = now.AddDays(-6) });
        byte[] used = [1], unused = [2];
        db.Add(new StoredContent { Sha256 = SHA256.HashData(used), Bytes = used, MediaType = "used" });
        db.Add(new StoredContent { Sha256 = SHA256.HashData(unused), Bytes = unused, MediaType = "unused" });
        db.Add(new StoredFile { ContentSha256 = SHA256.HashData(used), Name = "a.txt", MediaType = "used", Size = 1, AddedAt = now, Subject = "test" });
        return await db.SaveChangesAsync(Ct);
    }

    private sealed record Row(string Name, string Group, string Type);
}
