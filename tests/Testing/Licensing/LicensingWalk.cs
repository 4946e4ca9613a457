using System.Collections.Concurrent;
using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Testing.Licensing;

/// <summary>
/// Many people do at random what they may and what they may not, at once, while days pass, patents end, the database drops connections in the middle of things and the program starts anew.
/// Each thousand steps it is looked at whether what docs/licensing.md says still holds. Who is cut off tries the same again.
/// </summary>
/// <param name="database">Empty.</param>
/// <param name="seed">The same seed chooses alike; what meets what is up to the machine.</param>
/// <param name="told">Hears of each fault at once, and how far it is.</param>
public sealed class LicensingWalk(DatabaseAddress database, int seed, TextWriter? told = null)
{
    private const int Hands = 4, Round = 200, LookEvery = 1_000;

    /// <summary>One act in so many is cut off by the database.</summary>
    private const int KillOneIn = 25;

    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());
    private readonly Random _random = new(seed);
    private readonly ConcurrentDictionary<Guid, IReadOnlyList<Grant>> _grants = new();

    public WalkReport Report { get; } = new(told);

    public IReadOnlyList<string> Acts { get; private set; } = [];

    /// <param name="steps">How many, taken or refused.</param>
    /// <param name="restartEvery">After how many steps the program starts anew.</param>
    /// <param name="ct">Enough.</param>
    public async Task RunAsync(int steps, int restartEvery, CancellationToken ct)
    {
        var app = await StartAsync();
        try
        {
            var stage = await WalkStage.SetAsync(app, _time);
            var acts = new WalkActs(stage);
            Acts = [.. acts.All.Select(act => act.Name)];
            for (var (started, looked) = (0, 0); Report.Steps < steps && Report.Faults.Count < 20 && !ct.IsCancellationRequested;)
            {
                await RoundAsync(app, acts);
                await PassAsync(stage);
                if (Report.Steps >= looked + LookEvery || Report.Steps >= steps)
                {
                    looked = Report.Steps;
                    told?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{looked} steps, {Report.Taken} taken, {Report.Faults.Count} faults"));
                    foreach (var broken in await WalkInvariants.BrokenAsync(app, ct)) Report.Fault(string.Create(CultureInfo.InvariantCulture, $"after {looked} steps: {broken}"));
                }
                if (Report.Steps - started < restartEvery) continue;
                started = Report.Steps;
                await app.DisposeAsync();
                stage.App = app = await StartAsync();
            }
        }
        finally
        {
            await app.DisposeAsync();
        }
        ct.ThrowIfCancellationRequested();
    }

    private Task<RunningApp> StartAsync() => RunningApp.StartAsync(database,
        // Mails and short messages are written and not sent: half of the time would go to a gateway nobody looks at.
        new Dictionary<string, string?>(StringComparer.Ordinal) { ["Payments:Gateway"] = "sandbox", ["Signatures:Gateway"] = "sandbox" }, services => services.AddSingleton<TimeProvider>(_time), logs: new ErrorLog(Report));

    private Task RoundAsync(RunningApp app, WalkActs acts) => Task.WhenAll(Enumerable.Range(0, Hands).Select(_ => new Random(_random.Next())).Select(async random =>
    {
        for (var n = 0; n < Round / Hands; n++)
        {
            var act = acts.Any(random);
            if (await act.Plan(random) is not { } attempt) continue;
            if (await TryAsync(app, act.Name, attempt, random.Next(KillOneIn) == 0 ? random.Next(40) : null)) await TryAsync(app, act.Name, attempt, null);
        }
    }));

    /// <summary>Days pass, nights come, patents are granted and end.</summary>
    private async Task PassAsync(WalkStage stage)
    {
        if (_random.Next(3) > 0) return;
        _time.Advance(TimeSpan.FromDays(_random.Next(1, 9)) + TimeSpan.FromMinutes(_random.Next(1440)));
        await stage.SupplyAsync(_random);
        if (_random.Next(4) == 0) await stage.EndPatentAsync();
        if (_random.Next(6) == 0) await stage.HandOverAsync(_random);
        await stage.App.NightAsync();
        await stage.App.WorkAsync();
    }

    /// <summary>Nobody comes or leaves while they walk.</summary>
    private static async Task<IReadOnlyList<Grant>> GrantsAsync(IServiceProvider services, Person person)
    {
        var grants = new List<Grant>();
        foreach (var source in services.GetServices<IGrantSource>()) grants.AddRange(await source.OfAsync(person.Id, CancellationToken.None));
        return grants;
    }

    /// <param name="app">Where.</param>
    /// <param name="name">Of the act.</param>
    /// <param name="attempt">Who does what.</param>
    /// <param name="killAfter">Milliseconds until the connection is cut; null: never.</param>
    /// <returns>Whether it was cut off.</returns>
    private async Task<bool> TryAsync(RunningApp app, string name, Attempt attempt, int? killAfter)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var killed = Task.FromResult(false);
        try
        {
            if (!_grants.TryGetValue(attempt.By.Id, out var grants)) _grants[attempt.By.Id] = grants = await GrantsAsync(scope.ServiceProvider, attempt.By);
            scope.ServiceProvider.GetRequiredService<Actor>().Become(attempt.By.Id, grants);
            await db.Database.OpenConnectionAsync();
            if (killAfter is { } delay) killed = KillAsync(app, ((NpgsqlConnection)db.Database.GetDbConnection()).ProcessID, delay);
            var taken = await attempt.Do(scope.ServiceProvider);
            Report.Count(name, taken ? "taken" : "refused");
            return false;
        }
        catch (Exception e) when (killAfter is not null && e is not OutOfMemoryException)
        {
            Report.Count(name, "killed");
            return true;
        }
        catch (Exception e)
        {
            Report.Count(name, "threw");
            Report.Fault($"{name}: {e}");
            return false;
        }
        finally
        {
            // A connection that was cut must not go back to the others.
            if (await killed) await Broken(db);
        }
    }

    private static async Task<bool> KillAsync(RunningApp app, int backend, int delay)
    {
        await Task.Delay(delay);
        return await app.WithDatabaseAsync(db => db.Database.SqlQuery<bool>($"select pg_terminate_backend({backend}) as \"Value\"").SingleAsync());
    }

    private static async Task Broken(AppDbContext db)
    {
        try
        {
            await db.Database.ExecuteSqlRawAsync("select 1");
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // As it should be: the pool throws it away.
        }
    }
}
