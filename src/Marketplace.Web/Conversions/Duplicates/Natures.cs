using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Organisations.Names;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Duplicates;

/// <summary>What speaks against a deal of the market (D5): one body on both sides, one under two names, two of one group.</summary>
/// <param name="Names">Folded names each code has or had.</param>
/// <param name="Groups">Codes of which one stands above the other, both ways.</param>
public sealed record Natures(ILookup<string, string> Names, IReadOnlySet<(string, string)> Groups)
{
    /// <summary>Null: nothing speaks against it.</summary>
    public MarketNature? Hint(Filing filing)
    {
        var givers = filing.Parties.Where(p => p.Side == Side.Giver).ToList();
        var takers = filing.Parties.Where(p => p.Side == Side.Taker).ToList();
        MarketNature? hint = null;
        foreach (var giver in givers)
        {
            foreach (var taker in takers)
            {
                if (giver.Key == taker.Key || Bears(giver.Key, taker.Name) || Bears(taker.Key, giver.Name)) return MarketNature.NameChange;
                if (Groups.Contains((giver.Key, taker.Key))) hint = MarketNature.Related;
            }
        }
        return hint;
    }

    private bool Bears(string key, string name) => Names[key].Contains(NameFolding.Fold(name), StringComparer.Ordinal);

    /// <summary>Of these parties, in three questions however many they are.</summary>
    public static async Task<Natures> OfAsync(AppDbContext db, IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var here = await db.Set<Organisation>().AsNoTracking().Where(o => keys.Contains(o.Uscc)).Select(o => new { o.Id, o.Uscc, o.FoldedName }).ToListAsync(ct);
        var codes = here.ToDictionary(o => o.Id, o => o.Uscc);
        var ids = here.ConvertAll(o => o.Id);
        var names = await db.Set<OrganisationName>().Where(n => ids.Contains(n.OrganisationId)).Select(n => new { n.OrganisationId, n.FoldedName }).ToListAsync(ct);
        var links = await db.Set<OrganisationLink>().Where(l => l.State == LinkState.Confirmed && ids.Contains(l.UpperId) && ids.Contains(l.LowerId)).Select(l => new { l.UpperId, l.LowerId }).ToListAsync(ct);
        return new(
            here.Select(o => (o.Uscc, o.FoldedName)).Concat(names.Select(n => (codes[n.OrganisationId], n.FoldedName))).ToLookup(n => n.Item1, n => n.Item2, StringComparer.Ordinal),
            links.SelectMany(l => new[] { (codes[l.UpperId], codes[l.LowerId]), (codes[l.LowerId], codes[l.UpperId]) }).ToHashSet());
    }
}
