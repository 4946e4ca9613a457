using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.IndustryTables;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Verbs;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>For verbs, which promise that what they changed can be found when they return.</summary>
internal static class Searchable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(20);

    /// <summary>A program that starts fills its index first; one that has stopped getting on is not waited for longer.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Where programs serve this database: when all of them have come up to now. Where none does: when the index file of the data folder, and Elasticsearch if it is
    /// configured, have, so that the next start has it at once.
    /// </summary>
    public static async Task WaitAsync(WorkingDatabase database, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(database.Address.App);
        AppDbContext Open() => AppDbContext.Over(source);
        if (await WaitForServingAsync(Open, () => database.Folder.ReadHolder() is { Verb: "serve" }, ct)) return;
        await RenewAsync(database.Folder.Path, Open, anew: false, ct);
    }

    /// <summary>Makes the indexes of this data folder anew; a program that serves compares its own every hour and at each start.</summary>
    public static Task RebuildAsync(string dataFolder, Func<AppDbContext> open, CancellationToken ct) => RenewAsync(dataFolder, open, anew: true, ct);

    /// <summary>False: nobody serves.</summary>
    internal static async Task<bool> WaitForServingAsync(Func<AppDbContext> open, Func<bool> isStarting, CancellationToken ct)
    {
        await using var db = open();
        var wanted = await IndexFollower.NewestAsync(db, ct);
        for (var since = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(since) < s_patience;)
        {
            var serving = await IndexFollowers.ServingAsync(db, ct);
            if (serving.Count > 0 && serving.TrueForAll(position => position >= wanted)) return true;
            if (serving.Count == 0 && !isStarting()) return false;
            await Task.Delay(s_look, ct);
        }
        return true;
    }

    private static async Task RenewAsync(string dataFolder, Func<AppDbContext> open, bool anew, CancellationToken ct)
    {
        var options = SearchOptions.From(MarketplaceApp.CreateBuilder(new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["data"] = dataFolder }).Configuration);
        var industries = new Industries();
        await using (var look = open()) await new IndustryTableInForce(industries).RefreshAsync(look, ct);
        var documents = new PatentDocuments(industries);
        if (options.HasElasticsearch)
        {
            using var elasticsearch = new ElasticsearchFollower(documents, open, SearchingSetup.Analyzer, options.Elasticsearch, TimeProvider.System, NullLogger.Instance);
            if (anew) await elasticsearch.RebuildAsync(ct);
            else await elasticsearch.LoadAsync(ct);
            if (elasticsearch.IsOutdated) await elasticsearch.RebuildAsync(ct);
            await elasticsearch.CatchUpAsync(ct);
        }
        if (!options.Embedded && options.HasElasticsearch) return;
        await using var db = open();
        var file = IndexFile.In(dataFolder)!;
        if (anew || !await IndexFile.IsNearAsync(file, db, documents, TimeProvider.System, ct)) await IndexFile.WriteAsync(file, db, documents, SearchingSetup.Analyzer, TimeProvider.System, ct);
    }
}
