using System.Diagnostics;
using System.Globalization;

namespace Marketplace.Web.Platform.Database;

/// <summary>
/// What still runs on a cluster folder although nobody holds its lock, or the note of what is gone. PostgreSQL's processes all work in their
/// cluster's folder, so they are known by that: the kernel gives the real path, however the folder was named when they were started.
/// </summary>
internal static class StrayServer
{
    /// <summary>A fast shutdown writes a checkpoint; what takes longer is cut short and recovers from its log.</summary>
    private static readonly TimeSpan s_politely = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_atOnce = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    /// <summary>Ends the server, then what a server that died left behind: its shared memory would keep the next one from starting.</summary>
    public static async Task StopAsync(string cluster, CancellationToken ct)
    {
        if (ReadProcessId(cluster) is { } id && Running(cluster).Contains(id))
        {
            await SignalAsync("INT", [id], ct);
            await EndAsync(() => Running(cluster).Where(other => other == id).ToList(), s_politely, ct);
        }
        // A postmaster answers QUIT by ending its children, and a child without postmaster by ending itself.
        await SignalAsync("QUIT", Running(cluster), ct);
        await EndAsync(() => Running(cluster), s_atOnce, ct);
        await SignalAsync("KILL", Running(cluster), ct);
        await EndAsync(() => Running(cluster), s_atOnce, ct);
        // The number may belong to another program by now; PostgreSQL would refuse to start because of it.
        if (ReadProcessId(cluster) is { } stale && !Running(cluster).Contains(stale)) File.Delete(Path.Combine(cluster, "postmaster.pid"));
    }

    public static int? ReadProcessId(string cluster)
    {
        try
        {
            return int.TryParse(File.ReadLines(Path.Combine(cluster, "postmaster.pid")).FirstOrDefault(), CultureInfo.InvariantCulture, out var id) ? id : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Every process of PostgreSQL that works in this folder, and no other.</summary>
    public static IReadOnlyList<int> Running(string cluster)
    {
        if (!Directory.Exists(cluster)) return [];
        var real = RealPath.Of(cluster);
        return [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => char.IsAsciiDigit(name![0]) && LinkOf(name, "cwd") == real && Path.GetFileName(LinkOf(name, "exe")) is "postgres" or "postgres (deleted)" or "initdb")
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))];
    }

    private static string? LinkOf(string process, string name)
    {
        try
        {
            return new FileInfo($"/proc/{process}/{name}").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;   // It ended while we looked, or is another user's and so none of ours.
        }
    }

    private static async Task EndAsync(Func<IReadOnlyList<int>> running, TimeSpan within, CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (running().Count > 0 && TimeProvider.System.GetElapsedTime(since) < within) await Task.Delay(s_look, ct);
    }

    private static async Task SignalAsync(string name, IReadOnlyList<int> processes, CancellationToken ct)
    {
        if (processes.Count == 0) return;
        // One that has ended meanwhile makes kill complain; that is what was wanted.
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{name}", .. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))]) { RedirectStandardError = true })!;
        await kill.WaitForExitAsync(ct);
    }
}
