namespace Marketplace.Search.Queries;

/// <summary>What documents are to be near: words with their weights, and a vector.</summary>
/// <param name="Words">As an <see cref="Analysis.Analyzer"/> cuts them.</param>
/// <param name="Texts">Where they may stand.</param>
/// <param name="VectorName">Of <see cref="Documents.IndexSchema.Vectors"/>.</param>
/// <param name="Vector">By direction.</param>
/// <param name="Filter">What every document must fulfil.</param>
/// <param name="Most">So many by words, and so many by the vector.</param>
public sealed record NearQuery(IReadOnlyList<(string Term, float Weight)> Words, IReadOnlyList<string> Texts, string VectorName, sbyte[] Vector, Filter Filter, int Most);
