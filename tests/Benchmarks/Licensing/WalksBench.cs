using Marketplace.Testing;
using Marketplace.Testing.Licensing;

namespace Marketplace.Benchmarks.Licensing;

/// <summary>A hundred thousand steps of many people, connections cut and the program started anew in between; nothing of what docs/licensing.md says may break.</summary>
internal static class WalksBench
{
    public static readonly Bench Bench = new("walks", Quick: false, "a hundred thousand random steps of licences, with kills; what always holds is asked in between (half an hour)", RunAsync);

    private static async Task RunAsync(Measures measures, BenchOptions options, CancellationToken ct)
    {
        var server = new PostgresServer();
        await server.InitializeAsync();
        try
        {
            var seed = Random.Shared.Next();
            var walk = new LicensingWalk(await server.NewDatabaseAsync(), seed, Console.Error);
            try
            {
                await walk.RunAsync(options.Documents ?? 100_000, restartEvery: 10_000, ct);
            }
            finally
            {
                // Also of a walk that was stopped.
                await Console.Error.WriteLineAsync($"seed {seed}\n{walk.Report}\nnever taken: {string.Join(", ", walk.Report.Untried(walk.Acts))}");
            }
            measures.Add("walks.steps", walk.Report.Steps, "steps");
            measures.Add("walks.taken", walk.Report.Taken, "steps");
            measures.Add("walks.killed", walk.Report.Killed, "steps");
            measures.AtMost(0, "walks.untried", walk.Report.Untried(walk.Acts).Count, "acts never taken");
            measures.AtMost(0, "walks.broken", walk.Report.Faults.Count, "faults");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }
}
