namespace Marketplace.Web.Licensing.Fees;

/// <summary>Cuts a total into parts that add up to it to the fen.</summary>
public static class FeeParts
{
    /// <summary>Each part is the difference of two rounded sums, so no fen is lost or made, and none is further than one from its exact share.</summary>
    /// <param name="total">In yuan, to the fen.</param>
    /// <param name="shares">What each part weighs; not negative, not all zero.</param>
    public static IReadOnlyList<decimal> Of(decimal total, IReadOnlyCollection<decimal> shares)
    {
        var whole = shares.Sum();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(whole, nameof(shares));
        var (parts, weight, given) = (new List<decimal>(shares.Count), 0m, 0m);
        foreach (var share in shares)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(share, nameof(shares));
            weight += share;
            var upTo = weight == whole ? total : RunningFee.Fen(total * weight / whole);
            parts.Add(upTo - given);
            given = upTo;
        }
        return parts;
    }

    public static IReadOnlyList<decimal> Even(decimal total, int count) => Of(total, [.. Enumerable.Repeat(1m, count)]);
}
