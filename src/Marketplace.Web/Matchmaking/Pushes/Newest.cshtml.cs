using System.Globalization;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

public sealed record NewestOffer(Guid ListingId, DateTimeOffset PublishedAt, string? Title, IReadOnlyList<OfferForm> Forms, string Fee, string? Owner, IReadOnlyList<(string ApplicationNo, string Title)> Patents);

/// <summary>最新供给: what was put on offer last, the same for everybody (PIPL Art. 24: the way to look without being looked at).</summary>
[Access(Act.ReadPublic)]
public sealed class NewestModel(AppDbContext db) : PageModel
{
    private const int PageSize = 20;

    public IReadOnlyList<NewestOffer> Offers { get; private set; } = [];
    public string? Next { get; private set; }
    public bool First { get; private set; } = true;

    public async Task OnGetAsync(string? after, CancellationToken ct)
    {
        ModelState.Clear();
        var found = db.Set<Listing>().AsNoTracking().Where(l => l.State == ListingState.Public && l.PublishedAt != null
            && db.Set<ListingPatent>().Any(m => m.ListingId == l.Id && db.Set<Patent>().Any(p => p.ApplicationNo == m.ApplicationNo && p.RemovedAt == null)));
        if (Place(after) is var (at, id))
        {
            First = false;
            found = found.Where(l => l.PublishedAt < at || (l.PublishedAt == at && l.Id < id));
        }
        var rows = await (from l in found
                          join o in db.Set<Organisation>() on l.OwnerId equals o.Id into owners
                          from o in owners.DefaultIfEmpty()
                          orderby l.PublishedAt descending, l.Id descending
                          select new { Listing = l, o.Name }).Take(PageSize + 1).ToListAsync(ct);
        Guid[] ids = [.. rows.Select(r => r.Listing.Id)];
        var patents = (await (from m in db.Set<ListingPatent>()
                              join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo
                              where ids.Contains(m.ListingId) && p.RemovedAt == null
                              orderby m.ListingId, m.Place
                              select new { m.ListingId, p.ApplicationNo, p.Title }).ToListAsync(ct)).ToLookup(p => p.ListingId, p => (p.ApplicationNo, p.Title));
        Offers = [.. rows.Take(PageSize).Select(r => new NewestOffer(r.Listing.Id, r.Listing.PublishedAt!.Value, r.Listing.Title, r.Listing.Forms, FeeWords.Sentence(r.Listing.FeeModel, FeeTerms.Of(r.Listing.FeeTerms)), r.Name, [.. patents[r.Listing.Id]]))];
        if (rows.Count > PageSize) Next = string.Create(CultureInfo.InvariantCulture, $"/patents/new?after={Offers[^1].PublishedAt.UtcTicks}-{Offers[^1].ListingId:N}");
    }

    private static (DateTimeOffset At, Guid Id)? Place(string? after) =>
        after?.Split('-') is [var ticks, var id] && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTimeOffset.MaxValue.Ticks && Guid.TryParseExact(id, "N", out var listing)
            ? (new DateTimeOffset(at, TimeSpan.Zero), listing) : null;
}
