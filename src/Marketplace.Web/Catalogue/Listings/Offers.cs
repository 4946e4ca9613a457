using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>One public listing, as it stands on the page of a patent it offers.</summary>
public sealed record Offer
{
    public required Guid ListingId { get; init; }
    public string? Title { get; init; }

    /// <summary>Null: the gazette's, whose holder is not registered.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>The bureau that brought it in from the gazette.</summary>
    public Guid? BureauId { get; init; }
    public string RegionPath { get; init; } = "";
    public string? Owner { get; init; }
    public string? OwnerUscc { get; init; }
    public required IReadOnlyList<OfferForm> Forms { get; init; }
    public required string Fee { get; init; }
    public decimal? FeeYuan { get; init; }
    public int Patents { get; init; }
    public bool Stale { get; init; }
    public bool FromGazette { get; init; }
    public string? AnnouncementNo { get; init; }
    public DateOnly? AnnouncedOn { get; init; }
    public DateOnly? ExpiresOn { get; init; }
}

/// <summary>What is offered of a patent today. Others ask here; they do not read the tables.</summary>
public sealed class Offers(AppDbContext db)
{
    /// <summary>Public listings that hold it, those nobody has confirmed for long last.</summary>
    public async Task<IReadOnlyList<Offer>> OffersOf(string applicationNo, CancellationToken ct) => await ReadAsync(
        db.Set<Listing>().Where(l => l.State == ListingState.Public && db.Set<ListingPatent>().Any(m => m.ListingId == l.Id && m.ApplicationNo == applicationNo)), ct);

    /// <summary>While a right is suspended or in its period of grace nothing new can be agreed on it (domain.md §2.5 A).</summary>
    public static bool Holds(PatentState state) => state is PatentState.Suspended or PatentState.FeeGrace;

    /// <summary>The same for many patents at once, by their numbers.</summary>
    public async Task<ILookup<string, Offer>> OffersOfAll(IReadOnlyCollection<string> numbers, CancellationToken ct)
    {
        var rows = await (from m in db.Set<ListingPatent>().AsNoTracking()
                          join l in db.Set<Listing>().AsNoTracking() on m.ListingId equals l.Id
                          join o in db.Set<Organisation>() on l.OwnerId equals o.Id into owners
                          from o in owners.DefaultIfEmpty()
                          where numbers.Contains(m.ApplicationNo) && l.State == ListingState.Public
                          orderby l.StaleSince != null, l.PublishedAt descending, l.Id
                          select new { m.ApplicationNo, l, Name = (string?)o.Name, Code = (string?)o.Uscc, Patents = db.Set<ListingPatent>().Count(x => x.ListingId == l.Id) }).ToListAsync(ct);
        return rows.ToLookup(x => x.ApplicationNo, x => Made(x.l, x.Name, x.Code, x.Patents), StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<Offer>> ReadAsync(IQueryable<Listing> which, CancellationToken ct) =>
        [.. (await (from l in which.AsNoTracking()
                    join o in db.Set<Organisation>() on l.OwnerId equals o.Id into owners
                    from o in owners.DefaultIfEmpty()
                    orderby l.StaleSince != null, l.PublishedAt descending, l.Id
                    select new { l, Name = (string?)o.Name, Code = (string?)o.Uscc, Patents = db.Set<ListingPatent>().Count(m => m.ListingId == l.Id) }).Take(20).ToListAsync(ct))
            .Select(x => Made(x.l, x.Name, x.Code, x.Patents))];

    private static Offer Made(Listing listing, string? owner, string? code, int patents) => new()
    {
        ListingId = listing.Id,
        Title = listing.Title,
        OwnerId = listing.OwnerId,
        BureauId = listing.BureauId,
        RegionPath = listing.RegionPath,
        Owner = owner,
        OwnerUscc = code,
        Forms = listing.Forms,
        Fee = FeeWords.Sentence(listing.FeeModel, FeeTerms.Of(listing.FeeTerms)),
        FeeYuan = listing.FeeYuan,
        Patents = patents,
        Stale = listing.StaleSince is not null,
        FromGazette = listing.FromGazette,
        AnnouncementNo = listing.AnnouncementNo,
        AnnouncedOn = listing.AnnouncedOn,
        ExpiresOn = listing.ExpiresOn,
    };
}
