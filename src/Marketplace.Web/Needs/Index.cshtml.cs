using System.Globalization;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs;

/// <summary>One's own needs, in every state.</summary>
[Access(Act.KeepNeeds)]
public sealed class NeedsModel(NeedDesk desk, Leaving.NeedClaims claims, Actor actor) : AnsweringPage
{
    private const int PageSize = 50;

    public NeedFilter Filter { get; private set; } = new();
    public string? OwnerName { get; private set; }
    public IReadOnlyList<Need> Lines { get; private set; } = [];
    public IReadOnlyDictionary<NeedState, int> Counts { get; private set; } = new Dictionary<NeedState, int>();
    public int Total { get; private set; }
    public int From { get; private set; }
    public string? Previous { get; private set; }
    public string? Next { get; private set; }

    /// <summary>Left with the reader's own number before there was an account.</summary>
    public IReadOnlyList<Need> Claimable { get; private set; } = [];

    /// <summary>A bureau's clerk comes here for the needs of others.</summary>
    public bool MayCollect => actor.Is(Role.BureauClerk);

    public IEnumerable<SelectListItem> StateOptions => [new(NeedTexts.Any, ""), .. Enum.GetValues<NeedState>().Select(s => new SelectListItem($"{NeedWords.Name(s)} ({Counts.GetValueOrDefault(s).ToString("#,0", CultureInfo.InvariantCulture)})", s.ToString()))];

    public async Task<IActionResult> OnGetAsync([FromQuery] NeedFilter filter, Guid? after, Guid? before, CancellationToken ct)
    {
        ModelState.Clear();
        Filter = filter;
        OwnerName = (await desk.OwnerAsync(ct))?.Name;
        var own = desk.Own().AsNoTracking().Where(n => n.MergedInto == null);
        Counts = await (filter with { State = null }).Narrow(own).GroupBy(n => n.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var all = filter.Narrow(own);
        Total = await all.CountAsync(ct);
        if (before is { } to) Lines = [.. (await all.Where(n => n.Id.CompareTo(to) > 0).OrderBy(n => n.Id).Take(PageSize).ToListAsync(ct)).OrderByDescending(n => n.Id)];
        else Lines = await (after is { } last ? all.Where(n => n.Id.CompareTo(last) < 0) : all).OrderByDescending(n => n.Id).Take(PageSize).ToListAsync(ct);
        if (Lines.Count > 0)
        {
            var (first, end) = (Lines[0].Id, Lines[^1].Id);
            From = await all.CountAsync(n => n.Id.CompareTo(first) > 0, ct) + 1;
            if (From > 1) Previous = filter.Address("/needs", ("before", first.ToString()));
            if (From + Lines.Count - 1 < Total) Next = filter.Address("/needs", ("after", end.ToString()));
        }
        Claimable = await claims.MineAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostClaimAsync(Guid id, CancellationToken ct)
    {
        var claimed = await claims.ClaimAsync(id, ct);
        return claimed.Succeeded ? Went($"/needs/{id}", NeedTexts.Claimed) : NotFound();
    }
}
