using Marketplace.Search.Elasticsearch.Messages;
using Marketplace.Search.Queries;

namespace Marketplace.Search.Elasticsearch;

internal static class SearchAnswers
{
    public static EngineResult Of(SearchResponse response, EngineQuery query) => new()
    {
        Total = response.Hits.Total?.Value ?? 0,
        Hits = [.. response.Hits.Hits.Select(hit => Of(hit, query.Order))],
        Facets = query.Facets.DistinctBy(facet => facet.Column, StringComparer.Ordinal).ToDictionary(facet => facet.Column, facet => CountsOf(response.Aggregations?.GetValueOrDefault(facet.Column)), StringComparer.Ordinal),
        Cut = response.TimedOut,
    };

    /// <summary>Of a hit that was asked for nothing else.</summary>
    public static string IdOf(Hit hit) => DocumentKey.TextOf(hit.Fields![Fields.Id][0].GetString()!);

    private static EngineHit Of(Hit hit, ColumnOrder? order)
    {
        // Without its document a hit was put there by somebody else.
        var document = hit.Source?.Document ?? throw new EngineAwayException(ElasticsearchProblem.Mapping);
        // JSON knows no half characters; the key beside the document does.
        if (document.Id.Contains('\uFFFD') && hit.Sort is [_, var key]) document = document with { Id = DocumentKey.TextOf(key.GetString() ?? "") };
        long? number = order is not null && document.Numbers.TryGetValue(order.Column, out var value) ? value : null;
        return new(hit.Score ?? 0, number, document);
    }

    private static IReadOnlyList<FacetCount> CountsOf(Aggregate? counted) =>
        [.. (counted?.Inner ?? counted)?.Buckets?.Select(bucket => new FacetCount(DocumentKey.TextOf(bucket.Key), bucket.DocCount)) ?? []];
}
