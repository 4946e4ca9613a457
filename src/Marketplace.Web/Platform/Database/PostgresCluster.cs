using System.Security.Cryptography;
using Marketplace.Web.Platform.Verbs;

namespace Marketplace.Web.Platform.Database;

/// <summary>The files of the private PostgreSQL and how it is set up.</summary>
internal static class PostgresCluster
{
    /// <summary>Enough for the reason of a failed start and what it followed from.</summary>
    private const int LastLines = 5;

    /// <summary>True when a cluster was made, false when there was one.</summary>
    public static async Task<bool> MakeAsync(DataFolder folder, PostgresBinaries binaries, string owner, bool durable, CancellationToken ct)
    {
        if (File.Exists(Path.Combine(folder.Postgres, "PG_VERSION"))) return false;
        if (!File.Exists(folder.PasswordFile))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            await using var file = new StreamWriter(folder.PasswordFile, options);
            await file.WriteAsync(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)).AsMemory(), ct);
        }
        // A folder half made by an earlier attempt (disk full, killed) has no PG_VERSION or an unfinished cluster: made aside, then renamed.
        var making = folder.Postgres + ".making";
        await StrayServer.StopAsync(making, ct);
        if (Directory.Exists(making)) Directory.Delete(making, recursive: true);
        Directory.CreateDirectory(making, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (ServerAccount.IsRoot) await ServerAccount.GiveAsync(making, ct);
        List<string> command =
        [
            Path.Combine(binaries.Folder, "initdb"), "-D", making, "-U", owner, "--auth=scram-sha-256", $"--pwfile={folder.PasswordFile}",
            "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
        ];
        if (!durable) command.Add("--no-sync");
        var (code, output) = await ServerAccount.RunAsync(command, making, ct);
        if (code != 0) throw new OperatorException(ExitCode.DataUnusable, string.Format(VerbTexts.Culture, VerbTexts.PostgresInitFailed, folder.Postgres, output.Trim()));
        Directory.Move(making, folder.Postgres);
        return true;
    }

    public static IEnumerable<string> Settings(bool durable)
    {
        yield return "listen_addresses=127.0.0.1";
        yield return "unix_socket_directories=";
        yield return "timezone=UTC";
        yield return "shared_buffers=256MB";
        yield return "max_wal_size=2GB";
        yield return durable ? "max_connections=100" : "max_connections=400";
        // A week of the server's own log, one file a weekday, written over.
        yield return "logging_collector=on";
        yield return "log_filename=postgresql-%a.log";
        yield return "log_truncate_on_rotation=on";
        yield return "log_rotation_size=0";
        if (durable) yield break;
        yield return "fsync=off";
        yield return "synchronous_commit=off";
        yield return "full_page_writes=off";
    }

    /// <summary>The end of the server's own log: once that is open, the reason of a failed start stands only there.</summary>
    public static string LastWords(string cluster)
    {
        var folder = new DirectoryInfo(Path.Combine(cluster, "log"));
        var newest = folder.Exists ? folder.EnumerateFiles("*.log").MaxBy(file => file.LastWriteTimeUtc) : null;
        return newest is null ? "" : string.Join('\n', File.ReadLines(newest.FullName).TakeLast(LastLines));
    }
}
