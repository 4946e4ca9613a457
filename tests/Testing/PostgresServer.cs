using Marketplace.Web.Platform.Database;
using Npgsql;
using Xunit;

namespace Marketplace.Testing;

/// <summary>
/// A real PostgreSQL for one test assembly, run by the class that runs it in production, without waiting for the disk. Each test that asks
/// gets a database of its own, copied from a migrated one in a few milliseconds.
/// </summary>
public sealed class PostgresServer : IAsyncLifetime
{
    private const string Template = "migrated";
    private readonly string _path = Path.Combine(Path.GetTempPath(), "marketplace-test-" + Guid.CreateVersion7().ToString("N"));
    private readonly SemaphoreSlim _oneCopyAtATime = new(1);   // PostgreSQL refuses to copy a template that is being copied.
    private IDisposable? _lock;
    private PrivatePostgres? _server;

    public async ValueTask InitializeAsync()
    {
        var folder = new DataFolder(_path);
        _lock = folder.TryLock();
        _server = await PrivatePostgres.StartAsync(folder, binariesFolder: null, durable: false, CancellationToken.None);
        var template = await CreateAsync(Template, from: "template0");
        await Migrator.ApplyAsync(template, _ => { }, CancellationToken.None);
        NpgsqlConnection.ClearAllPools();
    }

    public async Task<DatabaseAddress> NewDatabaseAsync()
    {
        await _oneCopyAtATime.WaitAsync();
        try
        {
            return await CreateAsync("t" + Guid.CreateVersion7().ToString("N"), Template);
        }
        finally
        {
            _oneCopyAtATime.Release();
        }
    }

    /// <summary>A database that no program has migrated yet.</summary>
    public Task<DatabaseAddress> NewEmptyDatabaseAsync() => CreateAsync("t" + Guid.CreateVersion7().ToString("N"), from: "template0");

    /// <summary>An empty database whose one ordinary role owns it and works in it, as with one connection string for both.</summary>
    public async Task<DatabaseAddress> NewOneRoleDatabaseAsync()
    {
        var empty = await NewEmptyDatabaseAsync();
        var parts = new NpgsqlConnectionStringBuilder(empty.Owner);
        var role = "r" + parts.Database;
        await using (var connection = new NpgsqlConnection(empty.Owner))
        {
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand($"create role {role} login password 'one'; alter database {parts.Database} owner to {role}; alter schema public owner to {role}", connection);
            await command.ExecuteNonQueryAsync();
        }
        (parts.Username, parts.Password) = (role, "one");
        return new(parts.ConnectionString, parts.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is not null) await _server.DisposeAsync();
        _lock?.Dispose();
        _oneCopyAtATime.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    private async Task<DatabaseAddress> CreateAsync(string name, string from)
    {
        await using var connection = new NpgsqlConnection(In(_server!.Address.Owner, "postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"create database {name} template {from}", connection);
        await command.ExecuteNonQueryAsync();
        return new(In(_server.Address.App, name), In(_server.Address.Owner, name));
    }

    private static string In(string address, string database) => new NpgsqlConnectionStringBuilder(address)
    {
        Database = database,
        Pooling = database != "postgres" && database != Template,
        // Hundreds of databases, each used for a second: what a test leaves idle must not use up the server's connections.
        ConnectionIdleLifetime = 2,
        ConnectionPruningInterval = 1,
    }.ConnectionString;
}
