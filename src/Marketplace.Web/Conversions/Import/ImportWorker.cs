using System.Globalization;
using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Conversions.Import;

/// <summary>Works on tables in the background, so that the page that asked can be left. What it finds open it takes up again after a crash.</summary>
public sealed class ImportWorker(IServiceScopeFactory scopes, NpgsqlDataSource source, DatabaseSignals signals, DatabaseReady ready, ILogger<ImportWorker> logger)
    : QueueWorker(Channel, TimeSpan.FromMinutes(1), signals, ready, logger)
{
    public const string Channel = "conversions_import";

    /// <summary>Tells which import has taken a step (<see cref="StepWatch"/>).</summary>
    public const string Moved = "conversions_import_moved";

    internal override async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var open = await scope.ServiceProvider.GetRequiredService<AppDbContext>().Set<ConversionImport>().AsNoTracking()
            .Where(i => i.State == ConversionImportState.Reading || i.State == ConversionImportState.Filing).OrderBy(i => i.At).ThenBy(i => i.Id).Select(i => new { i.Id, i.State, i.Language }).ToListAsync(ct);
        foreach (var import in open) await RunAsync(import.Id, import.State, import.Language, ct);
    }

    private async Task RunAsync(Guid id, ConversionImportState state, string language, CancellationToken ct)
    {
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language);   // Of this flow only: what is written down is in the clerk's language.
        await using var scope = scopes.CreateAsyncScope();
        var importer = scope.ServiceProvider.GetRequiredService<ConversionImporter>();
        try
        {
            if (state == ConversionImportState.Reading) await importer.CompareAsync(id, done => ShowProgressAsync(id, done, ct), ct);
            else await importer.FileAsync(id, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is not NpgsqlException { IsTransient: true })
        {
            // A bug: said once and ended, or it would be met again for ever. What was filed stays filed, and is told by its row.
            Logger.LogError(e, "Import {Import} of conversions failed", id);
            await using var command = source.CreateCommand(
                $"with ended as (update conversion_imports set state = 'Failed', fault = $2, file = null where id = $1 and state in ('Reading', 'Filing') returning id::text) select pg_notify('{Moved}', id) from ended");
            command.Parameters.Add(new() { Value = id });
            command.Parameters.Add(new() { Value = DuplicateTexts.ImportBroke });
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    /// <summary>On a connection of its own: the page shall see it before the work is committed.</summary>
    private async Task ShowProgressAsync(Guid id, int done, CancellationToken ct)
    {
        await using var command = source.CreateCommand("update conversion_imports set progress = $2 where id = $1");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = done });
        await command.ExecuteNonQueryAsync(ct);
    }
}
