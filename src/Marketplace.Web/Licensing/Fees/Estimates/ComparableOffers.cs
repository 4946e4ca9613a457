using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Fees.Estimates;

/// <summary>How close another offer is.</summary>
public enum Nearness
{
    /// <summary>One IPC symbol in common.</summary>
    Symbol,

    /// <summary>The same IPC main group.</summary>
    Group,

    /// <summary>The same industrial chain.</summary>
    Chain,
}

/// <summary>A public listing with its fee: no holder and no contact, a price is all that is compared.</summary>
public sealed record ComparableOffer(Guid ListingId, string Title, string Fee, decimal? FeeYuan, Nearness Near);

/// <summary>What others ask for something like it.</summary>
public sealed class ComparableOffers(AppDbContext db)
{
    /// <summary>A table one reads at a glance.</summary>
    private const int Most = 10;

    /// <summary>Enough to find the nearest among the newest.</summary>
    private const int LookedAt = 300;

    public async Task<IReadOnlyList<ComparableOffer>> OfAsync(Guid listing, IReadOnlyCollection<string> ipc, IReadOnlyCollection<string> chains, CancellationToken ct)
    {
        var groups = ipc.Select(Group).Distinct(StringComparer.Ordinal).ToArray();
        var names = chains.ToArray();
        // The pattern is put together within the query: as a parameter by itself it becomes an equality of arrays, which finds nothing.
        var near = from m in db.Set<ListingPatent>() join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo where p.Ipc.Any(symbol => groups.Any(prefix => EF.Functions.Like(symbol, prefix + "%"))) select m.ListingId;
        var found = await db.Set<Listing>().AsNoTracking().Where(l => l.State == ListingState.Public && l.Id != listing && l.FeeModel != null && l.FeeModel != FeeModel.Negotiable
                && (l.Chains.Any(c => names.Contains(c)) || near.Contains(l.Id))
                && !db.Set<ListingPatent>().Any(m => m.ListingId == l.Id && db.Set<Patent>().Any(p => p.ApplicationNo == m.ApplicationNo && p.RemovedAt != null)))
            .OrderByDescending(l => l.Id).Take(LookedAt).Select(l => new { l.Id, l.Title, l.FeeModel, l.FeeTerms, l.FeeYuan }).ToListAsync(ct);
        var ids = found.Select(l => l.Id).ToArray();
        var patents = (await (from m in db.Set<ListingPatent>() join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo where ids.Contains(m.ListingId) orderby m.Place, m.ApplicationNo select new { m.ListingId, p.Title, p.Ipc }).ToListAsync(ct)).ToLookup(p => p.ListingId);
        return [.. found.Select(l => (Listing: l, Near: Near([.. patents[l.Id].SelectMany(p => p.Ipc)]))).OrderBy(one => one.Near).ThenByDescending(one => one.Listing.Id).Take(Most)
            .Select(one => new ComparableOffer(one.Listing.Id, one.Listing.Title ?? patents[one.Listing.Id].First().Title, FeeWords.Sentence(one.Listing.FeeModel, FeeTerms.Of(one.Listing.FeeTerms)), one.Listing.FeeYuan, one.Near))];

        Nearness Near(string[] other) => other.Any(ipc.Contains) ? Nearness.Symbol : other.Any(symbol => groups.Contains(Group(symbol), StringComparer.Ordinal)) ? Nearness.Group : Nearness.Chain;
    }

    /// <summary>A01G25/02 → A01G25/, so that A01G2/ is not taken for it.</summary>
    private static string Group(string symbol) => symbol.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? symbol[..(slash + 1)] : symbol;
}
