using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <param name="Needs">Open ones of the region; null: one or two, which could name them.</param>
/// <param name="Here">Patents offered by holders of the region.</param>
/// <param name="Elsewhere">Patents offered by others.</param>
/// <param name="Holders">Of others: those with the most offers in it, by name and number of patents.</param>
public sealed record SupplyGap(string Chain, int? Needs, int Here, int Elsewhere, IReadOnlyList<(string Name, string Uscc, int Patents)> Holders);

/// <summary>A need of the region that nobody answers yet, as a bureau may know of it.</summary>
public sealed record LonelyNeed(NeedSight Sight, int Matches, bool Asked, DateTimeOffset Since);

/// <summary>A question that its holder has not answered in time. Neither its words nor who asked.</summary>
public sealed record UnansweredQuestion(Guid TalkId, string Holder, string Uscc, string ApplicationNo, string Patent, DateTimeOffset Since, DateOnly Due);

/// <summary>What a bureau sees of its region: through <see cref="NeedEyes"/>, from matches found with public summaries only.</summary>
public sealed class SupplyGaps(AppDbContext db, NeedEyes eyes, TimeProvider time)
{
    /// <summary>Open needs of the region without a match, or where no two have come to talk. Those shown to nobody are counted, from three on.</summary>
    public async Task<(IReadOnlyList<LonelyNeed> Needs, bool More, int? Hidden)> LonelyAsync(string regionPath, Guid? after, int size, CancellationToken ct)
    {
        var today = Dates.Today(time);
        var open = db.Set<Need>().AsNoTracking().Where(n => n.RegionPath.StartsWith(regionPath) && n.State == NeedState.Open && (n.ExpiresOn == null || n.ExpiresOn >= today) && !db.Set<Talk>().Any(t => t.NeedId == n.Id));
        var hidden = Funnel.Shown(await open.CountAsync(n => n.Visibility == NeedVisibility.Private, ct));
        var shown = open.Where(n => n.Visibility != NeedVisibility.Private);
        if (after is { } last) shown = shown.Where(n => n.Id > last);
        var rows = await shown.OrderBy(n => n.Id).Take(size + 1)
            .Select(n => new { Need = n, Matches = db.Set<Match>().Count(m => m.NeedId == n.Id && m.Side == MatchSide.Offer), Asked = db.Set<Introduction>().Any(i => i.NeedId == n.Id && i.State == IntroductionState.Requested) }).ToListAsync(ct);
        var list = new List<LonelyNeed>();
        foreach (var row in rows.Take(size)) list.Add(new(await eyes.PublicAsync(row.Need, ct), row.Matches, row.Asked, row.Need.OpenedAt ?? row.Need.CreatedAt));
        return (list, rows.Count > size, hidden);
    }

    /// <summary>By industrial chain: what is wanted in the region against what is offered, here and elsewhere.</summary>
    public async Task<IReadOnlyList<SupplyGap>> ByChainAsync(string regionPath, CancellationToken ct)
    {
        var today = Dates.Today(time);
        // Those shown to nobody are left out: who sees the others could subtract.
        var needs = (await db.Set<Need>().Where(n => n.RegionPath.StartsWith(regionPath) && n.State == NeedState.Open && n.Visibility != NeedVisibility.Private && (n.ExpiresOn == null || n.ExpiresOn >= today)).Select(n => n.Chains).ToListAsync(ct))
            .SelectMany(chains => chains.Distinct(StringComparer.Ordinal)).CountBy(chain => chain, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        if (needs.Count == 0) return [];
        string[] names = [.. needs.Keys];
        var offers = await (from l in db.Set<Listing>().AsNoTracking()
                            join o in db.Set<Organisation>() on l.OwnerId equals o.Id into owners
                            from o in owners.DefaultIfEmpty()
                            where l.State == ListingState.Public && l.Chains.Any(c => names.Contains(c))
                            select new { l.Chains, l.RegionPath, Name = (string?)o.Name, Uscc = (string?)o.Uscc, Patents = db.Set<ListingPatent>().Count(p => p.ListingId == l.Id) }).ToListAsync(ct);
        return [.. needs.Select(pair =>
        {
            var of = offers.Where(o => o.Chains.Contains(pair.Key, StringComparer.Ordinal)).ToLookup(o => o.RegionPath.StartsWith(regionPath, StringComparison.Ordinal));
            var holders = of[false].Where(o => o.Name is not null).GroupBy(o => (o.Name, o.Uscc)).Select(g => (g.Key.Name!, g.Key.Uscc!, g.Sum(o => o.Patents)))
                .OrderByDescending(h => h.Item3).ThenBy(h => h.Item2, StringComparer.Ordinal).Take(5).ToList();
            return new SupplyGap(pair.Key, Funnel.Shown(pair.Value), of[true].Sum(o => o.Patents), of[false].Sum(o => o.Patents), holders);
        }).OrderBy(g => g.Here > 0).ThenByDescending(g => g.Needs ?? 0).ThenBy(g => g.Chain, StringComparer.Ordinal)];
    }

    /// <summary>Questions to holders of the region whose term has ended.</summary>
    public async Task<IReadOnlyList<UnansweredQuestion>> UnansweredAsync(string regionPath, int size, CancellationToken ct)
    {
        var today = Dates.Today(time);
        return await (from t in db.Set<Talk>().AsNoTracking()
                      join o in db.Set<Organisation>() on t.HolderId equals o.Id
                      join p in db.Set<Catalogue.Patents.Patent>() on t.ApplicationNo equals p.ApplicationNo
                      where t.WaitingSince != null && t.DueOn < today && o.RegionPath.StartsWith(regionPath)
                      orderby t.WaitingSince, t.Id
                      select new UnansweredQuestion(t.Id, o.Name, o.Uscc, t.ApplicationNo, p.RemovedAt == null ? p.Title : p.ApplicationNo, t.WaitingSince!.Value, t.DueOn!.Value)).Take(size).ToListAsync(ct);
    }
}
