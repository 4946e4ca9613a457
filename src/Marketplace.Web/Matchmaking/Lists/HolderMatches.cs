using System.Globalization;
using Marketplace.Matching.Explanations;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Needs;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Lists;

/// <summary>A need as one of the holder's offers answers it; found with the public summary only.</summary>
public sealed record HolderMatch(Match Match, int Rank, string Patent, NeedSight Need, MatchAnswer? Answer, Introduction? Introduction, Guid? TalkId)
{
    public MatchReasons Reasons { get; } = AnswerWords.Reasons(Match);
}

/// <param name="Key">Pseudonym of the need, or number of the patent.</param>
/// <param name="Count">All of the group; the rows are the best of them.</param>
public sealed record HolderGroup(string Key, double Best, int Count, IReadOnlyList<HolderMatch> Rows);

public sealed record HolderFilter
{
    /// <summary>need (default) or patent: what stands together.</summary>
    public string? By { get; init; }

    /// <summary>open (default), interested, later, dismissed.</summary>
    public string? Show { get; init; }

    /// <summary>One patent only.</summary>
    public string? No { get; init; }

    public bool ByPatent => By == "patent";

    public string Address(string path, string? after = null, int from = 1)
    {
        var query = QueryString.Create(new[] { ("by", By), ("show", Show), ("no", No), ("after", after), ("from", from > 1 ? from.ToString(CultureInfo.InvariantCulture) : null) }
            .Where(pair => !string.IsNullOrEmpty(pair.Item2)).Select(pair => KeyValuePair.Create(pair.Item1, pair.Item2)));
        return path + query;
    }
}

/// <summary>Which open needs the public offers of an organisation answer. Rows of the owners' side are never read here.</summary>
public sealed class HolderMatches(AppDbContext db, NeedEyes eyes, TimeProvider time)
{
    /// <summary>Of one need or patent, before one opens all of them.</summary>
    private const int InGroup = 5;

    public async Task<int> CountNeedsAsync(Guid holder, string no, CancellationToken ct) =>
        await NeedEyes.MatchedWith(db, holder, Dates.Today(time)).Where(m => m.ApplicationNo == no).CountAsync(ct);

    public async Task<(int Needs, int Patents)> CountAsync(Guid holder, HolderFilter filter, CancellationToken ct)
    {
        var found = Of(holder, filter);
        return (await found.Select(m => m.NeedId).Distinct().CountAsync(ct), await found.Select(m => m.ApplicationNo).Distinct().CountAsync(ct));
    }

    /// <summary>The groups with the best matches first.</summary>
    public async Task<(IReadOnlyList<HolderGroup> Groups, string? Next)> ListAsync(Guid holder, HolderFilter filter, string? after, int size, CancellationToken ct)
    {
        var found = Of(holder, filter);
        var keyed = filter.ByPatent
            ? found.Select(m => new Keyed { Match = m, Key = m.ApplicationNo })
            : found.Join(db.Set<Need>(), m => m.NeedId, n => n.Id, (m, n) => new Keyed { Match = m, Key = n.Pseudonym });
        var groups = keyed.GroupBy(k => k.Key).Select(g => new { g.Key, Best = g.Max(k => k.Match.Score), Count = g.Count() });
        if (Read(after) is var (best, key)) groups = groups.Where(g => g.Best < best || (g.Best == best && g.Key.CompareTo(key) > 0));
        var page = await groups.OrderByDescending(g => g.Best).ThenBy(g => g.Key).Take(size + 1).ToListAsync(ct);
        var list = new List<HolderGroup>();
        foreach (var group in page.Take(size))
        {
            var rows = await keyed.Where(k => k.Key == group.Key).Select(k => k.Match)
                .OrderByDescending(m => m.Score).ThenBy(m => m.InputsHash).ThenBy(m => m.NeedId).ThenBy(m => m.ApplicationNo).Take(InGroup).ToListAsync(ct);
            list.Add(new(group.Key, group.Best, group.Count, await RowsAsync(holder, rows, ct)));
        }
        return (list, page.Count > size ? Write(list[^1]) : null);
    }

    /// <summary>A match, and what it stands under on the page.</summary>
    private sealed class Keyed
    {
        public required Match Match { get; init; }
        public required string Key { get; init; }
    }

