using System.Text.Json.Serialization;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Elasticsearch.Messages;

internal sealed record BulkAction(BulkTarget Index);

internal sealed record BulkTarget
{
    [JsonPropertyName("_id")]
    public required string Id { get; init; }
    public required long Version { get; init; }
    public string VersionType { get; init; } = "external";
}

/// <summary>What is sent for a document: fields to search in, filter and sort by, and beside them the document as it was given.</summary>
internal sealed record IndexedDocument
{
    public required string Id { get; init; }
    public required long Version { get; init; }

    /// <summary>A deleted document stays as this mark, so that a change older than the deletion cannot bring it back, however late it comes.</summary>
    public bool? Gone { get; init; }
    public int? MarkLow { get; init; }
    public int? MarkMiddle { get; init; }
    public int? MarkHigh { get; init; }
    public Dictionary<string, string>? Terms { get; init; }
    public Dictionary<string, string>? Phrases { get; init; }
    public Dictionary<string, IReadOnlyList<string>>? Values { get; init; }
    public Dictionary<string, long>? Numbers { get; init; }
    public Dictionary<string, sbyte[]>? Vectors { get; init; }
    public SearchDocument? Document { get; init; }
}
