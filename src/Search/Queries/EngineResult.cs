using Marketplace.Search.Documents;

namespace Marketplace.Search.Queries;

public sealed record EngineResult
{
    public required long Total { get; init; }
    public required IReadOnlyList<EngineHit> Hits { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<FacetCount>> Facets { get; init; } = new Dictionary<string, IReadOnlyList<FacetCount>>(StringComparer.Ordinal);

    /// <summary>True: the budget ran out, so total and hits are of a part of the index only.</summary>
    public bool Cut { get; init; }
}

/// <summary>A hit with its whole document; <see cref="Number"/> is the column sorted by, null when it has none.</summary>
public sealed record EngineHit(float Score, long? Number, SearchDocument Document)
{
    public Place Place(bool byScore) => byScore ? new(Score, null, Document.Id) : new(null, Number, Document.Id);
}

/// <summary>The most frequent first; of equally frequent ones the first in ordinal order.</summary>
public readonly record struct FacetCount(string Value, long Count);
