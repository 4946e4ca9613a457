using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.LegalStatus.Calendar;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Portfolio;

/// <summary>The patents of the organisation one acts for: filtered, counted, paged.</summary>
[Access(Act.ReadPortfolio)]
public sealed class PortfolioModel(AppDbContext db, StatusOptions options, Actor actor, AccessCheck access, TimeProvider time) : AnsweringPage
{
    public const int PageSize = 50;

    public PortfolioFilter Filter { get; private set; } = new();
    public IReadOnlyList<Patent> Patents { get; private set; } = [];
    public IReadOnlySet<string> Listed { get; private set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whatever is filtered.</summary>
    public int All { get; private set; }
    public int Total { get; private set; }
    public int From { get; private set; }
    public string? Previous { get; private set; }
    public string? Next { get; private set; }
    public bool MayKeep { get; private set; }
    public bool MayList { get; private set; }
    public IReadOnlyDictionary<PatentState, int> States { get; private set; } = new Dictionary<PatentState, int>();

    /// <summary>With counts, before one clicks.</summary>
    public IEnumerable<SelectListItem> StateOptions => [new(PortfolioTexts.Any, ""), .. States.OrderBy(s => s.Key).Select(s => new SelectListItem($"{s.Key.Name()} ({s.Value})", s.Key.ToString()))];

    public static IEnumerable<SelectListItem> Kinds => [new(PortfolioTexts.Any, ""), .. Enum.GetValues<PatentKind>().Select(k => new SelectListItem(k.Name(), k.ToString()))];

    public static IEnumerable<SelectListItem> ListedOptions => [new(PortfolioTexts.Any, ""), new(PortfolioTexts.ListedYes, "yes"), new(PortfolioTexts.ListedNo, "no")];

    public static IEnumerable<SelectListItem> FeeOptions => [new(PortfolioTexts.Any, ""), new(PortfolioTexts.FeeSoon, "soon"), new(LegalTexts.Stale, "stale")];

    public bool IsStale(Patent patent) => options.IsStale(patent, Dates.Today(time));

    public async Task<IActionResult> OnGetAsync([FromQuery] PortfolioFilter filter, string? after, string? before, CancellationToken ct)
    {
        ModelState.Clear();
        if (actor.ActingFor is not { } own || !access.May(Act.ReadPortfolio, new(own))) return NotFound();
        Filter = filter;
        MayList = access.May(Act.KeepListings, new(own));
        MayKeep = access.May(Act.KeepPatents, new(own, State: "active"));
        var today = Dates.Today(time);
        var found = filter.Of(db, own, options, today);
        States = await (filter with { State = null }).Of(db, own, options, today).GroupBy(p => p.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        Total = await found.CountAsync(ct);
        All = filter.IsEmpty ? Total : await FeeCalendar.Own(db, own).CountAsync(ct);
        // By number, the latest first: nothing is shown twice when others are added.
        var page = before is not null
            ? await found.Where(p => p.ApplicationNo.CompareTo(before) > 0).OrderBy(p => p.ApplicationNo).Take(PageSize).ToListAsync(ct)
            : await (after is null ? found : found.Where(p => p.ApplicationNo.CompareTo(after) < 0)).OrderByDescending(p => p.ApplicationNo).Take(PageSize).ToListAsync(ct);
        if (before is not null) page.Reverse();
        Patents = page;
        if (page.Count == 0) return Page();
        var (first, last) = (page[0].ApplicationNo, page[^1].ApplicationNo);
        From = await found.CountAsync(p => p.ApplicationNo.CompareTo(first) > 0, ct) + 1;
        if (From > 1) Previous = filter.Address("/portfolio", ("before", first));
        if (From + page.Count - 1 < Total) Next = filter.Address("/portfolio", ("after", last));
        var numbers = page.Select(p => p.ApplicationNo).ToArray();
        Listed = (await PortfolioFilter.Listings(db).Where(no => numbers.Contains(no)).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        return Page();
    }
}
