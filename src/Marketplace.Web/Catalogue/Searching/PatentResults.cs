using Marketplace.Search.Queries;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>What was found, and how the words were taken.</summary>
public sealed record PatentResults
{
    public required long Total { get; init; }
    public required IReadOnlyList<PatentHit> Hits { get; init; }

    /// <summary>By the names of <see cref="PatentFacet"/>, those that were asked for.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FacetCount>> Facets { get; init; } = new Dictionary<string, IReadOnlyList<FacetCount>>(StringComparer.Ordinal);
    public string? Next { get; init; }
    public Reading Reading { get; init; }

    /// <summary>The time allowed ran out: total and hits are of a part of the catalogue only.</summary>
    public bool Cut { get; init; }
    public IReadOnlyList<QueryNote> Notes { get; init; } = [];
    public string? DidYouMean { get; init; }
    public required TimeSpan Took { get; init; }
}

/// <summary>A patent that was found. <see cref="Highlights"/> by the names of the texts (<see cref="PatentSchema"/>), as far as asked for.</summary>
public sealed record PatentHit(string ApplicationNo, float Score, PatentCard Card, IReadOnlyDictionary<string, Highlight> Highlights);
