namespace Marketplace.Matching.Factors;

internal sealed class ChainFactor : ICircumstance
{
    public Factor Factor => Factor.Chain;

    public double Of(NeedFacts need, OfferFacts offer, DateOnly today)
    {
        if (need.Chains.Count == 0 || offer.Chains.Count == 0) return Circumstances.Unknown;
        // Chains are a coarse net: not to share one says little.
        return Shared(need, offer) is null ? 0.35 : 1;
    }

    public (string Code, IReadOnlyList<string> Details) Say(NeedFacts need, OfferFacts offer, DateOnly today) =>
        Shared(need, offer) is { } chain ? ("chain.same", [chain]) : ("chain.other", []);

    private static string? Shared(NeedFacts need, OfferFacts offer)
    {
        foreach (var chain in need.Chains) if (offer.Chains.Contains(chain, StringComparer.Ordinal)) return chain;
        return null;
    }
}
