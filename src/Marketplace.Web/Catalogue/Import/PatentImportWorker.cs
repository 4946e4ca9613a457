using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>Works imports off in the background, so that the page that asked can be left. What it finds open it takes up again after a crash.</summary>
public sealed class PatentImportWorker(IServiceScopeFactory scopes, NpgsqlDataSource source, DatabaseSignals signals, DatabaseReady ready, ILogger<PatentImportWorker> logger)
    : QueueWorker(Channel, TimeSpan.FromSeconds(10), signals, ready, logger)
{
    public const string Channel = "patent_imports";

    /// <summary>Tells which import has taken a step (<see cref="StepWatch"/>).</summary>
    public const string Moved = "patent_import_moved";

    internal override async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var open = await scope.ServiceProvider.GetRequiredService<AppDbContext>().Set<PatentImport>().AsNoTracking()
            .Where(i => i.State == PatentImportState.Checking || i.State == PatentImportState.Running).OrderBy(i => i.CreatedAt).ThenBy(i => i.Id).Select(i => new { i.Id, i.Language }).ToListAsync(ct);
        foreach (var import in open) await RunAsync(scope.ServiceProvider.GetRequiredService<PatentImporter>(), import.Id, import.Language, ct);
    }

    private async Task RunAsync(PatentImporter importer, Guid id, string language, CancellationToken ct)
    {
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(language);   // Of this flow only: why a file cannot be read is said in the language of who sent it.
        try
        {
            await importer.RunAsync(id, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is not NpgsqlException { IsTransient: true })
        {
            // A bug: said once and ended, or it would be met again for ever. What was saved stays; the person can let it go on when it is mended.
            Logger.LogError(e, "Import {Import} of patents failed", id);
            await using var command = source.CreateCommand(
                "with ended as (update patent_imports set state = 'Failed', fault = $2, finished_at = now() where id = $1 and state in ('Checking', 'Running') returning id::text) "
                + $"select pg_notify('{Moved}', id) from ended");
            command.Parameters.Add(new() { Value = id });
            command.Parameters.Add(new() { Value = PatentImportTexts.Broke });
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
