using Marketplace.Matching.Texts;
using Marketplace.Matching.Vectors;

namespace Marketplace.Matching.Candidates;

/// <summary>What is asked of an index of one side.</summary>
/// <param name="Words">Of the one that asks.</param>
/// <param name="Terms">Its vector.</param>
/// <param name="Forms">Bits of which one at least must be met.</param>
/// <param name="Most">How many are wanted.</param>
public sealed record CandidateQuery(SparseWords Words, Quantised Terms, uint Forms, int Most);

/// <param name="Item">The other side.</param>
/// <param name="Sum">Words and vectors, weighted: what candidates are chosen by.</param>
public readonly record struct Candidate<TItem>(TItem Item, double Sum);
