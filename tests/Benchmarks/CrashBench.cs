using System.Globalization;
using Marketplace.Testing;

namespace Marketplace.Benchmarks;

/// <summary>What <c>CrashTests</c> proves with five kills, with a hundred: rare moments need many.</summary>
internal static class CrashBench
{
    private const int Kills = 100;

    public static readonly Bench Bench = new("crash", Quick: false, "kills the program a hundred times while it writes (some ten minutes)", RunAsync);

    private static async Task RunAsync(Measures measures, CancellationToken ct)
    {
        var report = await CrashRun.RunAsync(Kills, writers: 4, ct,
            killed: count => { if (count % 10 == 0) Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"crash: {count} of {Kills} kills")); });
        measures.AtLeast(Kills, "crash.kills", report.Kills, "kills");
        measures.Add("crash.acknowledged", report.Acknowledged, "writes");
        measures.AtMost(0, "crash.lost", report.Lost, "writes");
        measures.AtMost(0, "crash.twice", report.Twice, "writes");
        measures.AtMost(0, "crash.orphans", report.Orphans, "processes");
        measures.AtLeast(1, "crash.audit.intact", report.AuditIntact ? 1 : 0, "yes=1");
        measures.Add("crash.end.max", report.SlowestEnd.TotalMilliseconds, "ms");
        measures.Add("crash.recovery.p50", report.MedianStart.TotalMilliseconds, "ms");
        measures.Add("crash.recovery.max", report.SlowestStart.TotalMilliseconds, "ms");
    }
}
