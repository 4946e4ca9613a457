namespace Marketplace.Matching.Factors;

/// <summary>All factors that do not come from the texts. Each is one file beside this one.</summary>
internal static class Circumstances
{
    /// <summary>Neither for nor against.</summary>
    public const double Unknown = 0.5;

    public static readonly IReadOnlyList<ICircumstance> All =
        [new IndustryFactor(), new ChainFactor(), new FormFactor(), new FeeFactor(), new MaturityFactor(), new RegionFactor(), new LifeFactor(), new LegalFactor(), new FreshnessFactor(), new ReplyFactor()];

    public static ICircumstance Of(Factor factor) => All[(int)factor - (int)Factor.Industry];

    public static void Write(NeedFacts need, OfferFacts offer, DateOnly today, Span<double> factors)
    {
        foreach (var circumstance in All) factors[(int)circumstance.Factor] = circumstance.Of(need, offer, today);
    }
}
