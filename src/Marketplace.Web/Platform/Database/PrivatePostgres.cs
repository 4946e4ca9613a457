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
/// A PostgreSQL of the program's own. It lives and dies with the program, see <see cref="PostgresKeeper"/>, and is started again when it ends by
/// itself. What a killed keeper leaves behind is stopped by the next start before it starts its own.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private const string Owner = "marketplace_owner";
    private const string App = "marketplace_app";
    private const string Database = "marketplace";

    /// <summary>Between two attempts to start a server that ended: short, since every page waits for it.</summary>
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(500);

    /// <summary>Below the ports that Linux gives to outgoing connections: one of those could sit on the server's port when it starts again.</summary>
    private static readonly (int First, int End) s_ports = (20000, 32768);

    private readonly DataFolder _folder;
    private readonly PostgresBinaries _binaries;
    private readonly bool _durable;
    private readonly CancellationTokenSource _stopping = new();
    private PostgresKeeper? _keeper;
    private Task _watch = Task.CompletedTask;

    private PrivatePostgres(DataFolder folder, PostgresBinaries binaries, bool durable) =>
        (_folder, _binaries, _durable, Address) = (folder, binaries, durable, new("", ""));

    public DatabaseAddress Address { get; private set; }

    /// <summary>True when this start made the cluster: there was nothing before.</summary>
    public bool IsNew { get; private set; }

    /// <summary>Called when the server ended by itself and is being started again.</summary>
    public Action<string>? Said { get; set; }

    /// <param name="folder">Its lock must be held by the caller.</param>
    /// <param name="binariesFolder">Where the server programs are, when not in the usual places.</param>
    /// <param name="durable">False only for tests: a crash of the machine may then lose data.</param>
    /// <param name="ct">Ends the wait for the server, not the server.</param>
    public static async Task<PrivatePostgres> StartAsync(DataFolder folder, string? binariesFolder, bool durable, CancellationToken ct)
    {
        try
        {
            var server = new PrivatePostgres(folder, PostgresBinaries.Find(binariesFolder, folder.Postgres), durable);
            await StrayServer.StopAsync(folder.Postgres, ct);
            server.IsNew = await PostgresCluster.MakeAsync(folder, server._binaries, Owner, durable, ct);
            await server.LaunchAsync(FreePort(), ct);
            try
            {
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PostgresException { SqlState: PostgresErrorCodes.InvalidPassword })
        {
            // The last: the folder's password file is not the one its cluster was made with.
            throw new OperatorException(ExitCode.DataUnusable, string.Format(VerbTexts.Culture, VerbTexts.DataUnusable, folder.Path, e.Message));
        }
    }

    /// <summary>Kills the server as a power cut would; the watch then starts it again. For tests of what users see meanwhile.</summary>
    public async Task CrashAsync()
    {
        if (StrayServer.ReadProcessId(_folder.Postgres) is not { } id) return;
        using var postmaster = Process.GetProcessById(id);
        postmaster.Kill();
        await postmaster.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watch;
        if (_keeper is not null) await _keeper.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task LaunchAsync(int port, CancellationToken ct)
    {
        var password = (await File.ReadAllTextAsync(_folder.PasswordFile, ct)).Trim();
        Address = new(ConnectionString(App, AppPassword(password), port), ConnectionString(Owner, password, port));
        if (_keeper is not null) await _keeper.DisposeAsync();
        _keeper = PostgresKeeper.Start(
            [
                Path.Combine(_binaries.Folder, "postgres"), "-D", _folder.Postgres, "-p", port.ToString(CultureInfo.InvariantCulture),
                .. PostgresCluster.Settings(_durable).SelectMany(setting => new[] { "-c", setting }),
            ], _folder.Postgres);
        try
        {
            await WaitAsync(_keeper, ct);
        }
        catch
        {
            // Whoever tries again finds nothing half started.
            await _keeper.DisposeAsync();
            _keeper = null;
            throw;
        }
    }

    private async Task WaitAsync(PostgresKeeper keeper, CancellationToken ct)
    {
        while (true)
        {
            if (keeper.Ended.IsCompleted)
            {
                var reason = string.Join('\n', new[] { keeper.Said, PostgresCluster.LastWords(_folder.Postgres) }.Where(words => words.Length > 0));
                throw new OperatorException(ExitCode.DataUnusable, string.Format(VerbTexts.Culture, VerbTexts.PostgresStartFailed, _folder.Postgres, reason));
            }
            try
            {
                await using var connection = new NpgsqlConnection(Maintenance());
                await connection.OpenAsync(ct);
                return;
            }
            catch (NpgsqlException e) when (e is not PostgresException { SqlState: not PostgresErrorCodes.CannotConnectNow })
            {
                // Starting, or recovering after a crash: that may take minutes and must not be cut short. The server tells nobody when it is ready
                // but a service manager it was started by; pg_ctl asks again and again too.
                await Task.Delay(50, ct);
            }
        }
    }

    private async Task CreateRolesAsync(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(Maintenance());
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

    /// <summary>Starts the server again, on the same port, when it ended and nobody asked it to. Nothing but the program's own end stops the watch.</summary>
    private async Task WatchAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                if (_keeper is not null)
                {
                    await _keeper.Ended.WaitAsync(_stopping.Token);
                    Said?.Invoke(VerbTexts.PostgresEnded);
                }
                var port = new NpgsqlConnectionStringBuilder(Address.App).Port;
                await StrayServer.StopAsync(_folder.Postgres, _stopping.Token);
                await LaunchAsync(port, _stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A full disk, no process left, the port taken: whatever it was, it may have passed at the next attempt.
                Said?.Invoke(e.Message);
                await Task.Delay(s_retry, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>The owner's way into the database that every cluster has.</summary>
    private string Maintenance() => Address.Owner.Replace($"Database={Database}", "Database=postgres;Pooling=false", StringComparison.Ordinal);

    private static string ConnectionString(string user, string password, int port) =>
        $"Host=127.0.0.1;Port={port.ToString(CultureInfo.InvariantCulture)};Database={Database};Username={user};Password={password};Include Error Detail=false;Timeout=5";

    /// <summary>One secret on disk gives both passwords.</summary>
    private static string AppPassword(string ownerPassword) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(ownerPassword), "app"u8));

    private static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(s_ports.First, s_ports.End);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse) { /* Another one, then. */ }
        }
    }
}
