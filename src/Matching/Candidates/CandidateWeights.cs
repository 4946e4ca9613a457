using Marketplace.Matching.Factors;

namespace Marketplace.Matching.Candidates;

/// <summary>How words and vectors are weighed against each other while candidates are chosen.</summary>
public sealed record CandidateWeights(double Words, double Terms)
{
    public float Sum<TKey>(CandidateQuery query, IReadable<TKey> item) =>
        (float)Terms * Math.Max(0, query.Terms.Dot(item.Terms)) + (float)Words * TextFactors.Overlap(query.Words.Dot(item.Words) * query.Words.Unit * item.Words.Unit);
}
