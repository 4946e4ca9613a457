namespace Marketplace.Search.Queries;

/// <summary>A search as a page or the API asks for it.</summary>
public sealed record SearchRequest
{
    /// <summary>As typed, with everything <see cref="QueryParser"/> understands.</summary>
    public string Text { get; init; } = "";
    public WordMode Mode { get; init; }

    /// <summary>Beside those that prefixes in the text make.</summary>
    public IReadOnlyList<Filter> Filters { get; init; } = [];
    public IReadOnlyList<FacetRequest> Facets { get; init; } = [];
    public ColumnOrder? Order { get; init; }
    public int Size { get; init; } = 10;

    /// <summary><see cref="SearchAnswer.Next"/> of the page before, to the same question.</summary>
    public string? After { get; init; }
    public IReadOnlyList<HighlightRequest> Highlights { get; init; } = [];
}

/// <summary>A text to show with each hit: whole or, with <paramref name="Window"/>, about so many characters of it.</summary>
public sealed record HighlightRequest(string Text, int? Window = null);
