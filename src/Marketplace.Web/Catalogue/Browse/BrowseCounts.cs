using System.Collections.Concurrent;
using Marketplace.Search;
using Marketplace.Search.Queries;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Searching;

namespace Marketplace.Web.Catalogue.Browse;

/// <summary>How many patents are in force, and how many are on offer.</summary>
public sealed record BrowseCount(long InForce, long Offers)
{
    public static readonly BrowseCount None = new(0, 0);
}

/// <summary>
/// Counts of the nodes of a tree: two questions to the index for all children of a node. Kept for a minute, because crawlers walk the whole tree.
/// </summary>
public sealed class BrowseCounts(CatalogueIndex index, TimeProvider time)
{
    private const int MostKept = 1000;
    private static readonly TimeSpan s_good = TimeSpan.FromMinutes(1);
    private static readonly string[] s_inForce = [.. Enum.GetValues<PatentState>().Where(state => state.InForce()).Select(state => FacetWords.Camel(state.ToString()))];

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, IReadOnlyDictionary<string, BrowseCount> Counts)> _kept = new(StringComparer.Ordinal);

    /// <param name="column">Whose values are counted (<see cref="PatentSchema"/>).</param>
    /// <param name="within">The node, as a question.</param>
    /// <param name="ct">The request ended.</param>
    /// <returns>Null: the index cannot answer now.</returns>
    public async ValueTask<IReadOnlyDictionary<string, BrowseCount>?> OfAsync(string column, PatentQuery within, CancellationToken ct)
    {
        var (key, now) = (column + within.ToQueryString(), time.GetUtcNow());
        if (_kept.TryGetValue(key, out var known) && known.Until > now) return known.Counts;
        var inForce = await CountAsync(column, within, new AnyValue(PatentSchema.Status, s_inForce), ct);
        var offers = await CountAsync(column, within, new AnyValue(PatentSchema.Offer, ["yes"]), ct);
        if (inForce is null || offers is null) return null;
        var counts = inForce.Keys.Union(offers.Keys, StringComparer.Ordinal)
            .ToDictionary(value => value, value => new BrowseCount(inForce.GetValueOrDefault(value), offers.GetValueOrDefault(value)), StringComparer.Ordinal);
        if (_kept.Count >= MostKept) _kept.Clear();
        _kept[key] = (now + s_good, counts);
        return counts;
    }

    private async Task<Dictionary<string, long>?> CountAsync(string column, PatentQuery within, Filter also, CancellationToken ct)
    {
        var request = within.ToRequest(PatentWanted.Hits);
        request = request with { Size = 0, After = null, Filters = [.. request.Filters, also], Facets = [new(column, QueryCheck.LargestFacet)] };
        foreach (var engine in index.Engines)
        {
            try
            {
                var (answer, _) = await engine.Plain.SearchAsync(request, ct);
                return answer?.Facets.GetValueOrDefault(column)?.ToDictionary(count => count.Value, count => count.Count, StringComparer.Ordinal);
            }
            catch (EngineAwayException) { /* The next one, if there is one. */ }
        }
        return null;
    }
}