    /// <summary>All with one need, for its page.</summary>
    public async Task<IReadOnlyList<HolderMatch>> OfNeedAsync(Guid holder, Guid need, CancellationToken ct) =>
        await RowsAsync(holder, await NeedEyes.MatchedWith(db, holder, Dates.Today(time)).Where(m => m.NeedId == need)
            .OrderByDescending(m => m.Score).ThenBy(m => m.InputsHash).ThenBy(m => m.ApplicationNo).Take(50).ToListAsync(ct), ct);

    public async Task<IReadOnlyList<HolderMatch>> AllAsync(Guid holder, HolderFilter filter, int most, CancellationToken ct) =>
        await RowsAsync(holder, await Of(holder, filter).OrderByDescending(m => m.Score).ThenBy(m => m.InputsHash).ThenBy(m => m.NeedId).ThenBy(m => m.ApplicationNo).Take(most).ToListAsync(ct), ct);

    private IQueryable<Match> Of(Guid holder, HolderFilter filter)
    {
        var found = NeedEyes.MatchedWith(db, holder, Dates.Today(time));
        if (!string.IsNullOrEmpty(filter.No)) found = found.Where(m => m.ApplicationNo == filter.No);
        var said = db.Set<MatchAnswer>().Where(a => a.Side == MatchSide.Offer && a.OrganisationId == holder);
        return filter.Show switch
        {
            "interested" => found.Where(m => said.Any(a => a.NeedId == m.NeedId && a.ApplicationNo == m.ApplicationNo && a.Answer == Verdict.Interested)),
            "later" => found.Where(m => said.Any(a => a.NeedId == m.NeedId && a.ApplicationNo == m.ApplicationNo && a.Answer == Verdict.Later)),
            "dismissed" => found.Where(m => said.Any(a => a.NeedId == m.NeedId && a.ApplicationNo == m.ApplicationNo && a.Answer == Verdict.NotFitting)),
            _ => found.Where(m => !said.Any(a => a.NeedId == m.NeedId && a.ApplicationNo == m.ApplicationNo && a.Answer == Verdict.NotFitting)),
        };
    }

    private async Task<IReadOnlyList<HolderMatch>> RowsAsync(Guid holder, IReadOnlyList<Match> matches, CancellationToken ct)
    {
        var (needs, numbers) = (matches.Select(m => m.NeedId).Distinct().ToArray(), matches.Select(m => m.ApplicationNo).Distinct(StringComparer.Ordinal).ToArray());
        var titles = await db.Set<Patent>().Where(p => numbers.Contains(p.ApplicationNo)).ToDictionaryAsync(p => p.ApplicationNo, p => p.Title, StringComparer.Ordinal, ct);
        var sights = new Dictionary<Guid, NeedSight>();
        foreach (var need in await db.Set<Need>().AsNoTracking().Where(n => needs.Contains(n.Id)).ToListAsync(ct)) sights[need.Id] = await eyes.OfAsync(need, holder, ct);
        var answers = (await db.Set<MatchAnswer>().AsNoTracking().Where(a => a.Side == MatchSide.Offer && a.OrganisationId == holder && needs.Contains(a.NeedId)).ToListAsync(ct)).ToDictionary(a => (a.NeedId, a.ApplicationNo));
        var asked = (await db.Set<Introduction>().AsNoTracking().Where(i => i.HolderId == holder && needs.Contains(i.NeedId)).OrderByDescending(i => i.AskedAt).ThenBy(i => i.Id).ToListAsync(ct)).ToLookup(i => (i.NeedId, i.ApplicationNo));
        var talks = (await db.Set<Talk>().Where(t => t.HolderId == holder && t.NeedId != null && needs.Contains(t.NeedId.Value)).Select(t => new { t.NeedId, t.ApplicationNo, t.Id }).ToListAsync(ct)).ToLookup(t => (t.NeedId!.Value, t.ApplicationNo), t => t.Id);
        return [.. matches.Where(m => titles.ContainsKey(m.ApplicationNo)).Select((m, i) => new HolderMatch(
            m, i + 1, titles[m.ApplicationNo], sights[m.NeedId], answers.GetValueOrDefault((m.NeedId, m.ApplicationNo)), asked[(m.NeedId, m.ApplicationNo)].FirstOrDefault(),
            talks[(m.NeedId, m.ApplicationNo)].Select(id => (Guid?)id).FirstOrDefault()))];
    }

    private static string Write(HolderGroup last) => last.Best.ToString("R", CultureInfo.InvariantCulture) + "~" + last.Key;

    private static (double Best, string Key)? Read(string? text) =>
        text?.Split('~', 2) is [var best, var key] && double.TryParse(best, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) ? (score, key) : null;
}
