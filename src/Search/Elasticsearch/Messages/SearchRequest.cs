using System.Text.Json.Serialization;

namespace Marketplace.Search.Elasticsearch.Messages;

internal sealed record SearchRequest
{
    public Query? Query { get; init; }
    public NearestQuery? Knn { get; init; }
    public Query? PostFilter { get; init; }
    public IReadOnlyList<IReadOnlyDictionary<string, SortOrder>>? Sort { get; init; }
    public IReadOnlyList<object>? SearchAfter { get; init; }
    public required int Size { get; init; }
    public string? Timeout { get; init; }
    public bool? TrackTotalHits { get; init; }
    public IReadOnlyDictionary<string, Aggregation>? Aggs { get; init; }
    public PointInTime? Pit { get; init; }
    public IReadOnlyList<string>? DocvalueFields { get; init; }
    public string? StoredFields { get; init; }

    [JsonPropertyName("_source")]
    public IReadOnlyList<string>? Source { get; init; }
}

/// <summary>One of its properties is set.</summary>
internal sealed record Query
{
    public BoolQuery? Bool { get; init; }
    public IReadOnlyDictionary<string, TermQuery>? Term { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Terms { get; init; }
    public IReadOnlyDictionary<string, PrefixQuery>? Prefix { get; init; }
    public IReadOnlyDictionary<string, RangeQuery>? Range { get; init; }
    public IReadOnlyDictionary<string, MatchPhraseQuery>? MatchPhrase { get; init; }
    public IdsQuery? Ids { get; init; }
    public MatchAllQuery? MatchAll { get; init; }
    public ExistsQuery? Exists { get; init; }
}

internal sealed record BoolQuery
{
    public IReadOnlyList<Query>? Must { get; init; }
    public IReadOnlyList<Query>? Should { get; init; }
    public int? MinimumShouldMatch { get; init; }
    public IReadOnlyList<Query>? Filter { get; init; }
    public IReadOnlyList<Query>? MustNot { get; init; }
}

/// <summary>By vectors, approximately: the more of them a shard looks at, the fewer it misses.</summary>
internal sealed record NearestQuery(string Field, sbyte[] QueryVector, int K, int NumCandidates, Query? Filter);

internal sealed record TermQuery(string Value, float? Boost);

internal sealed record PrefixQuery(string Value);

internal sealed record RangeQuery(long? Gte, long? Lte);

internal sealed record MatchPhraseQuery(string Query);

internal sealed record IdsQuery(IReadOnlyList<string> Values);

internal sealed record ExistsQuery(string Field);

internal sealed record MatchAllQuery;

internal sealed record SortOrder(string Order, string? Missing = null);

internal sealed record Aggregation
{
    public Query? Filter { get; init; }
    public TermsAggregation? Terms { get; init; }
    public SumAggregation? Sum { get; init; }
    public IReadOnlyDictionary<string, Aggregation>? Aggs { get; init; }
}

internal sealed record TermsAggregation
{
    public required string Field { get; init; }
    public required int Size { get; init; }
    public int? ShardSize { get; init; }
    public IReadOnlyList<IReadOnlyDictionary<string, string>>? Order { get; init; }
}

internal sealed record SumAggregation(string Field);

internal sealed record PointInTime(string Id, string? KeepAlive = null);

internal sealed record MultiGetRequest(IReadOnlyList<string> Ids);
