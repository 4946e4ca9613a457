using Marketplace.Web.Conversions.Duplicates;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Conversions.Import;

public sealed class ImportWorker(IServiceScopeFactory scopes, NpgsqlDataSource source, DatabaseSignals signals, DatabaseReady ready, ILogger<ImportWorker> logger)
    : TableWorker(Channel, TimeSpan.FromMinutes(1), s_tables, scopes, source, signals, ready, logger)
{
    public const string Channel = "conversions_import";

    /// <summary>Tells which import has taken a step (<see cref="StepWatch"/>).</summary>
    public const string Moved = "conversions_import_moved";

    private static readonly WaitingTables s_tables = new("conversion_imports", "'Reading', 'Filing'", "file = null", Moved, () => DuplicateTexts.ImportBroke);

    internal override async Task RunAsync(CancellationToken ct)
    {
        await using var scope = Scopes.CreateAsyncScope();
        var open = await scope.ServiceProvider.GetRequiredService<AppDbContext>().Set<ConversionImport>().AsNoTracking()
            .Where(i => i.State == ConversionImportState.Reading || i.State == ConversionImportState.Filing).OrderBy(i => i.At).ThenBy(i => i.Id).Select(i => new { i.Id, i.State, i.Language }).ToListAsync(ct);
        foreach (var import in open)
        {
            await WorkAsync(import.Id, import.Language, services =>
            {
                var importer = services.GetRequiredService<ConversionImporter>();
                return import.State == ConversionImportState.Reading ? importer.CompareAsync(import.Id, done => ShowProgressAsync(import.Id, done, ct), ct) : importer.FileAsync(import.Id, ct);
            }, ct);
        }
    }
}
