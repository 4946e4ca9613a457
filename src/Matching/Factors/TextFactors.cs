using Marketplace.Matching.Vectors;

namespace Marketplace.Matching.Factors;

/// <summary>How what texts have in common becomes a factor between 0 and 1.</summary>
internal static class TextFactors
{
    /// <summary>Where an overlap counts half. The factor bends there; it is never too large to compare.</summary>
    private const float Half = 10;

    public static float Overlap(float overlap) => overlap / (overlap + Half);

    /// <summary>0 for what has nothing to do with it; opposites do not occur.</summary>
    public static double Likeness(Quantised need, Quantised offer) => Math.Clamp(need.Dot(offer), 0, 1);

    /// <summary>The first thing both name says most.</summary>
    public static double Exact(int met) => 1 - Math.Pow(0.5, met);
}
