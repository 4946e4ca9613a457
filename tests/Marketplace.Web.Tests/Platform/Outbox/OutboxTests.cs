using System.Collections.Concurrent;
using Marketplace.Testing;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Platform.Outbox;

public sealed class OutboxTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_committed_event_is_applied_without_waiting_for_the_poll()
    {
        var follower = new Follower();
        await using var app = await StartAsync(follower);
        await PublishAsync(app, "a", 1);
        (await follower.Applied.Task.WaitAsync(Ct)).ShouldBe(1);
    }

    [Fact]
    public async Task An_event_of_a_transaction_that_was_rolled_back_never_goes_out()
    {
        var follower = new Follower();
        await using var app = await StartAsync(follower);
        await app.WithDatabaseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            db.Publish(Follower.Name, "a", 1);
            await db.SaveChangesAsync(Ct);
            await transaction.RollbackAsync(Ct);
            return 0;
        });
        await PublishAsync(app, "a", 2);
        await app.DrainOutboxAsync();
        follower.Seen["test:a"].ShouldBe([2]);
    }

    [Fact]
    public async Task Events_of_one_entity_keep_their_order_among_many_dispatchers()
    {
        var follower = new Follower();
        var database = await server.NewDatabaseAsync();
        await using var first = await StartAsync(follower, database);
        await using var second = await StartAsync(follower, database);
        for (var n = 1; n <= 20; n++) foreach (var entity in (string[])["a", "b", "c"]) await PublishAsync(first, entity, n);
        await first.DrainOutboxAsync();
        foreach (var entity in (string[])["a", "b", "c"]) follower.Seen[$"test:{entity}"].ShouldBe(Enumerable.Range(1, 20));
    }

    [Fact]
    public async Task A_failing_event_holds_back_its_entity_alone_and_keeps_its_effect_to_itself()
    {
        var follower = new Follower { FailOn = 1 };
        await using var app = await StartAsync(follower);
        await PublishAsync(app, "a", 1);
        await PublishAsync(app, "a", 2);
        await PublishAsync(app, "b", 3);
        await app.DrainOutboxAsync();
        follower.Seen.ShouldNotContainKey("test:a");
        follower.Seen["test:b"].ShouldBe([3]);
        (await app.WithDatabaseAsync(db => db.Set<AuditEntry>().Select(e => e.Act).ToListAsync(Ct))).ShouldBe(["applied 3"]);
        (await app.WithDatabaseAsync(db => db.Set<OutboxEvent>().Where(e => e.Error != null).Select(e => e.Error).SingleAsync(Ct))).ShouldBe(nameof(TimeoutException));
    }

    [Fact]
    public async Task Two_dispatchers_apply_each_event_once()
    {
        var follower = new Follower();
        var database = await server.NewDatabaseAsync();
        await using var first = await StartAsync(follower, database);
        await using var second = await StartAsync(follower, database);
        for (var n = 1; n <= 60; n++) await PublishAsync(first, $"e{n}", n);
        await Task.WhenAll(first.DrainOutboxAsync(), second.DrainOutboxAsync());
        var effects = await first.WithDatabaseAsync(db => db.Set<AuditEntry>().Select(e => e.Act).ToListAsync(Ct));
        effects.Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(1, 60).Select(n => $"applied {n}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Positions_follow_commits_and_the_watermark_stops_before_what_is_open()
    {
        var follower = new Follower { FailOn = 2 };
        await using var app = await StartAsync(follower);
        await PublishAsync(app, "a", 1);
        await PublishAsync(app, "b", 2);
        await PublishAsync(app, "c", 3);
        await app.DrainOutboxAsync();
        // The background dispatcher may still be at its last step, so this one takes it too: moving the watermark twice is harmless.
        await PublishAsync(app, "d", 4);
        await app.DrainOutboxAsync();
        var open = await app.WithDatabaseAsync(db => db.Set<OutboxEvent>().Where(e => e.DoneAt == null).Select(e => e.Position).SingleAsync(Ct));
        open.ShouldBe(2);
        (await app.WithDatabaseAsync(db => db.Database.SqlQuery<long>($"select position as \"Value\" from outbox_watermark").SingleAsync(Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task Nothing_is_begun_under_a_lease_that_is_about_to_end()
    {
        // Each event takes four of the lease's ten seconds: a batch of six would outlive it.
        var time = new ManualTime(TimeProvider.System.GetUtcNow().AddDays(1));
        var left = new ConcurrentQueue<TimeSpan>();
        var follower = new Follower
        {
            Meanwhile = (happened, _) =>
            {
                left.Enqueue(happened.LeasedUntil!.Value - time.GetUtcNow());
                time.Advance(TimeSpan.FromSeconds(4));
                return Task.CompletedTask;
            },
        };
        await using var app = await StartAsync(follower, time: time);
        await app.WithDatabaseAsync(async db =>
        {
            for (var n = 1; n <= 6; n++) db.Publish(Follower.Name, $"e{n}", n);
            return await db.SaveChangesAsync(Ct);
        });
        await app.DrainOutboxAsync();
        follower.Seen.Count.ShouldBe(6);
        left.ShouldAllBe(span => span >= TimeSpan.FromSeconds(5));
        (await app.WithDatabaseAsync(db => db.Set<OutboxEvent>().Select(e => e.Attempts).Distinct().ToListAsync(Ct))).ShouldBe([1]);
    }

    [Fact]
    public async Task A_handler_still_at_work_when_its_lease_ends_is_stopped_and_leaves_nothing()
    {
        var follower = new Follower { Meanwhile = async (happened, ct) => { if (happened.Attempts == 1) await Task.Delay(Timeout.Infinite, ct); } };
        await using var app = await StartAsync(follower, time: new HastyTime());
        await PublishAsync(app, "a", 1);
        // The first attempt ends with the lease (a twentieth of its ten seconds here), the second follows two seconds later.
        (await follower.Applied.Task.WaitAsync(TimeSpan.FromSeconds(20), Ct)).ShouldBe(1);
        await app.DrainOutboxAsync();
        (await app.WithDatabaseAsync(db => db.Set<AuditEntry>().Select(e => e.Act).ToListAsync(Ct))).ShouldBe(["applied 1"]);
    }

    private async Task<RunningApp> StartAsync(Follower follower, Web.Platform.Database.DatabaseAddress? database = null, TimeProvider? time = null) =>
        await RunningApp.StartAsync(database ?? await server.NewDatabaseAsync(), services: services =>
        {
            services.AddSingleton<IOutboxHandler>(follower);
            if (time is not null) services.AddSingleton(time);
        });

    private static Task<int> PublishAsync(RunningApp app, string entity, int n) => app.WithDatabaseAsync(async db =>
    {
        db.Publish(Follower.Name, entity, n);
        return await db.SaveChangesAsync(Ct);
    });

    /// <summary>The right time, but timers run out twenty times as fast.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 20 : dueTime, period);
    }

    private sealed class Follower : IOutboxHandler
    {
        public const string Name = "test.happened";
        public string Kind => Name;
        public int FailOn { get; init; }
        public Func<OutboxEvent, CancellationToken, Task>? Meanwhile { get; init; }
        public ConcurrentDictionary<string, ConcurrentQueue<int>> Seen { get; } = new(StringComparer.Ordinal);
        public TaskCompletionSource<int> Applied { get; } = new();

        public async Task ApplyAsync(OutboxEvent happened, AppDbContext db, CancellationToken ct)
        {
            var n = happened.Read<int>();
            db.Add(new AuditEntry { At = DateTimeOffset.UnixEpoch, Actor = "system", Act = $"applied {n}", Subject = happened.Entity, Succeeded = true });
            await db.SaveChangesAsync(ct);
            if (Meanwhile is not null) await Meanwhile(happened, ct);
            if (n == FailOn) throw new TimeoutException();
            Seen.GetOrAdd(happened.Entity, _ => []).Enqueue(n);
            Applied.TrySetResult(n);
        }
    }
}
