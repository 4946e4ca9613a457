using System.Diagnostics;
using System.Globalization;

namespace Marketplace.Web.Platform.Database;

/// <summary>A server that still runs on a cluster folder although nobody holds its lock, or the note of one that is gone.</summary>
internal static class StrayServer
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Waits for a server that is on its way down, stops one that is not, clears the note of one that is dead.</summary>
    public static async Task StopAsync(string cluster, CancellationToken ct)
    {
        if (ReadProcessId(cluster) is not { } id) return;
        if (!RunsOn(id, cluster))
        {
            // The number may belong to another program by now; PostgreSQL would refuse to start because of it.
            File.Delete(Path.Combine(cluster, "postmaster.pid"));
            return;
        }
        using var server = Process.GetProcessById(id);
        if (await EndsAsync(server, s_patience / 2, ct)) return;
        Signal(id, "INT");
        if (await EndsAsync(server, s_patience, ct)) return;
        Signal(id, "QUIT");
        await EndsAsync(server, s_patience, ct);
    }

    public static int? ReadProcessId(string cluster)
    {
        try
        {
            return int.TryParse(File.ReadLines(Path.Combine(cluster, "postmaster.pid")).FirstOrDefault(), CultureInfo.InvariantCulture, out var id) ? id : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool RunsOn(int id, string cluster)
    {
        try
        {
            var words = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/cmdline")).Split('\0');
            return words[0].EndsWith("postgres", StringComparison.Ordinal) && words.Contains(cluster, StringComparer.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<bool> EndsAsync(Process server, TimeSpan within, CancellationToken ct)
    {
        try
        {
            await server.WaitForExitAsync(ct).WaitAsync(within, ct);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static void Signal(int id, string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }
}
