namespace Marketplace.Search.Queries;

public sealed record SearchAnswer
{
    public required long Total { get; init; }
    public required IReadOnlyList<SearchHit> Hits { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<FacetCount>> Facets { get; init; } = new Dictionary<string, IReadOnlyList<FacetCount>>(StringComparer.Ordinal);

    /// <summary>For <see cref="SearchRequest.After"/>; null: this was the last page.</summary>
    public string? Next { get; init; }

    /// <summary>How the words were taken to find these.</summary>
    public Reading Reading { get; init; } = Reading.AllWords;

    /// <summary>The time allowed ran out before everything was looked at.</summary>
    public bool Cut { get; init; }
    public IReadOnlyList<QueryNote> Notes { get; init; } = [];

    /// <summary>The whole text with one character put right, where that finds something that the text as typed did not.</summary>
    public string? DidYouMean { get; init; }
}

/// <summary><paramref name="Highlights"/>: by name of the text, those that were asked for and are not empty.</summary>
public sealed record SearchHit(EngineHit Hit, IReadOnlyDictionary<string, Highlight> Highlights);
