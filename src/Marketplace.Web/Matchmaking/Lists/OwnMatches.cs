using Marketplace.Matching.Explanations;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Needs;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Lists;

/// <summary>A match as the owner of the need sees it.</summary>
/// <param name="Rank">Its place among all of the need, from 1.</param>
/// <param name="Holders">By the register.</param>
/// <param name="Offers">Public listings that hold the patent; none: it was taken down since.</param>
/// <param name="TalkId">Where the two sides talk about it already.</param>
public sealed record OwnMatch(Match Match, int Rank, Patent Patent, IReadOnlyList<string> Holders, IReadOnlyList<Offer> Offers, MatchAnswer? Answer, Guid? TalkId)
{
    public MatchReasons Reasons { get; } = AnswerWords.Reasons(Match);
}

/// <summary>What is asked of the list, as it stands in the address.</summary>
public sealed record MatchFilter
{
    /// <summary>open (default: what was not sent away), interested, later, dismissed.</summary>
    public string? Show { get; init; }
    public string? Form { get; init; }

    /// <summary>yes: holder in the same province.</summary>
    public string? Near { get; init; }

    public bool Fits(OwnMatch row, Need need) => FitsShow(row.Answer)
        && (!Enum.TryParse<OfferForm>(Form, out var form) || row.Offers.Any(o => o.Forms.Contains(form)))
        && (Near != "yes" || row.Offers.Any(o => SameProvince(o.RegionPath, need.RegionPath)));

    public bool FitsShow(MatchAnswer? answer) => Show switch
    {
        "interested" => answer?.Answer == Verdict.Interested,
        "later" => answer?.Answer == Verdict.Later,
        "dismissed" => answer?.Answer == Verdict.NotFitting,
        _ => answer?.Answer != Verdict.NotFitting,
    };

    public string Address(string path, string? after = null)
    {
        var query = QueryString.Create(new[] { ("show", Show), ("form", Form), ("near", Near), ("after", after) }
            .Where(pair => !string.IsNullOrEmpty(pair.Item2)).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)));
        return path + query;
    }

    private static bool SameProvince(string one, string other) => one.Length > 7 && other.StartsWith(one[..8], StringComparison.Ordinal);
}

/// <summary>The matches of a need, for its owner: everybody else gets nothing from here.</summary>
public sealed class OwnMatches(AppDbContext db, AccessCheck access, Offers offers)
{
    public async Task<Need?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<Need>().AsNoTracking().SingleOrDefaultAsync(n => n.Id == id, ct) is { } need && access.May(Act.KeepNeeds, need.Target) ? need : null;

    /// <summary>All of them, the best first: the matcher keeps fifty at most. Patents that left the catalogue or are offered no more are left out, unless somebody answered to them.</summary>
    public async Task<IReadOnlyList<OwnMatch>> ListAsync(Need need, CancellationToken ct)
    {
        var rows = await (from m in db.Set<Match>().AsNoTracking()
                          join p in db.Set<Patent>().AsNoTracking() on m.ApplicationNo equals p.ApplicationNo
                          where m.Side == MatchSide.Need && m.NeedId == need.Id && p.RemovedAt == null
                          // Ties: what went in, hashed, favours nobody and is the same tomorrow.
                          orderby m.Score descending, m.InputsHash, m.ApplicationNo
                          select new { m, p }).ToListAsync(ct);
        string[] numbers = [.. rows.Select(r => r.p.ApplicationNo)];
        var holders = (await db.Set<PatentHolder>().AsNoTracking().Where(h => numbers.Contains(h.ApplicationNo)).OrderBy(h => h.ApplicationNo).ThenBy(h => h.Place).ToListAsync(ct))
            .ToLookup(h => h.ApplicationNo, h => h.Name, StringComparer.Ordinal);
        var offered = await offers.OffersOfAll(numbers, ct);
        var answers = await db.Set<MatchAnswer>().AsNoTracking().Where(a => a.Side == MatchSide.Need && a.NeedId == need.Id)
            .ToDictionaryAsync(a => a.ApplicationNo, StringComparer.Ordinal, ct);
        var talks = (await db.Set<Talk>().Where(t => t.NeedId == need.Id).OrderBy(t => t.Id).Select(t => new { t.ApplicationNo, t.Id }).ToListAsync(ct)).ToLookup(t => t.ApplicationNo, t => t.Id, StringComparer.Ordinal);
        return [.. rows.Where(r => offered.Contains(r.p.ApplicationNo) || answers.ContainsKey(r.p.ApplicationNo)).Select((r, i) => new OwnMatch(
            r.m, i + 1, r.p, [.. holders[r.p.ApplicationNo]], [.. offered[r.p.ApplicationNo]], answers.GetValueOrDefault(r.p.ApplicationNo),
            talks[r.p.ApplicationNo].Select(id => (Guid?)id).FirstOrDefault()))];
    }

    /// <summary>Whether its last change is still on its way to the matcher.</summary>
    public async Task<bool> IsComingAsync(Guid needId, CancellationToken ct)
    {
        var entity = $"need:{needId}";
        var written = await db.Set<MatchState>().Select(s => (long?)s.Position).SingleOrDefaultAsync(ct) ?? 0;
        return await db.Set<OutboxEvent>().AnyAsync(e => e.Entity == entity && (e.DoneAt == null || e.Position > written), ct);
    }

    /// <summary>What the owner could add, so that more can be matched: what the need does not say yet.</summary>
    public static IReadOnlyList<string> Missing(Need need)
    {
        var found = new List<string>();
        if (need.Sealed is null) found.Add(MatchListTexts.AddDetail);
        if (need.Summary.Length < 40) found.Add(MatchListTexts.AddSummary);
        if (need.Industry is null) found.Add(MatchListTexts.AddIndustry);
        if (need.Chains.Length == 0) found.Add(MatchListTexts.AddChain);
        if (need.Forms.Length == 0) found.Add(MatchListTexts.AddForms);
        if (need.MaturityLeast is null) found.Add(MatchListTexts.AddMaturity);
        return found;
    }
}
