using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs.Open;

/// <summary>公开需求: needs their owners show to everybody.</summary>
[Access(Act.ReadPublic)]
public sealed class OpenNeedsModel(PublicNeeds needs, Industries industries) : PageModel
{
    private const int PageSize = 20;

    public NeedFilter Filter { get; private set; } = new();
    public IReadOnlyList<PublicNeed> Lines { get; private set; } = [];
    public string? First { get; private set; }
    public string? Next { get; private set; }
    public int Total { get; private set; }
    public int From { get; private set; }
    public IEnumerable<SelectListItem> RegionOptions { get; private set; } = [];

    /// <summary>Divisions of GB/T 4754, two digits.</summary>
    public IEnumerable<SelectListItem> IndustryOptions => [new(NeedTexts.Any, ""), .. industries.All.Where(i => i.Level == 2).OrderBy(i => i.Code, StringComparer.Ordinal).Select(i => new SelectListItem($"{i.Code} {i.Name}", i.Code))];
    public IEnumerable<SelectListItem> FormOptions => [new(NeedTexts.Any, ""), .. Enum.GetValues<OfferForm>().Select(f => new SelectListItem(ListingWords.Name(f), f.ToString()))];

    public async Task OnGetAsync([FromQuery] NeedFilter filter, Guid? after, CancellationToken ct)
    {
        ModelState.Clear();
        Filter = filter with { State = null };
        RegionOptions = [new(NeedTexts.Any, ""), .. (await needs.RegionsAsync(ct)).Select(r => new SelectListItem(r.Name, r.Code))];
        var all = needs.Of(Filter);
        Total = await all.CountAsync(ct);
        var page = await (after is { } last ? all.Where(n => n.Id.CompareTo(last) < 0) : all).OrderByDescending(n => n.Id).Take(PageSize).ToListAsync(ct);
        Lines = await needs.ShownAsync(page, ct);
        if (page.Count == 0) return;
        var first = page[0].Id;
        From = await all.CountAsync(n => n.Id.CompareTo(first) > 0, ct) + 1;
        if (From > 1) First = Filter.Address("/needs/open");
        if (From + page.Count - 1 < Total) Next = Filter.Address("/needs/open", ("after", page[^1].Id.ToString()));
    }
}
