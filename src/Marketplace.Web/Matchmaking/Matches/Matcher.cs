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

    /// <summary>Which needs have an offer, for when it changes.</summary>
    private readonly Dictionary<string, HashSet<(MatchSide Side, Guid Need)>> _having = new(StringComparer.Ordinal);

    private readonly List<(Match Match, Ranked Ranked)> _unexplained = [];

    private DateOnly Today => Dates.Day(time.GetUtcNow());

    /// <summary>Reads what the table holds.</summary>
    public async Task LoadAsync(AppDbContext db, CancellationToken ct)
    {
        _kept.Clear();
        _having.Clear();
        await foreach (var row in db.Set<Match>().AsNoTracking().Select(m => new { m.Side, m.NeedId, m.ApplicationNo, m.Score, m.InputsHash, m.WeightsVersion }).AsAsyncEnumerable().WithCancellation(ct))
            Keep(row.Side, row.NeedId, row.ApplicationNo, new(row.Score, row.InputsHash, row.WeightsVersion));
    }

    /// <summary>These needs against all offers.</summary>
    public async Task NeedsAgainstOffersAsync(IReadOnlyCollection<Guid> needs, MatchChanges changes, CancellationToken ct)
    {
        foreach (var side in s_sides)
        {
            var asking = needs.Select(need => (Id: need, Face: index.Needs(side).Find(need))).ToList();
            foreach (var (id, _) in asking.Where(one => one.Face is null)) Forget(side, id, changes);
            var faces = asking.Select(one => one.Face).OfType<MatchableNeed<Guid>>().ToList();
            var best = await candidates.BestAsync(faces, need => side == MatchSide.Need && index.Faces(need) is { HasDetail: true }, Most(side), Today, ct);
            for (var i = 0; i < faces.Count; i++) Replace(side, faces[i].Key, best[i], changes);
        }
        Explain();
    }

    /// <summary>These offers against all needs; needs that lost one from a full list are asked anew.</summary>
    public async Task OffersAgainstNeedsAsync(IReadOnlyCollection<string> numbers, MatchChanges changes, CancellationToken ct)
    {
        HashSet<Guid> again = [];
        foreach (var number in numbers)
        {
            if (index.Offers.Find(number) is { } offer)
            {
                foreach (var side in s_sides) Offer(side, offer, again, changes);
            }
            else
            {
                foreach (var (side, need) in Having(number)) Lose(side, need, number, again, changes);
            }
        }
        if (again.Count > 0) await NeedsAgainstOffersAsync(again, changes, ct);
        else Explain();
    }

    /// <summary>Half the work of a full pass: on all processors.</summary>
    private void Explain()
    {
        Parallel.ForEach(_unexplained, one => one.Match.Reasons = MatchChanges.ToJson(index.Ranker.Explain(one.Ranked, Today)));
        _unexplained.Clear();
    }

    private void Offer(MatchSide side, MatchableOffer<string> offer, HashSet<Guid> again, MatchChanges changes)
    {
        var needs = index.Needs(side);
        var near = needs.Search([Ranker.Asking(offer, Needs)], index.Ranker.Weights.ForCandidates)[0].Select(candidate => candidate.Item).ToList();
        var having = Having(offer.Key).Where(one => one.Side == side).Select(one => one.Need).ToHashSet();
        having.ExceptWith(near.Select(need => need.Key));
        foreach (var need in near.Concat(having.Select(needs.Find).OfType<MatchableNeed<Guid>>()))
        {
            if (!index.MayMeet(index.Faces(need.Key)?.Owner, offer.Key)) continue;
            var match = index.Ranker.Rank(need, offer, Today);
            var kept = KeptOf(side, need.Key);
            var before = kept.Of(offer.Key)?.Score;
            if (match.Score < index.Ranker.Weights.Floor || (before is null && !kept.Takes(match.Score)))
            {
                Lose(side, need.Key, offer.Key, again, changes);
                continue;
            }
            var full = kept.IsFull;
            Put(side, match, changes);
            if (kept.TooMany() is { } last) Drop(side, need.Key, last, changes);
            // What stood in a full list and got worse may be worse now than one that is not in it.
            if (full && match.Score < before - Same) again.Add(need.Key);
        }
    }

    private void Replace(MatchSide side, Guid need, IReadOnlyList<Ranked> best, MatchChanges changes)
    {
        var stay = best.Select(match => match.Offer.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in KeptOf(side, need).Offers.Where(offer => !stay.Contains(offer)).ToList()) Drop(side, need, gone, changes);
        foreach (var match in best) Put(side, match, changes);
    }

    private void Forget(MatchSide side, Guid need, MatchChanges changes)
    {
        if (!_kept.TryGetValue((side, need), out var kept)) return;
        foreach (var offer in kept.Offers.ToList()) Drop(side, need, offer, changes);
        _kept.Remove((side, need));
    }

    private void Lose(MatchSide side, Guid need, string offer, HashSet<Guid> again, MatchChanges changes)
    {
        var kept = KeptOf(side, need);
        if (kept.Of(offer) is null) return;
        if (kept.IsFull) again.Add(need);
        Drop(side, need, offer, changes);
    }

    private void Put(MatchSide side, Ranked match, MatchChanges changes)
    {
        var (need, offer) = (match.Need.Key, match.Offer.Key);
        var hash = string.Create(CultureInfo.InvariantCulture, $"{match.Need.Hash:x16}{match.Offer.Hash:x16}");
        var kept = KeptOf(side, need).Of(offer);
        var version = index.Ranker.Weights.Version;
        if (kept is not null && kept.Hash == hash && kept.Version == version && Math.Abs(kept.Score - match.Score) < Same) return;
        Keep(side, need, offer, new(match.Score, hash, version));
        var now = time.GetUtcNow();
        var row = new Match
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
        changes.Put(row);
        _unexplained.Add((row, match));
    }

    private void Drop(MatchSide side, Guid need, string offer, MatchChanges changes)
    {
        if (!KeptOf(side, need).Remove(offer)) return;
        if (_having.TryGetValue(offer, out var having))
        {
            having.Remove((side, need));
            if (having.Count == 0) _having.Remove(offer);
        }
        changes.Remove(side, need, offer);
    }

    private void Keep(MatchSide side, Guid need, string offer, KeptMatches.Kept kept)
    {
        KeptOf(side, need).Put(offer, kept);
        if (!_having.TryGetValue(offer, out var having)) _having[offer] = having = [];
        having.Add((side, need));
    }

    private IReadOnlyList<(MatchSide Side, Guid Need)> Having(string offer) => _having.TryGetValue(offer, out var having) ? [.. having] : [];

    private KeptMatches KeptOf(MatchSide side, Guid need)
    {
        if (!_kept.TryGetValue((side, need), out var kept)) _kept[(side, need)] = kept = new(Most(side));
        return kept;
    }

    private static int Most(MatchSide side) => side == MatchSide.Need ? Ranker.Kept : Shown;
}
