using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Conversions.Facts;

/// <summary>The same contract, whoever reports it and under whichever number (domain.md D3): patents, parties by side, group of types, day.</summary>
public static class Fingerprint
{
    public static string Of(Filing filing)
    {
        var day = (filing.EffectiveOn ?? filing.SignedOn)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var words = string.Join('|', Sorted(filing.Patents.Select(p => p.ApplicationNo)), Keys(filing, Side.Giver), Keys(filing, Side.Taker), Group(filing.Type), day);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)));
    }

    /// <summary>One office calls it 独占, another 普通; one 转让, another 作价入股.</summary>
    public static string Group(ConversionType type) => type switch
    {
        ConversionType.Assignment or ConversionType.ApplicationAssignment or ConversionType.Equity => "transfer",
        ConversionType.Pledge => "pledge",
        ConversionType.OwnUse or ConversionType.JointUse => "use",
        _ => "licence",
    };

    private static string Keys(Filing filing, Side side) => Sorted(filing.Parties.Where(p => p.Side == side).Select(p => p.Key));

    private static string Sorted(IEnumerable<string> keys) => string.Join(',', keys.Order(StringComparer.Ordinal));
}
