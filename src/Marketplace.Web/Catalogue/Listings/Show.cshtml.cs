using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Privacy;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>A public listing in plain language. A listing that is over says so to whoever has its address; one that was never published does not exist.</summary>
[Access(Act.ReadPublic)]
public sealed class ShowListingModel(AppDbContext db, Industries industries, Actor actor, AccessCheck access) : PageModel
{
    public ListingShown Shown { get; private set; } = null!;
    public bool Over => Shown.Listing.State != ListingState.Public;
    public bool MayKeep { get; private set; }
    public bool Holds => Shown.Patents.Any(p => Offers.Holds(p.State));

    /// <summary>For people who are signed in; others see that there is one.</summary>
    public bool ContactInFull => actor.IsSignedIn;
    public string? Phone => ContactInFull ? Shown.Listing.ContactPhone : Masking.Phone(Shown.Listing.ContactPhone);
    public string? Mail => ContactInFull ? Shown.Listing.ContactMail : Masking.Mail(Shown.Listing.ContactMail);
    public string? ContactName => ContactInFull ? Shown.Listing.ContactName : Masking.Name(Shown.Listing.ContactName);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        var listing = await db.Set<Listing>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct);
        if (listing is null) return NotFound();
        MayKeep = listing.OwnerId is not null && access.May(Act.KeepListings, listing.Target);
        if (listing.PublishedAt is null || listing.State is ListingState.Draft or ListingState.InReview) return MayKeep ? Redirect($"/listings/{id}/review") : NotFound();
        // What it offered is nobody's business any more, not even as history.
        if (!MayKeep && await db.Set<ListingPatent>().AnyAsync(m => m.ListingId == id && db.Set<Patent>().Any(p => p.ApplicationNo == m.ApplicationNo && p.RemovedAt != null), ct)) return NotFound();
        Shown = await ListingShown.OfAsync(db, listing, industries, ct);
        return Page();
    }
}
