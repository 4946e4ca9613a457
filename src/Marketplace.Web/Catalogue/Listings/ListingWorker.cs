using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Web.Catalogue.Gazette;
using Marketplace.Web.Catalogue.Listings.Declarations;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>Works off batches in the background. Each item is a transaction of its own, so what a crash interrupts goes on where it was.</summary>
public sealed class ListingWorker(IServiceScopeFactory scopes, DatabaseSignals signals, DatabaseReady ready, ILogger<ListingWorker> logger)
    : QueueWorker(Channel, TimeSpan.FromSeconds(20), signals, ready, logger)
{
    public const string Channel = "listing_batches";

    /// <summary>Of several programs one works; the others look again.</summary>
    private const long OneAtATime = 7_204_611_093;

    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    internal override async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        await db.Database.OpenConnectionAsync(ct);
        if (!await db.Database.SqlQuery<bool>($"select pg_try_advisory_lock({OneAtATime}) as \"Value\"").SingleAsync(ct)) return;
        try
        {
            var open = await db.Set<ListingBatch>().AsNoTracking().Where(b => b.State == BatchState.Comparing || b.State == BatchState.Running || b.State == BatchState.Undoing)
                .OrderBy(b => b.CreatedAt).ThenBy(b => b.Id).Select(b => b.Id).ToListAsync(ct);
            foreach (var id in open) await RunAsync(id, ct);
        }
        finally
        {
            await db.Database.ExecuteSqlAsync($"select pg_advisory_unlock({OneAtATime})", CancellationToken.None);
        }
    }

    private async Task RunAsync(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var batch = await db.Set<ListingBatch>().AsNoTracking().SingleAsync(b => b.Id == id, ct);
        CultureInfo.CurrentUICulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(batch.Language);   // Of this flow only: faults are said in the language of whoever began it.
        try
        {
            if (batch.State == BatchState.Comparing)
            {
                await BecomeAsync(scope.ServiceProvider, batch, ct);
                if (batch.Kind == BatchKind.Gazette) await scope.ServiceProvider.GetRequiredService<GazetteImporter>().CompareAsync(batch, ct);
                else await scope.ServiceProvider.GetRequiredService<ListingSheet>().CompareAsync(batch, ct);
                return;
            }
            var undo = batch.State == BatchState.Undoing;
            var from = undo ? ItemOutcome.Done : ItemOutcome.Waiting;
            var items = db.Set<ListingBatchItem>().AsNoTracking().Where(i => i.BatchId == id && i.Outcome == from);
            // Backwards when taking back: two rows of one batch may concern one listing.
            var numbers = await (undo ? items.OrderByDescending(i => i.Number) : items.OrderBy(i => i.Number)).Select(i => i.Number).ToListAsync(ct);
            foreach (var number in numbers)
            {
                await using var one = scopes.CreateAsyncScope();
                await BecomeAsync(one.ServiceProvider, batch, ct);
                await one.ServiceProvider.GetRequiredService<BatchItems>().RunAsync(batch, number, undo, ct);
            }
            await FinishAsync(scope.ServiceProvider, id, undo, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is not NpgsqlException { IsTransient: true })
        {
            // A bug: said once and ended, or it would be met again for ever.
            Logger.LogError(e, "Batch {Batch} of listings failed", id);
            await db.Set<ListingBatch>().Where(b => b.Id == id).ExecuteUpdateAsync(set => set.SetProperty(b => b.State, BatchState.Failed).SetProperty(b => b.Fault, ListingTexts.BatchBroke), ct);
        }
    }

    private static async Task FinishAsync(IServiceProvider services, Guid id, bool undo, CancellationToken ct)
    {
        var db = services.GetRequiredService<AppDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var batch = await db.Set<ListingBatch>().SingleAsync(b => b.Id == id, ct);
        var counts = await db.Set<ListingBatchItem>().Where(i => i.BatchId == id).GroupBy(i => i.Outcome).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        batch.State = undo ? BatchState.Undone : BatchState.Done;
        batch.FinishedAt = services.GetRequiredService<TimeProvider>().GetUtcNow();
        (batch.Done, batch.Refused, batch.Unchanged) = (counts.GetValueOrDefault(ItemOutcome.Done), counts.GetValueOrDefault(ItemOutcome.Refused), counts.GetValueOrDefault(ItemOutcome.Unchanged));
        (batch.Undone, batch.Kept) = (counts.GetValueOrDefault(ItemOutcome.Undone), counts.GetValueOrDefault(ItemOutcome.Kept));
        if (batch.Kind == BatchKind.PrepareDeclarations) batch.File = await DeclarationSheet.WriteAsync(db, id, ct);
        await db.SaveChangesAsync(ct);
        if (!undo) await services.GetRequiredService<ListingWork>().BatchDoneAsync(db, batch, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>With the rights the person has at this moment, not those they had when they began it.</summary>
    private static async Task BecomeAsync(IServiceProvider services, ListingBatch batch, CancellationToken ct)
    {
        if (batch.PersonId is not { } person) return;
        var grants = new List<Grant>();
        foreach (var source in services.GetServices<IGrantSource>()) grants.AddRange((await source.OfAsync(person, ct)).Where(g => g.OrganisationId == batch.OrganisationId));
        services.GetRequiredService<Actor>().Become(person, grants);
    }
}
