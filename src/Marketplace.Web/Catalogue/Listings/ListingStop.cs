using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>Takes public listings down because of what became of a patent in them: at once when it is marked secret, at night when its right has ended.</summary>
public sealed class ListingStop(AppDbContext db, ListingWork work, AuditLog audit, TimeProvider time)
{
    /// <summary>
    /// Whoever is changing this patent or a listing of it at this moment is waited for: locked are listings before patents, as in <see cref="ListingDesk"/>, and patents with all
    /// those they are offered with, in one order for everybody.
    /// </summary>
    public async Task LockAsync(string applicationNo, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select from listings where id in (select listing_id from listing_patents where application_no = {applicationNo}) order by id for update", ct);
        await db.Database.ExecuteSqlAsync($"""
            select from patents where application_no = {applicationNo} or application_no in (
              select m.application_no from listing_patents m where m.listing_id in (select listing_id from listing_patents where application_no = {applicationNo}))
            order by application_no for update
            """, ct);
    }

    /// <summary>All public ones that hold this patent, in the caller's transaction; what else they held is told to have changed.</summary>
    public async Task<int> AllOfAsync(string applicationNo, string because, string reason, CancellationToken ct)
    {
        var listings = await db.Set<Listing>().Where(l => l.State == ListingState.Public && db.Set<ListingPatent>().Any(m => m.ListingId == l.Id && m.ApplicationNo == applicationNo)).OrderBy(l => l.Id).ToListAsync(ct);
        foreach (var listing in listings)
        {
            // The number, not the title: this goes out by mail.
            if (listing.OwnerId is not null) await ApplyAsync(listing, listing.Title ?? PatentNumber.Show(applicationNo), because, reason, ct);
            else listing.State = ListingState.Expired;
            listing.ChangedAt = time.GetUtcNow();
        }
        await db.SaveChangesAsync(ct);
        var ids = listings.Select(l => l.Id).ToArray();
        if (ids.Length > 0) await CatalogueChanges.TouchAsync(db, await db.Set<ListingPatent>().Where(m => ids.Contains(m.ListingId)).Select(m => m.ApplicationNo).ToListAsync(ct), ct);
        return ids.Length;
    }

    /// <summary>One, which has an owner; the caller saves.</summary>
    public async Task ApplyAsync(Listing listing, string title, string because, string reason, CancellationToken ct)
    {
        (listing.State, listing.ReturnReason) = (ListingState.Withdrawn, reason);
        audit.Record(db, "listing.withdrawn", ListingDesk.Subject(listing.Id), new { because });
        await work.SettledAsync(db, listing, null, ct);
        await work.EndedAsync(db, listing, title, ListingWork.MailWithdrawn, ct);
    }
}
