using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Web.Platform.Verbs;
using Npgsql;

namespace Marketplace.Web.Platform.Database;

/// <summary>
/// A PostgreSQL of the program's own. It lives and dies with the program: a keeper shell holds the read end of a pipe whose other end
/// only this process has, so when the process ends, even by SIGKILL, the keeper reads end-of-file and stops the server within seconds.
/// What a killed keeper leaves behind is stopped by the next start before it starts its own.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private const string Owner = "marketplace_owner";
    private const string App = "marketplace_app";
    private const string Database = "marketplace";

    /// <summary>Six seconds for a fast shutdown, then at once (the server recovers from its log): with the poll of the pipe below ten in all.</summary>
    private const string Keeper = """
        exec 3<&0
        "$@" 3<&- </dev/null & server=$!
        ( while read -r _; do :; done <&3
          kill -INT $server; sleep 6 & nap=$!
          trap 'kill $nap; exit' TERM
          wait $nap; kill -QUIT $server ) 2>/dev/null & pipe=$!
        wait $server; code=$?
        kill $pipe 2>/dev/null
        exit $code
        """;

    private static readonly TimeSpan s_stopWait = TimeSpan.FromSeconds(12);

    private readonly DataFolder _folder;
    private readonly PostgresBinaries _binaries;
    private readonly bool _durable;
    private readonly CancellationTokenSource _stopping = new();
    private Process? _keeper;
    private Task _watch = Task.CompletedTask;

    private PrivatePostgres(DataFolder folder, PostgresBinaries binaries, bool durable) =>
        (_folder, _binaries, _durable, Address) = (folder, binaries, durable, new("", ""));

    public DatabaseAddress Address { get; private set; }

    /// <summary>Called when the server ended by itself and is being started again.</summary>
    public Action<string>? Said { get; set; }

    /// <param name="folder">Its lock must be held by the caller.</param>
    /// <param name="binariesFolder">Where the server programs are, when not in the usual places.</param>
    /// <param name="durable">False only for tests: a crash of the machine may then lose data.</param>
    /// <param name="ct">Ends the wait for the server, not the server.</param>
    public static async Task<PrivatePostgres> StartAsync(DataFolder folder, string? binariesFolder, bool durable, CancellationToken ct)
    {
        var server = new PrivatePostgres(folder, PostgresBinaries.Find(binariesFolder, folder.Postgres), durable);
        await StrayServer.StopAsync(folder.Postgres, ct);
        await server.InitialiseAsync(ct);
        try
        {
            await server.LaunchAsync(FreePort(), ct);
            await server.CreateRolesAsync(ct);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
        server._watch = server.WatchAsync();
        return server;
    }

    /// <summary>Kills the server as a power cut would; the watch then starts it again. For tests of what users see meanwhile.</summary>
    public async Task CrashAsync()
    {
        foreach (var id in StrayServer.ReadProcessId(_folder.Postgres) is { } pid ? new[] { pid } : [])
        {
            using var postmaster = Process.GetProcessById(id);
            postmaster.Kill();
            await postmaster.WaitForExitAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watch;
        if (_keeper is not null) await EndAsync(_keeper);
        _stopping.Dispose();
    }

    private static async Task EndAsync(Process keeper)
    {
        keeper.StandardInput.Close();
        try
        {
            await keeper.WaitForExitAsync().WaitAsync(s_stopWait);
        }
        catch (TimeoutException)
        {
            keeper.Kill(entireProcessTree: true);
        }
        keeper.Dispose();
    }

    private async Task InitialiseAsync(CancellationToken ct)
    {
        if (File.Exists(Path.Combine(_folder.Postgres, "PG_VERSION"))) return;
        if (!File.Exists(_folder.PasswordFile))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            await using var file = new StreamWriter(_folder.PasswordFile, options);
            await file.WriteAsync(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)).AsMemory(), ct);
        }
        // A folder half made by an earlier attempt (disk full, killed) has no PG_VERSION or an unfinished cluster: made aside, then renamed.
        var making = _folder.Postgres + ".making";
        if (Directory.Exists(making)) Directory.Delete(making, recursive: true);
        Directory.CreateDirectory(making, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (ServerAccount.IsRoot) await ServerAccount.GiveAsync(making, ct);
        List<string> command =
        [
            Path.Combine(_binaries.Folder, "initdb"), "-D", making, "-U", Owner, "--auth=scram-sha-256", $"--pwfile={_folder.PasswordFile}",
            "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
        ];
        if (!_durable) command.Add("--no-sync");
        var (code, output) = await ServerAccount.RunAsync(command, making, ct);
        if (code != 0) throw new OperatorException(ExitCode.DataUnusable, string.Format(VerbTexts.Culture, VerbTexts.PostgresInitFailed, _folder.Postgres, output.Trim()));
        Directory.Move(making, _folder.Postgres);
    }

    private async Task LaunchAsync(int port, CancellationToken ct)
    {
        List<string> server =
        [
            Path.Combine(_binaries.Folder, "postgres"), "-D", _folder.Postgres, "-p", port.ToString(CultureInfo.InvariantCulture),
            .. Settings().SelectMany(setting => new[] { "-c", setting }),
        ];
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.Postgres };
        // A session of its own: Ctrl-C in the terminal is the program's to answer, it must not stop the database first.
        foreach (var word in (string[])["sh", "-c", Keeper, "keeper", .. ServerAccount.Wrap(server)]) start.ArgumentList.Add(word);
        var said = new StringBuilder();
        _keeper = Process.Start(start)!;
        _keeper.OutputDataReceived += (_, e) => { lock (said) said.AppendLine(e.Data); };
        _keeper.ErrorDataReceived += (_, e) => { lock (said) said.AppendLine(e.Data); };
        _keeper.BeginOutputReadLine();
        _keeper.BeginErrorReadLine();

        var password = (await File.ReadAllTextAsync(_folder.PasswordFile, ct)).Trim();
        Address = new(ConnectionString(App, AppPassword(password), port), ConnectionString(Owner, password, port));
        while (true)
        {
            if (_keeper.HasExited)
            {
                string output;
                lock (said) output = said.ToString();
                throw new OperatorException(ExitCode.DataUnusable, string.Format(VerbTexts.Culture, VerbTexts.PostgresStartFailed, _folder.Postgres, output.Trim()));
            }
            try
            {
                await using var connection = new NpgsqlConnection(Address.Owner.Replace($"Database={Database}", "Database=postgres", StringComparison.Ordinal));
                await connection.OpenAsync(ct);
                return;
            }
            catch (NpgsqlException e) when (e is not PostgresException { SqlState: not PostgresErrorCodes.CannotConnectNow })
            {
                // Starting, or recovering after a crash: that may take minutes and must not be cut short.
                await Task.Delay(50, ct);
            }
        }
    }

    private IEnumerable<string> Settings()
    {
        yield return "listen_addresses=127.0.0.1";
        yield return "unix_socket_directories=";
        yield return "timezone=UTC";
        yield return "shared_buffers=256MB";
        yield return "max_wal_size=2GB";
        yield return _durable ? "max_connections=100" : "max_connections=400";
        // A week of the server's own log, one file a weekday, written over.
        yield return "logging_collector=on";
        yield return "log_filename=postgresql-%a.log";
        yield return "log_truncate_on_rotation=on";
        yield return "log_rotation_size=0";
        if (_durable) yield break;
        yield return "fsync=off";
        yield return "synchronous_commit=off";
        yield return "full_page_writes=off";
    }

    private async Task CreateRolesAsync(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(Address.Owner.Replace($"Database={Database}", "Database=postgres", StringComparison.Ordinal));
        await connection.OpenAsync(ct);
        await using var exists = new NpgsqlCommand("select (select count(*) from pg_database where datname = $1) + (select count(*) from pg_roles where rolname = $2)", connection)
        {
            Parameters = { new() { Value = Database }, new() { Value = App } },
        };
        if (await exists.ExecuteScalarAsync(ct) is 2L) return;
        var password = new NpgsqlConnectionStringBuilder(Address.App).Password;
        foreach (var statement in (string[])
        [
            $"do $$ begin if not exists (select from pg_roles where rolname = '{App}') then create role {App} login password '{password}'; end if; end $$",
            $"create database {Database}",
        ])
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>Starts the server again, on the same port, when it ended and nobody asked it to.</summary>
    private async Task WatchAsync()
    {
        while (true)
        {
            try
            {
                await _keeper!.WaitForExitAsync(_stopping.Token);
                Said?.Invoke(VerbTexts.PostgresEnded);
                var port = new NpgsqlConnectionStringBuilder(Address.App).Port;
                await StrayServer.StopAsync(_folder.Postgres, _stopping.Token);
                await LaunchAsync(port, _stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (OperatorException e)
            {
                Said?.Invoke(e.Message);
                await Task.Delay(TimeSpan.FromSeconds(2), _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static string ConnectionString(string user, string password, int port) =>
        $"Host=127.0.0.1;Port={port.ToString(CultureInfo.InvariantCulture)};Database={Database};Username={user};Password={password};Include Error Detail=false;Timeout=5";

    /// <summary>One secret on disk gives both passwords.</summary>
    private static string AppPassword(string ownerPassword) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(ownerPassword), "app"u8));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
