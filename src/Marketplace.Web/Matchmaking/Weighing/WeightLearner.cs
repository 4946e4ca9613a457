using System.Globalization;
using System.Text.Json;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Matchmaking.Weighing;

/// <summary>Learns from the answers so far when somebody asked, in the background and in one program. What comes of it is a version to be looked at; it puts nothing in force.</summary>
public sealed class WeightLearner(
    IServiceScopeFactory scopes, WeightsInForce inForce, NpgsqlDataSource source, DatabaseSignals signals, DatabaseReady ready, TimeProvider time, ILogger<WeightLearner> logger)
    : QueueWorker(WeightsInForce.Channel, TimeSpan.FromSeconds(10), signals, ready, logger)
{
    /// <summary>"learning" in ASCII. The lock of a connection: it falls with the program, and another begins anew.</summary>
    private const long LearningLock = 0x6C6561726E696E67;

    private static readonly TimeSpan s_show = TimeSpan.FromMilliseconds(500);

    internal override async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        if (!await Open(db).AnyAsync(ct)) return;
        await using var held = await source.OpenConnectionAsync(ct);
        await using (var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", held) { Parameters = { new() { Value = LearningLock } } })
        {
            if (await command.ExecuteScalarAsync(ct) is not true) return;
        }
        try
        {
            foreach (var asked in await Open(db).OrderBy(l => l.Id).ToListAsync(ct)) await RunAsync(db, scope.ServiceProvider.GetRequiredService<AuditLog>(), asked, ct);
        }
        finally
        {
            // The connection goes back to the pool and would keep it.
            await using var release = new NpgsqlCommand("select pg_advisory_unlock($1)", held) { Parameters = { new() { Value = LearningLock } } };
            await release.ExecuteScalarAsync(CancellationToken.None);
        }
    }

    private static IQueryable<WeightLearning> Open(AppDbContext db) => db.Set<WeightLearning>().Where(l => l.State == LearningState.Waiting || l.State == LearningState.Running);

    private async Task RunAsync(AppDbContext db, AuditLog audit, WeightLearning asked, CancellationToken ct)
    {
        try
        {
            await LearnAsync(db, audit, asked, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is not NpgsqlException { IsTransient: true })
        {
            // A bug: said once and ended, or it would be met again for ever.
            Logger.LogError(e, "Learning {Learning} failed", asked.Id);
            var now = time.GetUtcNow();
            db.ChangeTracker.Clear();
            await db.Set<WeightLearning>().Where(l => l.Id == asked.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.State, LearningState.Failed).SetProperty(l => l.FinishedAt, now), ct);
        }
    }

    private async Task LearnAsync(AppDbContext db, AuditLog audit, WeightLearning asked, CancellationToken ct)
    {
        var pairs = await PeoplesAnswers.ReadAsync(db, ct);
        (asked.Pairs, asked.Needs, asked.Done, asked.Steps) = (pairs.Count, AnswerLesson.NeedsOf(pairs), 0, AnswerLesson.Steps);
        if (!AnswerLesson.IsEnough(pairs))
        {
            (asked.State, asked.FinishedAt) = (LearningState.TooFew, time.GetUtcNow());
            await db.SaveChangesAsync(ct);
            return;
        }
        asked.State = LearningState.Running;
        await db.SaveChangesAsync(ct);
        var from = await WeightsInForce.ReadAsync(db, inForce.Shipped, ct);
        var name = await NameAsync(db, ct);
        var done = 0;
        var work = Task.Run(() => AnswerLesson.Of(name, pairs, from, () => Interlocked.Increment(ref done), ct), ct);
        while (await Task.WhenAny(work, Task.Delay(s_show, ct)) != work)
        {
            var shown = Volatile.Read(ref done);
            await db.Set<WeightLearning>().Where(l => l.Id == asked.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.Done, shown), ct);
        }
        var lesson = await work;
        var version = new WeightVersion
        {
            Version = name,
            Source = WeightSource.Learnt,
            Json = lesson.Weights.ToJson(),
            PersonId = asked.PersonId,
            CreatedAt = time.GetUtcNow(),
            Report = JsonSerializer.Serialize(lesson.Report, JsonSerializerOptions.Web),
        };
        db.Add(version);
        (asked.State, asked.Done, asked.VersionId, asked.FinishedAt) = (LearningState.Done, AnswerLesson.Steps, version.Id, version.CreatedAt);
        audit.Record(db, "weights.learnt", WeightDesk.Subject(version.Id), new { version = name, lesson.Report.Against, lesson.Report.Pairs, lesson.Report.Needs });
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The day, and on the second time of a day a number.</summary>
    private async Task<string> NameAsync(AppDbContext db, CancellationToken ct)
    {
        var name = "answers-" + Dates.Day(time.GetUtcNow()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var taken = await db.Set<WeightVersion>().Where(v => v.Version.StartsWith(name)).Select(v => v.Version).ToListAsync(ct);
        return Enumerable.Range(1, taken.Count + 1).Select(number => number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}.{number}"))
            .First(free => !taken.Contains(free, StringComparer.Ordinal));
    }
}
