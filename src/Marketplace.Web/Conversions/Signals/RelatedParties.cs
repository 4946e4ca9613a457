using System.Text.RegularExpressions;
using Marketplace.Web.Conversions.Facts;

namespace Marketplace.Web.Conversions.Signals;

/// <summary>关联方: giver and taker have something in common that only related parties have, and the filing calls it a market deal (D5).</summary>
public static partial class RelatedParties
{
    /// <summary>Anybody has an address there.</summary>
    private static readonly HashSet<string> s_anybodys = new(
        ["qq.com", "163.com", "126.com", "139.com", "189.cn", "wo.cn", "foxmail.com", "sina.com", "sina.cn", "sohu.com", "yeah.net", "aliyun.com", "outlook.com", "hotmail.com", "gmail.com", "icloud.com", "vip.qq.com", "vip.163.com"], StringComparer.Ordinal);

    public static Found? Of(Dealing subject, IReadOnlyDictionary<string, PartyTraits> traits)
    {
        if (subject.Nature != MarketNature.Market) return null;
        var codes = (from giver in subject.Givers
                     from taker in subject.Takers
                     where giver.Key != taker.Key && traits.ContainsKey(giver.Key) && traits.ContainsKey(taker.Key)
                     from code in Codes(traits[giver.Key], traits[taker.Key])
                     select code).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return codes.Count == 0 ? null : new(SignalKind.RelatedParties, string.Join(',', codes), codes.ConvertAll(code => new Reason("Related" + code)), []);
    }

    private static IEnumerable<string> Codes(PartyTraits giver, PartyTraits taker)
    {
        if (giver.Group.Overlaps(taker.Group)) yield return "Group";
        if (giver.Representative is { } person && person == taker.Representative) yield return "Head";
        // A building has many firms, a room has one.
        if (giver.Address is { } address && address == taker.Address && Room().IsMatch(address)) yield return "Address";
        // An agent who openly stands for both is on both sides and hides nothing.
        var declared = giver.Agents.Where(taker.Agents.Contains).ToHashSet(StringComparer.Ordinal);
        var shared = giver.Contacts.Where(taker.Contacts.Contains).Where(c => !declared.Contains(c)).ToList();
        if (shared.Exists(c => c[0] == ContactKey.TelephoneMark)) yield return "Phone";
        if (shared.Exists(c => c[0] == ContactKey.PersonMark)) yield return "Member";
        if (shared.Exists(c => c[0] == ContactKey.MailMark)) yield return "Mail";
        else if (Domains(giver).Intersect(Domains(taker), StringComparer.Ordinal).Any()) yield return "Domain";

        IEnumerable<string> Domains(PartyTraits party) => party.Contacts.Where(c => c[0] == ContactKey.MailMark && !declared.Contains(c)).Select(c => c[(c.LastIndexOf('@') + 1)..]).Where(domain => !s_anybodys.Contains(domain));
    }

    [GeneratedRegex(@"\d\s*(室|房|号铺|户)|\d-\d+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Room();
}
