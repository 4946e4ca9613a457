using Marketplace.Web.Data;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>One at which the program broke goes on where it was, once that is mended.</summary>
public sealed class PatentImportWorker(IServiceScopeFactory scopes, NpgsqlDataSource source, DatabaseSignals signals, DatabaseReady ready, ILogger<PatentImportWorker> logger)
    : TableWorker(Channel, TimeSpan.FromSeconds(10), s_tables, scopes, source, signals, ready, logger)
{
    public const string Channel = "patent_imports";

    /// <summary>Tells which import has taken a step (<see cref="StepWatch"/>).</summary>
    public const string Moved = "patent_import_moved";

    private static readonly WaitingTables s_tables = new("patent_imports", "'Checking', 'Running'", "finished_at = now()", Moved, () => PatentImportTexts.Broke);

    internal override async Task RunAsync(CancellationToken ct)
    {
        await using var scope = Scopes.CreateAsyncScope();
        var open = await scope.ServiceProvider.GetRequiredService<AppDbContext>().Set<PatentImport>().AsNoTracking()
            .Where(i => i.State == PatentImportState.Checking || i.State == PatentImportState.Running).OrderBy(i => i.CreatedAt).ThenBy(i => i.Id).Select(i => new { i.Id, i.Language }).ToListAsync(ct);
        foreach (var import in open) await WorkAsync(import.Id, import.Language, services => services.GetRequiredService<PatentImporter>().RunAsync(import.Id, ct), ct);
    }
}
