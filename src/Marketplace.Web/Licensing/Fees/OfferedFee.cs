using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Fees;

/// <summary>What a public listing costs, as anybody may know it.</summary>
/// <param name="Title">Of the package, or of its patent.</param>
/// <param name="LastDay">The first of its patents ends on this day: nobody licenses beyond it.</param>
public sealed record OfferedFee(Guid ListingId, string Title, FeeModel? Model, FeeTerms Terms, DateOnly LastDay)
{
    /// <summary>Whether a stranger can work it out.</summary>
    public bool IsComputable => Model is { } model && model != FeeModel.Negotiable && Terms.Check(model).Count == 0;

    public bool IsRunning => Model?.IsRunning(Terms) == true;

    /// <summary>Free until something happens, which nobody knows the day of.</summary>
    public bool NeedsTrigger => Model == FeeModel.Deferred && Terms.FreeUntil is null;

    /// <summary>Last day of a licence of so many years, or the patent's last.</summary>
    public DateOnly EndOf(DateOnly start, int years) => start.AddYears(years).AddDays(-1) is var end && end < LastDay ? end : LastDay;

    /// <summary>Null: there is none, it is not public, or one of its patents was taken out of the catalogue.</summary>
    public static async Task<OfferedFee?> FindAsync(AppDbContext db, Guid id, CancellationToken ct)
    {
        if (await db.Set<Listing>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == id && l.State == ListingState.Public, ct) is not { } listing) return null;
        var patents = await (from m in db.Set<ListingPatent>()
                             join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo
                             where m.ListingId == id
                             orderby m.Place, m.ApplicationNo
                             select new { p.Title, p.LastDay, Removed = p.RemovedAt != null }).ToListAsync(ct);
        if (patents.Count == 0 || patents.Exists(p => p.Removed)) return null;
        return new(id, listing.Title ?? patents[0].Title, listing.FeeModel, FeeTerms.Of(listing.FeeTerms), patents.Min(p => p.LastDay));
    }
}
