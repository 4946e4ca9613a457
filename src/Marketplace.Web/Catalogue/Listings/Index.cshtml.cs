using Marketplace.Web.Catalogue.Gazette;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Listings;

/// <summary>One's own listings: narrowed, counted, chosen by ticking or all that was found.</summary>
[Access(Act.ReadPortfolio)]
public sealed class ListingsModel(AppDbContext db, ListingDesk desk, ListingQuery query, GazetteClaims claims, AccessCheck access) : AnsweringPage
{
    private const int PageSize = 50;

    public ListingFilter Filter { get; private set; } = new();
    public Organisation Owner { get; private set; } = null!;
    public bool MayKeep { get; private set; }
    public bool MayApprove { get; private set; }
    public IReadOnlyList<ListingLine> Lines { get; private set; } = [];
    public IReadOnlyDictionary<string, int> Counts { get; private set; } = new Dictionary<string, int>(StringComparer.Ordinal);
    public IReadOnlyList<ListingBatch> Batches { get; private set; } = [];
    public int Total { get; private set; }

    /// <summary>A button below the list was pressed and nothing was ticked.</summary>
    [TempData]
    public bool NothingChosen { get; set; }
    public int From { get; private set; }
    public string? Previous { get; private set; }
    public string? Next { get; private set; }

    public IEnumerable<SelectListItem> StateOptions =>
    [
        new(ListingTexts.Any, ""), .. Enum.GetValues<ListingState>().Select(s => new SelectListItem($"{ListingWords.Name(s)} ({ListingQuery.Count(Counts.GetValueOrDefault(s.ToString()))})", s.ToString())),
        new($"{ListingTexts.Stale} ({ListingQuery.Count(Counts.GetValueOrDefault("stale"))})", "stale"), new($"{ListingTexts.ToClaim} ({ListingQuery.Count(Counts.GetValueOrDefault("gazette"))})", "gazette"),
    ];

    public IEnumerable<SelectListItem> FormOptions => [new(ListingTexts.Any, ""), .. Enum.GetValues<OfferForm>().Select(f => new SelectListItem(ListingWords.Name(f), f.ToString()))];

    public async Task<IActionResult> OnGetAsync([FromQuery] ListingFilter filter, Guid? after, Guid? before, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.OwnerAsync(ct) is not { } owner || !access.May(Act.ReadPortfolio, new(owner.Id))) return NotFound();
        (Owner, Filter) = (owner, filter);
        MayKeep = access.May(Act.KeepListings, new(owner.Id));
        MayApprove = access.May(Act.ApproveListings, new(owner.Id, State: "inreview"));
        Counts = await query.CountsAsync(owner, filter, ct);
        var all = await query.OfAsync(owner, filter, ct);
        Total = await all.CountAsync(ct);
        var page = before is { } to ? await BackAsync(all, to, ct) : await query.LinesAsync(after is { } from ? all.Where(l => l.Id.CompareTo(from) < 0) : all, PageSize, ct);
        Lines = page;
        if (page.Count > 0)
        {
            var (first, last) = (page[0].Id, page[^1].Id);
            From = await all.CountAsync(l => l.Id.CompareTo(first) > 0, ct) + 1;
            if (From > 1) Previous = filter.Address("/listings", ("before", first.ToString()));
            if (From + page.Count - 1 < Total) Next = filter.Address("/listings", ("after", last.ToString()));
        }
        if (MayKeep) Batches = await db.Set<ListingBatch>().AsNoTracking().Where(b => b.OrganisationId == owner.Id && b.Kind != BatchKind.Gazette).OrderByDescending(b => b.Id).Take(5)
            .Select(b => new ListingBatch { Id = b.Id, OrganisationId = b.OrganisationId, Kind = b.Kind, State = b.State, Language = b.Language, CreatedAt = b.CreatedAt, Done = b.Done, Refused = b.Refused, Total = b.Total }).ToListAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostClaimAsync(Guid id, CancellationToken ct)
    {
        var claimed = await claims.ClaimAsync(id, ct);
        return claimed.Succeeded ? Went($"/listings/{id}/review", ListingTexts.Claimed) : NotFound();
    }

    private async Task<IReadOnlyList<ListingLine>> BackAsync(IQueryable<Listing> all, Guid to, CancellationToken ct)
    {
        var ids = await all.Where(l => l.Id.CompareTo(to) > 0).OrderBy(l => l.Id).Take(PageSize).Select(l => l.Id).ToListAsync(ct);
        return await query.LinesAsync(all.Where(l => ids.Contains(l.Id)), PageSize, ct);
    }
}
