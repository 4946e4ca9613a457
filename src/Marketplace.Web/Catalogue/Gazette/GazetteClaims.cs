using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Names;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Gazette;

/// <summary>A registered holder finds what the gazette announced of theirs, by code or any name they have or had, and takes it over.</summary>
public sealed class GazetteClaims(AppDbContext db, DeclarationBook declarations, Actor actor, AccessCheck access, AuditLog audit, TimeProvider time)
{
    /// <summary>Listings of the gazette whose patents this organisation holds.</summary>
    public async Task<IQueryable<Listing>> OfAsync(Organisation organisation, CancellationToken ct)
    {
        var names = await NamesAsync(organisation, ct);
        var (id, code) = (organisation.Id, organisation.Uscc);
        return db.Set<Listing>().Where(l => l.OwnerId == null && l.AnnouncementNo != null && db.Set<ListingPatent>().Any(m => m.ListingId == l.Id
            && db.Set<PatentHolder>().Any(h => h.ApplicationNo == m.ApplicationNo && (h.OrganisationId == id || h.Uscc == code || (h.OrganisationId == null && h.Uscc == null && names.Contains(h.FoldedName))))));
    }

    public async Task<Outcome<Listing>> ClaimAsync(Guid id, CancellationToken ct)
    {
        if (actor.ActingFor is not { } mine || await db.Set<Organisation>().SingleOrDefaultAsync(o => o.Id == mine && o.State == OrganisationState.Active, ct) is not { } organisation
            || access.Refuse(Act.KeepListings, new(mine)) is not null) return Failures.OfStatus(StatusCodes.Status404NotFound);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from listings where id = {id} for update", ct);
        if (await db.Set<Listing>().SingleOrDefaultAsync(l => l.Id == id && l.OwnerId == mine, ct) is { } already) return already;   // A double click.
        if (await (await OfAsync(organisation, ct)).SingleOrDefaultAsync(l => l.Id == id, ct) is not { } listing) return Failures.OfStatus(StatusCodes.Status404NotFound);
        (listing.OwnerId, listing.RegionPath, listing.ConfirmedOn, listing.StaleSince, listing.PreparedBy) = (mine, organisation.RegionPath, Dates.Today(time), null, actor.PersonId);
        listing.ChangedAt = time.GetUtcNow();
        var numbers = await db.Set<ListingPatent>().Where(m => m.ListingId == id).Select(m => m.ApplicationNo).ToListAsync(ct);
        var names = await NamesAsync(organisation, ct);
        foreach (var holder in await db.Set<PatentHolder>().Where(h => numbers.Contains(h.ApplicationNo) && h.OrganisationId == null && (h.Uscc == organisation.Uscc || (h.Uscc == null && names.Contains(h.FoldedName)))).ToListAsync(ct))
            holder.OrganisationId = mine;
        await declarations.ClaimedAsync(id, mine, ct);
        audit.Record(db, "listing.claimed", ListingDesk.Subject(id), new { owner = mine, listing.AnnouncementNo });
        await db.SaveChangesAsync(ct);
        await CatalogueChanges.TouchAsync(db, numbers, ct);
        await transaction.CommitAsync(ct);
        return listing;
    }

    private async Task<string[]> NamesAsync(Organisation organisation, CancellationToken ct) =>
        [organisation.FoldedName, .. await db.Set<OrganisationName>().Where(n => n.OrganisationId == organisation.Id).Select(n => n.FoldedName).ToListAsync(ct)];
}
