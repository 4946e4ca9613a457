namespace Marketplace.Matching.Learning;

/// <summary>Whether scores mean what they say: in bands of equal count, the share expected and the share observed.</summary>
public static class Calibration
{
    public sealed record Band(double Expected, double Observed, int Pairs);

    public static IReadOnlyList<Band> Bands(IReadOnlyList<(double Expected, bool Relevant)> pairs, int bands = 10)
    {
        var ordered = pairs.OrderBy(pair => pair.Expected).ToList();
        return [.. Enumerable.Range(0, bands).Select(band => ordered[(band * ordered.Count / bands)..((band + 1) * ordered.Count / bands)]).Where(part => part.Count > 0)
            .Select(part => new Band(part.Average(pair => pair.Expected), part.Average(pair => pair.Relevant ? 1.0 : 0), part.Count))];
    }
}
