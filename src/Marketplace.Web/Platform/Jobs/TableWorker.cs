using System.Globalization;
using Marketplace.Web.Platform.Database;
using Npgsql;

namespace Marketplace.Web.Platform.Jobs;

/// <summary>Where the tables that people sent wait, and what becomes of one at which the program breaks.</summary>
/// <param name="Table">In the database; it has <c>state</c> and <c>fault</c>, and <c>progress</c> where that is shown.</param>
/// <param name="Open">The states in which it is worked on.</param>
/// <param name="Ended">What is set beside the state <c>Failed</c>.</param>
/// <param name="Moved">Told when one has taken a step (<see cref="StepWatch"/>).</param>
/// <param name="Broke">What is said of it, in the reader's language.</param>
public sealed record WaitingTables(string Table, string Open, string Ended, string Moved, Func<string> Broke);

/// <summary>Works on tables that people sent in the background, so that the page that asked can be left. What it finds open it takes up again after a crash.</summary>
public abstract class TableWorker(string channel, TimeSpan pause, WaitingTables tables, IServiceScopeFactory scopes, NpgsqlDataSource source, DatabaseSignals signals, DatabaseReady ready, ILogger logger)
    : QueueWorker(channel, pause, signals, ready, logger)
{
    protected IServiceScopeFactory Scopes => scopes;

    /// <summary>What is written down is in the sender's language.</summary>
    protected async Task WorkAsync(Guid id, string language, Func<IServiceProvider, Task> work, CancellationToken ct)
    {
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language);   // Of this flow only.
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await work(scope.ServiceProvider);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is not NpgsqlException { IsTransient: true })
        {
            // A bug: said once and ended, or it would be met again for ever. What was saved stays saved.
            Logger.LogError(e, "Work on {Id} of {Table} failed", id, tables.Table);
            await using var command = source.CreateCommand(
                $"with ended as (update {tables.Table} set state = 'Failed', fault = $2, {tables.Ended} where id = $1 and state in ({tables.Open}) returning id::text) select pg_notify('{tables.Moved}', id) from ended");
            command.Parameters.Add(new() { Value = id });
            command.Parameters.Add(new() { Value = tables.Broke() });
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>On a connection of its own: the page shall see it before the work is committed.</summary>
    protected async Task ShowProgressAsync(Guid id, int done, CancellationToken ct)
    {
        await using var command = source.CreateCommand($"update {tables.Table} set progress = $2 where id = $1");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = done });
        await command.ExecuteNonQueryAsync(ct);
    }
}
