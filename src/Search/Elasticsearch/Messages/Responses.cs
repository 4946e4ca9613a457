using System.Text.Json;
using System.Text.Json.Serialization;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Elasticsearch.Messages;

internal sealed record SearchResponse
{
    public bool TimedOut { get; init; }
    public required HitList Hits { get; init; }
    public Dictionary<string, Aggregate>? Aggregations { get; init; }
    public string? PitId { get; init; }

    [JsonPropertyName("_shards")]
    public ShardCounts Shards { get; init; } = new(0);
}

internal sealed record MultiSearchResponse(IReadOnlyList<MultiSearchItem> Responses);

internal sealed record MultiSearchItem(HitList? Hits, ErrorCause? Error, int Status)
{
    [JsonPropertyName("_shards")]
    public ShardCounts Shards { get; init; } = new(0);
}

internal sealed record ShardCounts(int Failed);

internal sealed record HitList
{
    public TotalHits? Total { get; init; }
    public required IReadOnlyList<Hit> Hits { get; init; }
}

internal sealed record TotalHits(long Value);

internal sealed record Hit
{
    [JsonPropertyName("_score")]
    public float? Score { get; init; }

    [JsonPropertyName("_source")]
    public Source? Source { get; init; }
    public Dictionary<string, JsonElement>? Fields { get; init; }
    public IReadOnlyList<JsonElement>? Sort { get; init; }
}

/// <summary>What is kept of a document beside the index: the document itself, or that it is gone.</summary>
internal sealed record Source
{
    public SearchDocument? Document { get; init; }
    public bool Gone { get; init; }
}

internal sealed record Aggregate
{
    public double? Value { get; init; }
    public IReadOnlyList<Bucket>? Buckets { get; init; }

    /// <summary>The one inside a filter, by the name we give it.</summary>
    public Aggregate? Inner { get; init; }
}

internal sealed record Bucket(string Key, long DocCount);

internal sealed record BulkResponse
{
    public bool Errors { get; init; }
    public required IReadOnlyList<BulkItem> Items { get; init; }
}

internal sealed record BulkItem(BulkItemResult Index);

internal sealed record BulkItemResult(int Status, ErrorCause? Error);

internal sealed record ErrorCause(string Type, string? Reason);

internal sealed record MultiGetResponse(IReadOnlyList<GetResult> Docs);

internal sealed record GetResult(bool Found, ErrorCause? Error)
{
    [JsonPropertyName("_source")]
    public Source? Source { get; init; }
}

internal sealed record ServerInfo(ServerVersion? Version, string? Tagline);

internal sealed record ServerVersion(string? Number, string? BuildFlavor, string? Distribution);
