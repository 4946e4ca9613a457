using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>All that the pages of one listing show of it.</summary>
public sealed record ListingShown(Listing Listing, ListingDraft Draft, IReadOnlyList<ListedPatent> Patents, Organisation? Owner, IReadOnlyList<Industry> Industries)
{
    public string Title => Draft.Title ?? (Patents.Count > 0 ? Patents[0].Title : ListingTexts.Listing);

    public string Fee => FeeWords.Sentence(Listing.FeeModel, Draft.Fee);

    public static async Task<ListingShown> OfAsync(AppDbContext db, Listing listing, Industries industries, CancellationToken ct)
    {
        var draft = await ListingFacts.DraftAsync(db, listing, ct);
        return new(listing, draft, await ListingFacts.OfAsync(db, draft.Members, listing.OwnerId, ct),
            await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == listing.OwnerId, ct), [.. draft.Industries.Select(industries.Find).OfType<Industry>()]);
    }
}
