using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs.Collecting;

/// <summary>What this bureau collected: entered on behalf, left by phone, imported.</summary>
[Access(Act.CollectNeeds)]
public sealed class CollectedModel(CollectDesk desk, RegionTree regions) : AnsweringPage
{
    private const int PageSize = 50;

    public NeedFilter Filter { get; private set; } = new();
    public IReadOnlyList<Need> Lines { get; private set; } = [];
    public IReadOnlyDictionary<string, IReadOnlyList<Region>> Trails { get; private set; } = new Dictionary<string, IReadOnlyList<Region>>(StringComparer.Ordinal);
    public int Total { get; private set; }
    public int From { get; private set; }
    public string? First { get; private set; }
    public string? Next { get; private set; }

    public async Task<IActionResult> OnGetAsync([FromQuery] NeedFilter filter, Guid? after, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.BureauAsync(ct) is null) return NotFound();
        Filter = filter;
        var all = filter.Narrow(desk.Own().AsNoTracking());
        Total = await all.CountAsync(ct);
        Lines = await (after is { } last ? all.Where(n => n.Id.CompareTo(last) < 0) : all).OrderByDescending(n => n.Id).Take(PageSize).ToListAsync(ct);
        Trails = await regions.TrailsAsync([.. Lines.Select(n => n.RegionPath)], ct);
        if (Lines.Count == 0) return Page();
        var first = Lines[0].Id;
        From = await all.CountAsync(n => n.Id.CompareTo(first) > 0, ct) + 1;
        if (From > 1) First = filter.Address("/needs/collected");
        if (From + Lines.Count - 1 < Total) Next = filter.Address("/needs/collected", ("after", Lines[^1].Id.ToString()));
        return Page();
    }
}
