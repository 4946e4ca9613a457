using Marketplace.Web.Platform.Database;

namespace Marketplace.Web.Platform.Verbs;

/// <summary>The database a verb works on: the configured one, the one a running program keeps on this data, or one started for the verb alone.</summary>
public sealed class WorkingDatabase : IAsyncDisposable
{
    /// <summary>A short verb that holds the data, or a program that is starting, is waited for; longer than a start, a migration and a stop take.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    private readonly IDisposable? _lock;
    private readonly PrivatePostgres? _server;

    private WorkingDatabase(DatabaseAddress address, DataFolder folder, IDisposable? @lock, PrivatePostgres? server) =>
        (Address, Folder, _lock, _server) = (address, folder, @lock, server);

    public DatabaseAddress Address { get; }
    public DataFolder Folder { get; }

    /// <summary>True when there was no database and this verb made one.</summary>
    public bool IsNew => _server?.IsNew is true;

    /// <summary>For a verb that works beside a running program.</summary>
    public static async Task<WorkingDatabase> OpenAsync(CommandLine line, CancellationToken ct)
    {
        var folder = new DataFolder(line.Data);
        var configuration = MarketplaceApp.CreateBuilder(line.Settings()).Configuration;
        if (DatabaseAddress.FromConfiguration(configuration) is { } configured) return new(configured, folder, null, null);
        var since = TimeProvider.System.GetTimestamp();
        do
        {
            if (folder.TryLock() is { } free) return await StartAsync(line, folder, configuration, free, ct);
            // Read at each look: who starts now has no database to join yet, and who held the data before may have given way to another.
            if (folder.ReadHolder() is { Verb: "serve", Database: { } serving }) return new(serving, folder, null, null);
            await Task.Delay(s_look, ct);
        }
        while (TimeProvider.System.GetElapsedTime(since) < s_patience);
        throw InUse(folder);
    }

    /// <summary>The same, with every table there: for verbs that read and write what the program does. Beside a program that serves it is that one's to migrate.</summary>
    public static async Task<WorkingDatabase> OpenMigratedAsync(CommandLine line, CancellationToken ct)
    {
        var database = await OpenAsync(line, ct);
        try
        {
            if (database._server is not null && await Migrator.CountPendingAsync(database.Address, ct) > 0) await Migrator.ApplyAsync(database.Address, Console.Error.WriteLine, ct);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>For the program itself: it alone holds the data, and migrates when it starts.</summary>
    /// <param name="line">Names the folder.</param>
    /// <param name="configuration">Names the database, if it is to be an existing one.</param>
    /// <param name="beforeStart">Whatever else could refuse the start: asked when the data is known to be free, before a server is started.</param>
    /// <param name="ct">Ends the wait.</param>
    public static async Task<WorkingDatabase> HoldAsync(CommandLine line, IConfiguration configuration, Action beforeStart, CancellationToken ct)
    {
        var folder = new DataFolder(line.Data);
        var configured = DatabaseAddress.FromConfiguration(configuration);
        var taken = await LockAsync(folder, ct);
        try
        {
            beforeStart();
        }
        catch
        {
            taken.Dispose();
            throw;
        }
        if (configured is null) return await StartAsync(line, folder, configuration, taken, ct);
        folder.WriteHolder(new(Environment.ProcessId, line.Verb, configured));
        return new(configured, folder, taken, null);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        if (_lock is null) return;
        Folder.RemoveHolder();
        _lock.Dispose();
    }

    private static async Task<WorkingDatabase> StartAsync(CommandLine line, DataFolder folder, IConfiguration configuration, IDisposable taken, CancellationToken ct)
    {
        try
        {
            // Who it is, at once: a second program is refused by name, and a verb knows for whom it waits.
            folder.WriteHolder(new(Environment.ProcessId, line.Verb, null));
            var server = await PrivatePostgres.StartAsync(folder, configuration["Postgres:Binaries"], configuration.GetValue("Postgres:Durable", true), ct);
            server.Said = Console.Error.WriteLine;
            folder.WriteHolder(new(Environment.ProcessId, line.Verb, server.Address));
            return new(server.Address, folder, taken, server);
        }
        catch
        {
            folder.RemoveHolder();
            taken.Dispose();
            throw;
        }
    }

    /// <summary>A short verb is waited for; a program that serves can have the data for months.</summary>
    private static async Task<IDisposable> LockAsync(DataFolder folder, CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        do
        {
            if (folder.TryLock() is { } taken) return taken;
            if (folder.ReadHolder() is { Verb: "serve" }) break;
            await Task.Delay(s_look, ct);
        }
        while (TimeProvider.System.GetElapsedTime(since) < s_patience);
        throw InUse(folder);
    }

    private static OperatorException InUse(DataFolder folder)
    {
        var holder = folder.ReadHolder();
        return new(ExitCode.DataInUse, string.Format(VerbTexts.Culture, VerbTexts.DataInUse, folder.Path, holder?.ProcessId.ToString(VerbTexts.Culture) ?? "?", holder?.Verb ?? "?"));
    }
}
