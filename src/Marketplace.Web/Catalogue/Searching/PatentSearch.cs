using System.Diagnostics;
using Marketplace.Search;
using Marketplace.Search.Elasticsearch;
using Marketplace.Search.Queries;
using FoundPatents = Marketplace.Web.Platform.Errors.Outcome<Marketplace.Web.Catalogue.Searching.PatentResults>;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>Searching in the catalogue: for pages, the API, saved searches and matching. Asks the index only, never the database.</summary>
public sealed class PatentSearch(CatalogueIndex index)
{
    /// <summary>Hits alone.</summary>
    public ValueTask<FoundPatents> SearchAsync(PatentQuery query, CancellationToken ct) => SearchAsync(query, PatentWanted.Hits, ct);

    public ValueTask<FoundPatents> SearchAsync(PatentQuery query, PatentWanted wanted, CancellationToken ct) =>
        AskAsync(searcher => searcher.SearchAsync(query.ToRequest(wanted), ct), wanted);

    /// <summary>Patents whose words are most like this one's. 404 where it is not in the catalogue.</summary>
    public ValueTask<FoundPatents> SimilarAsync(string applicationNo, int size, CancellationToken ct) =>
        AskAsync(searcher => searcher.SimilarAsync(applicationNo, new SearchRequest { Size = size }, ct), PatentWanted.Hits);

    /// <summary>How many there are; null: the index cannot answer now.</summary>
    public async ValueTask<long?> CountAsync(PatentQuery query, CancellationToken ct) =>
        await AskAsync(searcher => searcher.SearchAsync(query.ToRequest(PatentWanted.Hits) with { Size = 0, After = null }, ct), PatentWanted.Hits) is { Succeeded: true } found ? found.Value.Total : null;

    /// <summary>The card of one patent; null: not in the catalogue, or the index cannot answer now.</summary>
    public async ValueTask<PatentCard?> FindAsync(string applicationNo, CancellationToken ct)
    {
        foreach (var engine in index.Engines)
        {
            try
            {
                return await engine.Engine.GetAsync(applicationNo, ct) is { } document ? PatentCard.Of(document) : null;
            }
            catch (EngineAwayException) { /* The next one, if there is one. */ }
        }
        return null;
    }

    /// <summary>For each that asks, the numbers of patents on offer near it; null: no index with vectors, or it cannot answer now.</summary>
    public async Task<IReadOnlyList<IReadOnlySet<string>>?> OffersNearAsync(IReadOnlyList<OfferQuery> asked, CancellationToken ct)
    {
        foreach (var engine in index.Engines)
        {
            if (engine.Engine is not ElasticsearchEngine near) continue;
            try
            {
                return await near.NearAsync([.. asked.Select(query => query.ToNear())], ct);
            }
            catch (EngineAwayException e)
            {
                index.Missed(engine, e.Code);
            }
        }
        return null;
    }

    private async ValueTask<FoundPatents> AskAsync(Func<Searcher, ValueTask<Outcome<SearchAnswer>>> ask, PatentWanted wanted)
    {
        var since = Stopwatch.GetTimestamp();
        foreach (var engine in index.Engines)
        {
            try
            {
                var (answer, fault) = await ask(wanted.Correct ? engine.Correcting : engine.Plain);
                return answer is null ? SearchFailures.Of(fault!) : Results(answer, wanted, since);
            }
            catch (EngineAwayException e)
            {
                index.Missed(engine, e.Code);
            }
        }
        return SearchFailures.Away();
    }

    private static PatentResults Results(SearchAnswer answer, PatentWanted wanted, long since)
    {
        var hits = new PatentHit[answer.Hits.Count];
        for (var i = 0; i < hits.Length; i++)
        {
            var (hit, highlights) = answer.Hits[i];
            hits[i] = new(hit.Document.Id, hit.Score, PatentCard.Of(hit.Document), highlights);
        }
        return new()
        {
            Total = answer.Total,
            Hits = hits,
            Facets = wanted.Facets.Count == 0 ? s_noFacets : PatentFacet.All.Where(facet => answer.Facets.ContainsKey(facet.Column))
                .ToDictionary(facet => facet.Name, facet => answer.Facets[facet.Column], StringComparer.Ordinal),
            Next = answer.Next,
            Reading = answer.Reading,
            Cut = answer.Cut,
            Notes = answer.Notes,
            DidYouMean = answer.DidYouMean,
            Took = Stopwatch.GetElapsedTime(since),
        };
    }

    private static readonly Dictionary<string, IReadOnlyList<FacetCount>> s_noFacets = new(StringComparer.Ordinal);
}
