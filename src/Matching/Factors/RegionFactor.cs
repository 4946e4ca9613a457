namespace Marketplace.Matching.Factors;

/// <summary>How near holder and owner are. A small weight: supply from outside is the normal case (domain.md), and aid partners are as good as neighbours.</summary>
internal sealed class RegionFactor : ICircumstance
{
    public Factor Factor => Factor.Region;

    public double Of(NeedFacts need, OfferFacts offer, DateOnly today)
    {
        if (need.RegionPath.Length == 0 || offer.RegionPaths.Count == 0) return Circumstances.Unknown;
        return Nearest(need, offer) switch { "region.county" => 1, "region.prefecture" => 0.9, "region.province" => 0.8, "region.aid" => 0.8, _ => 0.4 };
    }

    public (string Code, IReadOnlyList<string> Details) Say(NeedFacts need, OfferFacts offer, DateOnly today) => (Nearest(need, offer), []);

    private static string Nearest(NeedFacts need, OfferFacts offer)
    {
        var levels = 0;
        foreach (var path in offer.RegionPaths) levels = Math.Max(levels, Shared(need.RegionPath, path));
        var aids = offer.AidPaths.Any(path => need.RegionPath.StartsWith(path, StringComparison.Ordinal));
        return levels switch { >= 3 => "region.county", 2 => "region.prefecture", 1 => "region.province", _ => aids ? "region.aid" : "region.elsewhere" };
    }

    /// <summary>Places that both paths go through, from the root.</summary>
    private static int Shared(string one, string other)
    {
        var (levels, end) = (0, Math.Min(one.Length, other.Length));
        for (var i = 0; i < end && one[i] == other[i]; i++) if (one[i] == '/' && i > 0) levels++;
        return levels;
    }
}
