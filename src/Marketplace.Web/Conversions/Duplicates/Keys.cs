using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Conversions.Duplicates;

/// <summary>
/// By what two filings of one contract find each other. A patent by itself is no key: of one licensed to a hundred firms no two licences are one (D2). Only with a party on the side where a
/// rule looks for it is it worth comparing.
/// </summary>
public static class Keys
{
    /// <summary>Under these a filing is found.</summary>
    public static IEnumerable<string> Of(Filing filing)
    {
        foreach (var key in Shared(filing)) yield return key;
        foreach (var patent in Numbers(filing))
        {
            foreach (var giver in Parties(filing, Side.Giver)) yield return Given(patent, giver);
            foreach (var taker in Parties(filing, Side.Taker)) yield return Taken(patent, taker);
        }
        foreach (var (giver, taker) in Directions(filing)) yield return Direction(giver, taker);
    }

    /// <summary>Under these the others are found that a rule may say something of.</summary>
    public static IEnumerable<string> Asked(Filing filing)
    {
        foreach (var key in Shared(filing)) yield return key;
        foreach (var patent in Numbers(filing))
        {
            foreach (var giver in Parties(filing, Side.Giver)) yield return Taken(patent, giver);
            foreach (var taker in Parties(filing, Side.Taker))
            {
                yield return Taken(patent, taker);
                yield return Given(patent, taker);
            }
        }
        foreach (var (giver, taker) in Directions(filing)) yield return Direction(taker, giver);
    }

    /// <summary>The patents, and the inventions that stand for utility models given up for them (D11).</summary>
    public static IEnumerable<string> Numbers(Filing filing) => filing.Patents.Select(p => p.ApplicationNo).Concat(filing.Patents.Select(p => p.CountsAs).OfType<string>()).Distinct(StringComparer.Ordinal);

    public static IEnumerable<string> Parties(Filing filing, Side side) => filing.Parties.Where(p => p.Side == side).Select(p => p.Key).Distinct(StringComparer.Ordinal);

    /// <summary>A loan is the bank and the number of its contract (domain.md §3.5).</summary>
    public static IEnumerable<(string Bank, string Number)> Loans(Filing filing) =>
        filing is { Type: ConversionType.Pledge, LoanNo: { } number } ? Parties(filing, Side.Taker).Select(bank => (bank, number)) : [];

    /// <summary>Registers that name a contract; one product can rest on several.</summary>
    public static IEnumerable<FilingRegister> Registers(Filing filing) => filing.Registers.Where(r => r.Register != Register.Product);

    /// <summary>From whom to whom, of licences: two of them may be the directions of one contract (D15).</summary>
    public static IEnumerable<(string Giver, string Taker)> Directions(Filing filing) =>
        ConversionGroups.Of(filing.Type) == ConversionGroup.Licence ? Parties(filing, Side.Giver).SelectMany(giver => Parties(filing, Side.Taker).Select(taker => (giver, taker))) : [];

    private static IEnumerable<string> Shared(Filing filing)
    {
        yield return "F:" + filing.Fingerprint;
        foreach (var register in Registers(filing)) yield return $"R:{register.Register}:{register.Number}";
        foreach (var (bank, number) in Loans(filing)) yield return $"L:{bank}:{number}";
    }

    private static string Given(string patent, string giver) => $"G:{patent}:{giver}";

    private static string Taken(string patent, string taker) => $"T:{patent}:{taker}";

    private static string Direction(string giver, string taker) => $"D:{giver}:{taker}";
}

/// <summary>Types that stand in each other's place when one contract is told twice.</summary>
public enum ConversionGroup
{
    Licence,
    Transfer,
    Pledge,
    OwnUse,
    JointUse,
}

public static class ConversionGroups
{
    public static ConversionGroup Of(ConversionType type) => type switch
    {
        // 作价入股 is registered as an assignment: the office's list calls it one.
        ConversionType.Assignment or ConversionType.ApplicationAssignment or ConversionType.Equity => ConversionGroup.Transfer,
        ConversionType.Pledge => ConversionGroup.Pledge,
        ConversionType.OwnUse => ConversionGroup.OwnUse,
        ConversionType.JointUse => ConversionGroup.JointUse,
        _ => ConversionGroup.Licence,
    };
}
