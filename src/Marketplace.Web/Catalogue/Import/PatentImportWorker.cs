using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>Works imports off in the background, so that the page that asked can be left. What it finds open it takes up again after a crash.</summary>
public sealed class PatentImportWorker(IServiceScopeFactory scopes, NpgsqlDataSource source, DatabaseSignals signals, DatabaseReady ready, ILogger<PatentImportWorker> logger) : BackgroundService
{
    public const string Channel = "patent_imports";

    /// <summary>Only for what nobody told of: another program that died over an import.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ready.WaitAsync(stoppingToken);
                await RunAsync(stoppingToken);
                await signals.WaitAsync(Channel, s_idle, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception e) when (e is NpgsqlException or InvalidOperationException or TimeoutException or IOException)
            {
                logger.LogWarning("The import of patents pauses: the database answered {Reason}", e.GetType().Name);
                await Task.Delay(s_idle, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>All that is open now.</summary>
    internal async Task RunAsync(CancellationToken ct)
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
            logger.LogError(e, "Import {Import} of patents failed", id);
            await using var command = source.CreateCommand(
                "with ended as (update patent_imports set state = 'Failed', fault = $2, finished_at = now() where id = $1 and state in ('Checking', 'Running') returning id::text) "
                + $"select pg_notify('{ImportWatch.Channel}', id) from ended");
            command.Parameters.Add(new() { Value = id });
            command.Parameters.Add(new() { Value = PatentImportTexts.Broke });
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
