using System.Diagnostics;
using Marketplace.Web.Tests.Platform.Messages;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(TemporaryPostgres))]

namespace Marketplace.Web.Tests.Platform.Messages;

/// <summary>A PostgreSQL of these tests' own on a socket; to give way to the shared database fixture.</summary>
public sealed class TemporaryPostgres : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"messages-pg-{Guid.CreateVersion7():N}");

    public string NewDatabase() => new NpgsqlConnectionStringBuilder
    {
        Host = _folder, Username = "postgres", Database = $"t{Guid.CreateVersion7():N}", Pooling = true, MaxPoolSize = 10,
    }.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        await RunAsync(Tool("initdb"), "-D", _folder, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8");
        await RunAsync(Tool("pg_ctl"), "-D", _folder, "-w", "-l", Path.Combine(_folder, "log"), "-o",
            $"-k {_folder} -c listen_addresses= -c fsync=off -c max_connections=200", "start");
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await RunAsync(Tool("pg_ctl"), "-D", _folder, "-m", "immediate", "stop");
        await RunAsync("rm", "-rf", _folder);
    }

    private static string Tool(string name) =>
        Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin", name)).Last(File.Exists);

    private static async Task RunAsync(string tool, params string[] arguments)
    {
        // PostgreSQL refuses root.
        string[] all = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", tool, .. arguments] : [tool, .. arguments];
        // Not redirected: the server would inherit the pipe and hold it open.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "cd / && exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", .. all]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{tool} ended with {process.ExitCode}");
    }
}
