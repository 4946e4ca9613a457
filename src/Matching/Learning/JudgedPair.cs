namespace Marketplace.Matching.Learning;

/// <param name="Level">1 nothing to do with it … 4 just what is wanted.</param>
public sealed record JudgedPair(string Need, int Level, double[] Factors)
{
    /// <summary>From here on people called an offer relevant.</summary>
    public const int Relevant = 3;

    public bool IsRelevant => Level >= Relevant;
}
