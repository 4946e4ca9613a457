using System.Globalization;

namespace Marketplace.Matching.Factors;

/// <summary>How ready the technology is, in levels of readiness, against how ready it must be.</summary>
internal sealed class MaturityFactor : ICircumstance
{
    private const double PerLevel = 0.25;

    public Factor Factor => Factor.Maturity;

    public double Of(NeedFacts need, OfferFacts offer, DateOnly today) =>
        need.MaturityLeast is { } least && offer.Maturity is { } level ? Math.Clamp(1 - PerLevel * (least - level), 0, 1) : Circumstances.Unknown;

    public (string Code, IReadOnlyList<string> Details) Say(NeedFacts need, OfferFacts offer, DateOnly today) =>
        offer.Maturity is not { } level ? ("maturity.unknown", [])
        : (level >= need.MaturityLeast ? "maturity.ready" : "maturity.early", [level.ToString(CultureInfo.InvariantCulture)]);
}
