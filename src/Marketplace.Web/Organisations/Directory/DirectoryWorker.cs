using Marketplace.Web.Data;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>Works on imports, and on invitations too.</summary>
public sealed class DirectoryWorker(
    IServiceScopeFactory scopes, NpgsqlDataSource source, DatabaseSignals signals, DatabaseReady ready, ILogger<DirectoryWorker> logger)
    // Invitations fall due by the clock, which notifies nobody.
    : TableWorker(Channel, TimeSpan.FromSeconds(10), s_tables, scopes, source, signals, ready, logger)
{
    public const string Channel = "directory";

    /// <summary>Tells which import has taken a step (<see cref="StepWatch"/>).</summary>
    public const string Moved = "directory_moved";

    private static readonly WaitingTables s_tables = new("directory_imports", "'Reading', 'Saving'", "file = null", Moved, () => DirectoryTexts.ImportBroke);

    internal override async Task RunAsync(CancellationToken ct)
    {
        await using var scope = Scopes.CreateAsyncScope();
        var open = await scope.ServiceProvider.GetRequiredService<AppDbContext>().Set<DirectoryImport>().AsNoTracking()
            .Where(i => i.State == ImportState.Reading || i.State == ImportState.Saving).OrderBy(i => i.CreatedAt).ThenBy(i => i.Id)
            .Select(i => new { i.Id, i.State, i.Language }).ToListAsync(ct);
        foreach (var import in open)
        {
            await WorkAsync(import.Id, import.Language, services =>
            {
                var importer = services.GetRequiredService<DirectoryImporter>();
                return import.State == ImportState.Reading ? importer.CompareAsync(import.Id, Progress, ct) : importer.SaveAsync(import.Id, Progress, ct);
            }, ct);

            Task Progress(int done) => ShowProgressAsync(import.Id, done, ct);
        }
        var invitations = scope.ServiceProvider.GetRequiredService<DirectoryInvitations>();
        await invitations.SendDueAsync(ct);
        await invitations.SettleAsync(ct);
    }
}
