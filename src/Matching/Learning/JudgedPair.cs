using Marketplace.Matching.Factors;
using Marketplace.Matching.Scoring;

namespace Marketplace.Matching.Learning;

/// <param name="Need">Which need; pairs of one are compared with each other.</param>
/// <param name="Level">1 nothing to do with it … 4 just what is wanted.</param>
/// <param name="Pair">Its factors.</param>
public sealed record JudgedPair(string Need, int Level, PairFactors Pair)
{
    /// <summary>From here on people called an offer relevant.</summary>
    public const int Relevant = 3;

    public bool IsRelevant => Level >= Relevant;

    /// <summary>As if nothing were known of a factor.</summary>
    public JudgedPair Without(Factor factor) =>
        this with { Pair = Pair with { Values = [.. Pair.Values.Select((value, place) => place == (int)factor ? FactorTable.Neutral[place] : value)] } };
}
