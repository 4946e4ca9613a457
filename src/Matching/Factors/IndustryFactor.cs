namespace Marketplace.Matching.Factors;

/// <summary>Class of the patent against industry of the need, or against the class somebody guessed for it, whichever is nearer.</summary>
internal sealed class IndustryFactor : ICircumstance
{
    /// <summary>Less than what is not known: the table leads many symbols to a dozen industries and misses others.</summary>
    private const double Elsewhere = 0.2;

    public Factor Factor => Factor.Industry;

    public double Of(NeedFacts need, OfferFacts offer, DateOnly today) => Nearest(need, offer).Value;

    public (string Code, IReadOnlyList<string> Details) Say(NeedFacts need, OfferFacts offer, DateOnly today)
    {
        var (value, symbol, industry) = Nearest(need, offer);
        return value switch
        {
            Circumstances.Unknown => ("industry.unknown", []),
            <= Elsewhere => ("industry.elsewhere", need.Industry is { } own ? [own] : []),
            _ => industry is null ? ("industry.class", [symbol!]) : ("industry.same", [industry]),
        };
    }

    private static (double Value, string? Symbol, string? Industry) Nearest(NeedFacts need, OfferFacts offer)
    {
        var known = (need.Industry is not null && offer.Industries.Count > 0) || (need.Ipc.Count > 0 && offer.Ipc.Count > 0);
        if (!known) return (Circumstances.Unknown, null, null);
        (double Value, string? Symbol, string? Industry) best = (Elsewhere, null, null);
        foreach (var wanted in need.Ipc)
        {
            foreach (var symbol in offer.Ipc)
            {
                if (SameClass(wanted, symbol) is var value && value > best.Value) best = (value, symbol, null);
            }
        }
        if (need.Industry is not { } own) return best;
        foreach (var (code, weight) in offer.Industries)
        {
            if (SameIndustry(own, code) * (0.5 + 0.5 * Math.Min(1, 2 * weight)) is var value && value > best.Value) best = (value, null, code);
        }
        return best;
    }

    private static double SameClass(string one, string other)
    {
        if (one == other) return 1;
        if (MainGroup(one) is { } group && group == MainGroup(other)) return 0.95;
        return Common(one, other) switch { >= 4 => 0.8, 3 => 0.5, _ => 0 };
    }

    private static double SameIndustry(string one, string other) => Common(one, other) switch { >= 4 => 1, 3 => 0.9, 2 => 0.65, _ => 0 };

    private static string? MainGroup(string symbol) => symbol.IndexOf('/', StringComparison.Ordinal) is > 4 and var slash ? symbol[..slash] : null;

    private static int Common(string one, string other)
    {
        var same = 0;
        while (same < one.Length && same < other.Length && one[same] == other[same]) same++;
        return same;
    }
}
