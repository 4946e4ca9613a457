namespace Marketplace.Web.Conversions.Yearly;

/// <param name="Contracts">How many there are.</param>
/// <param name="Parties">How many different ones had them.</param>
public sealed record PublicCount(decimal Contracts, decimal Parties);

/// <summary>
/// What may stand on a public page beside the sum of the region above: nothing that is about one or two, and nothing that could be subtracted from the rest. One conversion more or less says whose it was.
/// </summary>
public static class SmallCounts
{
    public const int Fewest = 3;

    public static bool IsSmall(PublicCount count) => count.Contracts is > 0 and < Fewest || count.Contracts > 0 && count.Parties < Fewest;

    /// <summary>Which parts are not shown. Where some are not, what is left of the sum is of at least two parts and three contracts: else the smallest other one goes too.</summary>
    public static bool[] Hidden(IReadOnlyList<PublicCount> parts)
    {
        var hidden = parts.Select(IsSmall).ToArray();
        if (!hidden.Contains(true)) return hidden;
        foreach (var (i, _) in parts.Index().Where(p => !hidden[p.Index] && p.Item.Contracts > 0).OrderBy(p => p.Item.Contracts).ThenBy(p => p.Index).ToList())
        {
            if (hidden.Count(h => h) > 1 && parts.Where((_, n) => hidden[n]).Sum(p => p.Contracts) >= Fewest) break;
            hidden[i] = true;
        }
        return hidden;
    }
}
