namespace Marketplace.Search.Queries;

/// <summary>One query, ready for an engine: words are terms already, columns and sizes have been checked by <see cref="QueryCheck"/>.</summary>
public sealed record EngineQuery
{
    public WordQuery Words { get; init; } = WordQuery.Everything;
    public IReadOnlyList<Filter> Filters { get; init; } = [];
    public IReadOnlyList<FacetRequest> Facets { get; init; } = [];

    /// <summary>Null: by score. Ties end in the id, ascending.</summary>
    public ColumnOrder? Order { get; init; }
    public int Size { get; init; } = 10;

    /// <summary>Only what comes after this place in the order.</summary>
    public Place? After { get; init; }

    /// <summary>Never among the hits nor counted: the document one looks for the like of.</summary>
    public string? Without { get; init; }

    /// <summary>Processor time after which the search is cut and says so. 50 ms: ten times what the slowest honest query needs at 200,000 documents.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMilliseconds(50);
}

/// <summary>The most frequent values of a column and their counts under all filters except those on the column itself.</summary>
public sealed record FacetRequest(string Column, int Size = 10);

/// <summary>By a number. Documents without it come last, either way.</summary>
public sealed record ColumnOrder(string Column, bool Descending);

/// <summary>Where a page ended: the score or the number of its last hit (null: it has no number), and its id.</summary>
public readonly record struct Place(float? Score, long? Number, string Id);
