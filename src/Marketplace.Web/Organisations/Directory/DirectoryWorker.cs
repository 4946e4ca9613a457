using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>Works on imports and invitations in the background, so that the page that asked can be left. What it finds open it takes up again after a crash.</summary>
public sealed class DirectoryWorker(
    IServiceScopeFactory scopes, NpgsqlDataSource source, DatabaseSignals signals, DatabaseReady ready, ILogger<DirectoryWorker> logger)
    // Invitations fall due by the clock, which notifies nobody.
    : QueueWorker(Channel, TimeSpan.FromSeconds(10), signals, ready, logger)
{
    public const string Channel = "directory";

    /// <summary>Tells which import has taken a step (<see cref="StepWatch"/>).</summary>
    public const string Moved = "directory_moved";

    internal override async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var open = await scope.ServiceProvider.GetRequiredService<AppDbContext>().Set<DirectoryImport>().AsNoTracking()
            .Where(i => i.State == ImportState.Reading || i.State == ImportState.Saving).OrderBy(i => i.CreatedAt).ThenBy(i => i.Id)
            .Select(i => new { i.Id, i.State, i.Language }).ToListAsync(ct);
        foreach (var import in open) await RunAsync(import.Id, import.State, import.Language, ct);
        var invitations = scope.ServiceProvider.GetRequiredService<DirectoryInvitations>();
        await invitations.SendDueAsync(ct);
        await invitations.SettleAsync(ct);
    }

    private async Task RunAsync(Guid id, ImportState state, string language, CancellationToken ct)
    {
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language);   // Of this flow only: faults are said in the clerk's language.
        await using var scope = scopes.CreateAsyncScope();
        var importer = scope.ServiceProvider.GetRequiredService<DirectoryImporter>();
        try
        {
            if (state == ImportState.Reading) await importer.CompareAsync(id, done => ShowProgressAsync(id, done, ct), ct);
            else await importer.SaveAsync(id, done => ShowProgressAsync(id, done, ct), ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is not NpgsqlException { IsTransient: true })
        {
            // A bug: said once and ended, or it would be met again for ever.
            Logger.LogError(e, "Import {Import} of the directory failed", id);
            await using var command = source.CreateCommand(
                "with ended as (update directory_imports set state = 'Failed', fault = $2, file = null where id = $1 and state in ('Reading', 'Saving') returning id::text) "
                + $"select pg_notify('{Moved}', id) from ended");
            command.Parameters.Add(new() { Value = id });
            command.Parameters.Add(new() { Value = DirectoryTexts.ImportBroke });
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>On a connection of its own: the page shall see it before the work is committed.</summary>
    private async Task ShowProgressAsync(Guid id, int done, CancellationToken ct)
    {
        await using var command = source.CreateCommand("update directory_imports set progress = $2 where id = $1");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = done });
        await command.ExecuteNonQueryAsync(ct);
    }
}
