using Marketplace.Testing;
using Marketplace.Testing.Conversions;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Import;
using Marketplace.Web.Organisations;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Benchmarks;

/// <summary>Ten thousand outside deals from Excel with planted duplicates of all sixteen kinds: read and judged, filed, and the same file again. Ends with an error when one is missed.</summary>
internal static class ConversionImportBench
{
    private const int Rows = 10_000;

    public static readonly Bench Bench = new("conversions.import", Quick: false, "ten thousand outside deals from Excel with planted duplicates, and the same file again", RunAsync);

    private static async Task RunAsync(Measures measures, CancellationToken ct)
    {
        var server = new PostgresServer();
        await server.InitializeAsync();
        try
        {
            await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
            var bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
            var table = new PlantedTable(Rows, seed: 16);
            await app.PutAsync(table.Before);
            await app.PutAsync(table.Reversed, FilingState.Verified);
            await app.PutAsync(table.Reversals, FilingState.Verified);
            var file = table.Xlsx();

            var (import, compared) = await CompareAsync(app, bureau, file, ct);
            var started = TimeProvider.System.GetTimestamp();
            await app.WithDatabaseAsync(db => db.Set<ConversionImport>().Where(i => i.Id == import).ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ConversionImportState.Filing), ct));
            await using (var scope = app.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<ConversionImporter>().FileAsync(import, ct);
            var filed = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
            await CheckAsync(app, import, table, ct);
            var (again, compareAgain) = await CompareAsync(app, bureau, file, ct);

            var same = await app.WithDatabaseAsync(db => db.Set<ConversionImport>().AsNoTracking().SingleAsync(i => i.Id == again, ct));
            if (same.Same + same.Refused != Rows) throw new InvalidOperationException($"The same file again: {same.Added} new, {same.Attached} added, {same.Queued} queued.");
            measures.Add("conversions.import.compare", compared, "s", "ten thousand rows read and held against each other and what is known");
            measures.Add("conversions.import.file", filed, "s", "written, handed in, suspects queued");
            measures.Add("conversions.import.again", compareAgain, "s", "the same file: nothing changes");
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<(Guid Import, double Seconds)> CompareAsync(RunningApp app, Organisation bureau, byte[] file, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var import = scope.ServiceProvider.GetRequiredService<ImportDesk>().New(bureau, null, "转化.xlsx", file);
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        db.Add(import);
        await db.SaveChangesAsync(ct);
        var started = TimeProvider.System.GetTimestamp();
        await scope.ServiceProvider.GetRequiredService<ConversionImporter>().CompareAsync(import.Id, _ => Task.CompletedTask, ct);
        return (import.Id, TimeProvider.System.GetElapsedTime(started).TotalSeconds);
    }

    private static async Task CheckAsync(RunningApp app, Guid import, PlantedTable table, CancellationToken ct)
    {
        var rows = await app.WithDatabaseAsync(db => db.Set<ConversionImportRow>().AsNoTracking().Where(r => r.ImportId == import).OrderBy(r => r.Number).ToListAsync(ct));
        var missed = rows.Zip(table.Rows).Count(pair => pair.First.Fate != pair.Second.Fate || pair.Second.Sees is { } rule && !pair.First.Rules.Contains(rule, StringComparer.Ordinal));
        if (rows.Count != Rows || missed > 0) throw new InvalidOperationException($"{rows.Count} rows, {missed} of them judged otherwise than planted.");
    }
}
