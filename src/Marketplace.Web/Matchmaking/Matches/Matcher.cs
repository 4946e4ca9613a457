using System.Globalization;
using Marketplace.Matching.Scoring;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Matches;

using Ranked = Ranked<Guid, string>;

/// <summary>
/// Keeps the table of matches what it should be. Only one program at a time does (<see cref="MatchFollower"/>): it has in memory what the table holds, so that a change costs
/// what it touches and not what there is.
/// </summary>
internal sealed class Matcher(MatchIndex index, OfferCandidates candidates, TimeProvider time)
{
    /// <summary>A need is shown to holders whose offers are among so many for it: not to everybody who has something with a word in common.</summary>
    private const int Shown = 100;

    /// <summary>So many needs are looked at for a changed offer, beside those that have it already.</summary>
    private const int Needs = 500;

    /// <summary>A score that moves by less is the same score.</summary>
    private const double Same = 0.05;

    private static readonly MatchSide[] s_sides = Enum.GetValues<MatchSide>();

    private readonly Dictionary<(MatchSide Side, Guid Need), KeptMatches> _kept = [];

    /// <summary>Which needs know an offer, for when it changes.</summary>
    private readonly Dictionary<string, HashSet<(MatchSide Side, Guid Need)>> _having = new(StringComparer.Ordinal);

    private readonly List<(Match Match, Ranked Ranked)> _unexplained = [];

    private DateOnly Today => Dates.Day(time.GetUtcNow());

    /// <summary>Reads what the table holds.</summary>
    public async Task LoadAsync(AppDbContext db, CancellationToken ct)
    {
        _kept.Clear();
        _having.Clear();
        await foreach (var row in db.Set<Match>().AsNoTracking().Select(m => new { m.Side, m.NeedId, m.ApplicationNo, m.Score, m.InputsHash, m.WeightsVersion }).AsAsyncEnumerable().WithCancellation(ct))
        {
            KeptOf(row.Side, row.NeedId).Written(row.ApplicationNo, new(row.Score, row.InputsHash, row.WeightsVersion));
            Have(row.Side, row.NeedId, row.ApplicationNo);
        }
        foreach (var kept in _kept.Values) kept.Loaded();
    }

    /// <summary>These needs against all offers.</summary>
    public async Task NeedsAgainstOffersAsync(IReadOnlyCollection<Guid> needs, MatchChanges changes, CancellationToken ct)
    {
        foreach (var side in s_sides) await AskAsync(side, needs, changes, ct);
        Explain();
    }

    /// <summary>These offers against all needs; a need that lost so many that its list is no longer full is asked anew.</summary>
    public async Task OffersAgainstNeedsAsync(IReadOnlyCollection<string> numbers, MatchChanges changes, CancellationToken ct)
    {
        string[] changed = [.. numbers];
        var scored = new List<Scored>[changed.Length];
        Parallel.For(0, changed.Length, i => scored[i] = [.. s_sides.SelectMany(side => Score(side, changed[i]))]);
        HashSet<(MatchSide Side, Guid Need)> touched = [];
        foreach (var one in scored.SelectMany(all => all))
        {
            Know(one);
            touched.Add((one.Side, one.Need));
        }
        var again = touched.Where(list => KeptOf(list.Side, list.Need).RanOut).ToLookup(list => list.Side, list => list.Need);
        foreach (var (side, need) in touched.Where(list => !again[list.Side].Contains(list.Need))) Settle(side, need, changes);
        foreach (var needs in again) await AskAsync(needs.Key, [.. needs], changes, ct);
        Explain();
    }

    /// <summary>Half the work of a full pass: on all processors.</summary>
    private void Explain()
    {
        Parallel.ForEach(_unexplained, one => one.Match.Reasons = MatchChanges.ToJson(index.Ranker.Explain(one.Ranked, Today)));
        _unexplained.Clear();
    }

    private async Task AskAsync(MatchSide side, IReadOnlyCollection<Guid> needs, MatchChanges changes, CancellationToken ct)
    {
        var asking = needs.Select(need => (Id: need, Face: index.Needs(side).Find(need))).ToList();
        foreach (var (id, _) in asking.Where(one => one.Face is null)) Replace(side, id, [], changes);
        var faces = asking.Select(one => one.Face).OfType<MatchableNeed<Guid>>().ToList();
        var best = await candidates.BestAsync(faces, need => side == MatchSide.Need && index.Faces(need) is { HasDetail: true }, KeptMatches.Asked(Most(side)), Today, ct);
        for (var i = 0; i < faces.Count; i++) Replace(side, faces[i].Key, best[i], changes);
    }

