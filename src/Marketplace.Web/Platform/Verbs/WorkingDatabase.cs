using Marketplace.Web.Platform.Database;

namespace Marketplace.Web.Platform.Verbs;

/// <summary>The database a verb works on: the configured one, the one a running program keeps on this data, or one started for the verb alone.</summary>
public sealed class WorkingDatabase : IAsyncDisposable
{
    /// <summary>A short verb that holds the data is waited for; longer than a start, a migration and a stop take.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly IDisposable? _lock;
    private readonly PrivatePostgres? _server;

    private WorkingDatabase(DatabaseAddress address, DataFolder folder, IDisposable? @lock, PrivatePostgres? server) =>
        (Address, Folder, _lock, _server) = (address, folder, @lock, server);

    public DatabaseAddress Address { get; }
    public DataFolder Folder { get; }

    /// <summary>For a verb that works beside a running program; the database is migrated when it opens.</summary>
    public static async Task<WorkingDatabase> OpenAsync(CommandLine line, CancellationToken ct)
    {
        var opened = await ConnectAsync(line, ct);
        try
        {
            await Migrator.ApplyAsync(opened.Address, Console.Error.WriteLine, ct);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>For the program itself: it alone holds the data, and migrates when it starts.</summary>
    public static async Task<WorkingDatabase> HoldAsync(CommandLine line, CancellationToken ct)
    {
        var folder = new DataFolder(line.Data);
        var configuration = Configuration();
        var taken = await LockAsync(folder, waitForServe: false, ct) ?? throw InUse(folder);
        if (DatabaseAddress.FromConfiguration(configuration) is { } configured)
        {
            folder.WriteHolder(new(Environment.ProcessId, line.Verb, configured));
            return new(configured, folder, taken, null);
        }
        return await StartAsync(line, folder, configuration, taken, ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        _lock?.Dispose();
    }

    private static async Task<WorkingDatabase> ConnectAsync(CommandLine line, CancellationToken ct)
    {
        var folder = new DataFolder(line.Data);
        var configuration = Configuration();
        if (DatabaseAddress.FromConfiguration(configuration) is { } configured) return new(configured, folder, null, null);
        if (folder.TryLock() is { } free) return await StartAsync(line, folder, configuration, free, ct);
        if (folder.ReadHolder() is { Verb: "serve" } serving) return new(serving.Database, folder, null, null);
        var taken = await LockAsync(folder, waitForServe: true, ct) ?? throw InUse(folder);
        return await StartAsync(line, folder, configuration, taken, ct);
    }

    private static async Task<WorkingDatabase> StartAsync(CommandLine line, DataFolder folder, IConfiguration configuration, IDisposable taken, CancellationToken ct)
    {
        try
        {
            var server = await PrivatePostgres.StartAsync(folder, configuration["Postgres:Binaries"], configuration.GetValue("Postgres:Durable", true), ct);
            server.Said = Console.Error.WriteLine;
            folder.WriteHolder(new(Environment.ProcessId, line.Verb, server.Address));
            return new(server.Address, folder, taken, server);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Null when a program that serves has the data, which can last for months.</summary>
    private static async Task<IDisposable?> LockAsync(DataFolder folder, bool waitForServe, CancellationToken ct)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(deadline) < s_patience)
        {
            if (folder.TryLock() is { } taken) return taken;
            if (!waitForServe && folder.ReadHolder() is { Verb: "serve" }) return null;
            await Task.Delay(100, ct);
        }
        return null;
    }

    private static OperatorException InUse(DataFolder folder)
    {
        var holder = folder.ReadHolder();
        return new(ExitCode.DataInUse, string.Format(VerbTexts.Culture, VerbTexts.DataInUse, folder.Path, holder?.ProcessId.ToString(VerbTexts.Culture) ?? "?", holder?.Verb ?? "?"));
    }

    private static IConfiguration Configuration() => new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().Build();
}
