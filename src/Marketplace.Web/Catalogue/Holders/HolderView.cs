using System.Globalization;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Names;
using Marketplace.Web.Organisations.Regions;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Holders;

public sealed record HolderPlace(string Code, string Name);

/// <param name="Uscc">统一社会信用代码</param>
/// <param name="Kind">university, institute, stateEnterprise …</param>
/// <param name="FormerNames">Under which older patents stand in the register.</param>
/// <param name="Patents">In the catalogue.</param>
/// <param name="InForce">Of these.</param>
/// <param name="Offers">Public listings.</param>
/// <param name="ByYear">Of filing.</param>
public sealed record HolderView(
    string Uscc, string Name, OrganisationKind Kind, HolderPlace Region, IReadOnlyList<string> FormerNames, int Patents, int InForce, int Offers,
    IReadOnlyDictionary<string, int> ByKind, IReadOnlyDictionary<string, int> ByState, IReadOnlyDictionary<string, int> ByYear);

/// <summary>What anybody may know of a holder: its name, place and patents, as the gazette has them, and its public offers. No contact, nothing about people.</summary>
public sealed class HolderDesk(AppDbContext db, RegionTree regions)
{
    /// <summary>Null: unknown, not to be shown, or without a patent here.</summary>
    public async Task<Organisation?> FindAsync(string uscc, CancellationToken ct)
    {
        var code = uscc.ToUpperInvariant();
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Uscc == code, ct);
        return organisation is { State: OrganisationState.Active or OrganisationState.Listed or OrganisationState.Suspended } && await Of(organisation.Id).AnyAsync(ct) ? organisation : null;
    }

    public async Task<HolderView> ReadAsync(Organisation organisation, CancellationToken ct)
    {
        var counts = await Of(organisation.Id).GroupBy(p => new { p.Kind, p.State, p.FilingDate.Year }).Select(g => new { g.Key.Kind, g.Key.State, g.Key.Year, Count = g.Count() }).ToListAsync(ct);
        var names = await db.Set<OrganisationName>().AsNoTracking().Where(n => n.OrganisationId == organisation.Id).OrderBy(n => n.From).ThenBy(n => n.Id).Select(n => n.Name).ToListAsync(ct);
        return new(
            organisation.Uscc, organisation.Name, organisation.Kind, new(organisation.RegionCode, await regions.NameAsync(organisation.RegionPath, ct)), [.. names.Distinct(StringComparer.Ordinal)],
            counts.Sum(c => c.Count), counts.Where(c => c.State.InForce()).Sum(c => c.Count),
            await db.Set<Listing>().CountAsync(l => l.OwnerId == organisation.Id && l.State == ListingState.Public, ct),
            counts.GroupBy(c => c.Kind).OrderBy(g => g.Key).ToDictionary(g => FacetWords.Camel(g.Key.ToString()), g => g.Sum(c => c.Count), StringComparer.Ordinal),
            counts.GroupBy(c => c.State).OrderBy(g => g.Key).ToDictionary(g => FacetWords.Camel(g.Key.ToString()), g => g.Sum(c => c.Count), StringComparer.Ordinal),
            counts.GroupBy(c => c.Year).OrderByDescending(g => g.Key).ToDictionary(g => g.Key.ToString(CultureInfo.InvariantCulture), g => g.Sum(c => c.Count), StringComparer.Ordinal));
    }

    /// <summary>Filed last first.</summary>
    public async Task<IReadOnlyList<Patent>> PatentsAsync(Organisation organisation, string? after, int size, CancellationToken ct)
    {
        var found = Of(organisation.Id);
        if (after is not null && await found.Where(p => p.ApplicationNo == after).Select(p => (DateOnly?)p.FilingDate).SingleOrDefaultAsync(ct) is { } filed)
            found = found.Where(p => p.FilingDate < filed || (p.FilingDate == filed && p.ApplicationNo.CompareTo(after) < 0));
        return await found.OrderByDescending(p => p.FilingDate).ThenByDescending(p => p.ApplicationNo).Take(size).ToListAsync(ct);
    }

    /// <summary>Newest first; the page shows the first of them and leads to the search for the rest.</summary>
    public async Task<IReadOnlyList<(Listing Listing, string Title)>> OffersAsync(Organisation organisation, int size, CancellationToken ct)
    {
        var rows = await db.Set<Listing>().AsNoTracking().Where(l => l.OwnerId == organisation.Id && l.State == ListingState.Public).OrderByDescending(l => l.PublishedAt).ThenBy(l => l.Id).Take(size)
            .Select(l => new
            {
                Listing = l,
                First = db.Set<ListingPatent>().Where(m => m.ListingId == l.Id).OrderBy(m => m.Place).Join(db.Set<Patent>(), m => m.ApplicationNo, p => p.ApplicationNo, (m, p) => p.Title).FirstOrDefault(),
            }).ToListAsync(ct);
        return [.. rows.Select(r => (r.Listing, r.Listing.Title ?? r.First ?? ""))];
    }

    private IQueryable<Patent> Of(Guid organisation) =>
        db.Set<Patent>().AsNoTracking().Where(p => p.RemovedAt == null && db.Set<PatentHolder>().Any(h => h.ApplicationNo == p.ApplicationNo && h.OrganisationId == organisation));
}
