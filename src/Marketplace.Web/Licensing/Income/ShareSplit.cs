using Marketplace.Web.Licensing.Fees;

namespace Marketplace.Web.Licensing.Income;

/// <param name="Part">Percent or yuan, as the basis says.</param>
public sealed record Split(ShareKind Kind, string Name, decimal Part);

/// <summary>Shares of a net income, to the fen. Pure.</summary>
public static class ShareSplit
{
    /// <summary>
    /// In the order given. People come first when fen are dealt out, so that half a fen falls to those who contributed and never leaves them below the law's half.
    /// </summary>
    public static IReadOnlyList<decimal> Amounts(decimal net, ShareBasis basis, IReadOnlyList<Split> splits)
    {
        if (basis == ShareBasis.Amount) return [.. splits.Select(split => split.Part)];
        var order = splits.Index().OrderBy(split => split.Item.Kind.IsPerson() ? 0 : 1).ThenBy(split => split.Index).ToList();
        var parts = FeeParts.Of(net, [.. order.Select(split => split.Item.Part)]);
        var amounts = new decimal[splits.Count];
        foreach (var (place, part) in order.Zip(parts)) amounts[place.Index] = part;
        return amounts;
    }

    /// <summary>Equal parts of a percentage, in ten thousandths: what is left over goes to the first.</summary>
    public static IReadOnlyList<decimal> Even(decimal percent, int count)
    {
        var each = Math.Floor(percent / count * 10_000) / 10_000;
        return [percent - each * (count - 1), .. Enumerable.Repeat(each, count - 1)];
    }

    /// <summary>What contributors must get of the net at least, to the fen.</summary>
    public static decimal Least(decimal net, decimal floor) => RunningFee.Fen(net * floor / 100m);
}