    private void Replace(MatchSide side, Guid need, IReadOnlyList<Ranked> best, MatchChanges changes)
    {
        var kept = KeptOf(side, need);
        foreach (var offer in kept.Known.ToList()) HaveNot(side, need, offer);
        kept.Learn(best);
        foreach (var match in best) Have(side, need, match.Offer.Key);
        Settle(side, need, changes);
        if (index.Needs(side).Find(need) is null) _kept.Remove((side, need));
    }

    /// <summary>What the offer is worth to those needs to which that makes a difference.</summary>
    private List<Scored> Score(MatchSide side, string number)
    {
        var having = Having(number).Where(one => one.Side == side).Select(one => one.Need).ToHashSet();
        if (index.Offers.Find(number) is not { } offer) return [.. having.Select(need => new Scored(side, need, number, null))];
        var needs = index.Needs(side);
        var near = needs.Search([Ranker.Asking(offer, Needs)], index.Ranker.Weights.ForCandidates)[0].Select(candidate => candidate.Item).ToList();
        having.ExceptWith(near.Select(need => need.Key));
        List<Scored> scored = [];
        foreach (var need in near.Concat(having.Select(needs.Find).OfType<MatchableNeed<Guid>>()))
        {
            var match = index.Ranker.Rank(need, offer, Today);
            if (_kept.TryGetValue((side, need.Key), out var kept) && !kept.Concerns(number, match.Score)) continue;
            scored.Add(new(side, need.Key, number, match.Score >= index.Ranker.Weights.Floor && index.MayMeet(index.Faces(need.Key)?.Owner, number) ? match : null));
        }
        return scored;
    }

    private void Know(Scored scored)
    {
        var (side, need, offer, match) = scored;
        var kept = KeptOf(side, need);
        if (match is not null && kept.Know(match))
        {
            Have(side, need, offer);
        }
        else
        {
            kept.Forget(offer);
            HaveNot(side, need, offer);
        }
        foreach (var shed in kept.Shed()) HaveNot(side, need, shed);
    }

    /// <summary>The table gets what the list became.</summary>
    private void Settle(MatchSide side, Guid need, MatchChanges changes)
    {
        var kept = KeptOf(side, need);
        var (gone, put) = kept.Settle();
        foreach (var offer in gone)
        {
            kept.Gone(offer);
            changes.Remove(side, need, offer);
        }
        foreach (var (offer, match) in put)
        {
            if ((match ?? Rank(side, need, offer)) is { } due) Put(side, due, changes);
        }
    }

    private Ranked? Rank(MatchSide side, Guid need, string number) =>
        index.Needs(side).Find(need) is { } asking && index.Offers.Find(number) is { } offer ? index.Ranker.Rank(asking, offer, Today) : null;

    private void Put(MatchSide side, Ranked match, MatchChanges changes)
    {
        var (need, offer) = (match.Need.Key, match.Offer.Key);
        var hash = string.Create(CultureInfo.InvariantCulture, $"{match.Need.Hash:x16}{match.Offer.Hash:x16}");
        var kept = KeptOf(side, need);
        var version = index.Ranker.Weights.Version;
        if (kept.Of(offer) is { } row && row.Hash == hash && row.Version == version && Math.Abs(row.Score - match.Score) < Same) return;
        kept.Written(offer, new(match.Score, hash, version));
        var now = time.GetUtcNow();
        var fresh = new Match
        {
            Side = side,
            NeedId = need,
            ApplicationNo = offer,
            Score = match.Score,
            Factors = match.Pair.Values,
            Reasons = "",
            WeightsVersion = version,
            InputsHash = hash,
            FoundAt = now,
            ScoredAt = now,
        };
        changes.Put(fresh);
        _unexplained.Add((fresh, match));
    }

    private void Have(MatchSide side, Guid need, string offer)
    {
        if (!_having.TryGetValue(offer, out var having)) _having[offer] = having = [];
        having.Add((side, need));
    }

    private void HaveNot(MatchSide side, Guid need, string offer)
    {
        if (!_having.TryGetValue(offer, out var having)) return;
        having.Remove((side, need));
        if (having.Count == 0) _having.Remove(offer);
    }

    private IReadOnlyList<(MatchSide Side, Guid Need)> Having(string offer) => _having.TryGetValue(offer, out var having) ? [.. having] : [];

    private KeptMatches KeptOf(MatchSide side, Guid need)
    {
        if (!_kept.TryGetValue((side, need), out var kept)) _kept[(side, need)] = kept = new(Most(side));
        return kept;
    }

    private static int Most(MatchSide side) => side == MatchSide.Need ? Ranker.Kept : Shown;

    /// <param name="Side">Which list of it.</param>
    /// <param name="Need">A need.</param>
    /// <param name="Offer">An offer that changed.</param>
    /// <param name="Match">Null when it is none.</param>
    private sealed record Scored(MatchSide Side, Guid Need, string Offer, Ranked? Match);
}
