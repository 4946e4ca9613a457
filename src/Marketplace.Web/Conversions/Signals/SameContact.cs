using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Conversions.Signals;

/// <summary>
/// 双方联系人相同: the same telephone, mail address or person stood behind both sides of this deal, or filed it too. What only the two organisations have in common is <see cref="RelatedParties"/>.
/// </summary>
public static class SameContact
{
    public static Found? Of(Dealing subject, IReadOnlyDictionary<string, PartyTraits> traits, IReadOnlyList<DealContact> contacts)
    {
        if (subject.Nature != MarketNature.Market || subject.Givers.Any(g => subject.Takes(g.Key))) return null;
        var (giver, taker) = (Behind(Side.Giver, subject.Givers), Behind(Side.Taker, subject.Takers));
        var declared = Agents(subject.Givers).Intersect(Agents(subject.Takers), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        var reasons = (from one in giver
                       from other in taker
                       where one.Value == other.Value && (one.Source != ContactSource.Register || other.Source != ContactSource.Register) && !declared.Contains(one.Value)
                       select new Reason("Contact" + Kind(one.Value), one.Source.ToString(), other.Source.ToString())).ToList();
        foreach (var filer in contacts.Where(c => c.Side is null && !declared.Contains(c.Value)))
        {
            if (giver.Exists(c => c.Value == filer.Value)) reasons.Add(new("FilerGiver"));
            if (taker.Exists(c => c.Value == filer.Value)) reasons.Add(new("FilerTaker"));
        }
        var told = reasons.DistinctBy(Text, StringComparer.Ordinal).OrderBy(Text, StringComparer.Ordinal).ToList();
        return told.Count == 0 ? null : new(SignalKind.SameContact, string.Join(',', told.Select(r => r.Code).Distinct(StringComparer.Ordinal)), told, []);

        List<DealContact> Behind(Side side, IReadOnlyList<DealingParty> parties) =>
            [.. parties.Where(p => traits.ContainsKey(p.Key)).SelectMany(p => traits[p.Key].Contacts).Select(c => new DealContact(side, c, ContactSource.Register)), .. contacts.Where(c => c.Side == side)];

        IEnumerable<string> Agents(IReadOnlyList<DealingParty> parties) => parties.Where(p => traits.ContainsKey(p.Key)).SelectMany(p => traits[p.Key].Agents);
    }

    private static string Kind(string contact) => contact[0] switch { ContactKey.TelephoneMark => "Phone", ContactKey.MailMark => "Mail", _ => "Person" };

    private static string Text(Reason reason) => reason.Code + string.Join(',', reason.Args);
}
