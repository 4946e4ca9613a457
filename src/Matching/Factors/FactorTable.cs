namespace Marketplace.Matching.Factors;

public static class FactorTable
{
    public static readonly int Count = Enum.GetValues<Factor>().Length;

    /// <summary>For each factor the value that speaks neither for nor against: nothing in common for texts, nothing known for all else.</summary>
    public static readonly IReadOnlyList<double> Neutral = [.. Enum.GetValues<Factor>().Select(factor => factor <= Factor.Exact ? 0 : Circumstances.Unknown)];

    /// <summary>All at their neutral value.</summary>
    public static double[] NewNeutral() => [.. Neutral];
}
