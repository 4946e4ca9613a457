using Marketplace.Matching.Candidates;
using Marketplace.Matching.Explanations;
using Marketplace.Matching.Texts;

namespace Marketplace.Matching.Scoring;

/// <param name="Need">One side.</param>
/// <param name="Offer">The other.</param>
/// <param name="Pair">Its factors.</param>
/// <param name="Score">0 to 100.</param>
public sealed record Ranked<TNeed, TOffer>(MatchableNeed<TNeed> Need, MatchableOffer<TOffer> Offer, PairFactors Pair, double Score) where TNeed : notnull where TOffer : notnull;

/// <summary>From candidates to matches: all factors, one score, one order.</summary>
public sealed class Ranker(Weights weights, Vocabulary vocabulary)
{
    /// <summary>So many of either side are kept.</summary>
    public const int Kept = 50;

    /// <summary>So many are looked at with all factors, the encoder's too.</summary>
    public const int Candidates = 200;

    private const int Together = 8;

    public Weights Weights => weights;

    private readonly Explainer _explainer = new(vocabulary, weights);

    public MatchReasons Explain<TNeed, TOffer>(Ranked<TNeed, TOffer> match, DateOnly today) where TNeed : notnull where TOffer : notnull =>
        _explainer.Of(match.Need, match.Offer, match.Pair, today);

    public static CandidateQuery Asking<TNeed>(MatchableNeed<TNeed> need) where TNeed : notnull => new(need.Words, need.Terms, need.Forms, Candidates);

    public static CandidateQuery Asking<TOffer>(MatchableOffer<TOffer> offer, int most) where TOffer : notnull => new(offer.Words, offer.Terms, offer.Forms, most);

    public Ranked<TNeed, TOffer> Rank<TNeed, TOffer>(MatchableNeed<TNeed> need, MatchableOffer<TOffer> offer, DateOnly today) where TNeed : notnull where TOffer : notnull
    {
        var pair = PairFactors.Of(need, offer, today);
        return new(need, offer, pair, weights.Score(pair));
    }

    /// <summary>The best of these above the floor, the best first.</summary>
    public List<Ranked<TNeed, TOffer>> Best<TNeed, TOffer>(IEnumerable<Ranked<TNeed, TOffer>> all, int most = Kept) where TNeed : notnull where TOffer : notnull
    {
        var above = all.Where(match => match.Score >= weights.Floor).ToList();
        above.Sort(static (left, right) => right.Score != left.Score ? right.Score.CompareTo(left.Score) : Lot(left).CompareTo(Lot(right)));
        if (above.Count > most) above.RemoveRange(most, above.Count - most);
        return above;
    }

    /// <summary>
    /// The best offers for each of these needs, on all processors: so many needs at a time that offers come from memory once for all of them, and few enough that everybody has work.
    /// </summary>
    public List<Ranked<TNeed, TOffer>>[] ForNeeds<TNeed, TOffer>(
        CandidateIndex<TOffer, MatchableOffer<TOffer>> offers, IReadOnlyList<MatchableNeed<TNeed>> needs, Func<TNeed, TOffer, bool> mayMeet, int most, DateOnly today)
        where TNeed : notnull where TOffer : notnull
    {
        var best = new List<Ranked<TNeed, TOffer>>[needs.Count];
        Parallel.For(0, (needs.Count + Together - 1) / Together, slice =>
        {
            var (first, end) = (slice * Together, Math.Min(needs.Count, (slice + 1) * Together));
            var found = offers.Search([.. needs.Skip(first).Take(end - first).Select(Asking)], weights.ForCandidates);
            for (var i = first; i < end; i++) best[i] = Best(found[i - first], needs[i], mayMeet, most, today);
        });
        return best;
    }

    /// <summary>The best of the offers that something else found near the need.</summary>
    public List<Ranked<TNeed, TOffer>> ForNeed<TNeed, TOffer>(
        CandidateIndex<TOffer, MatchableOffer<TOffer>> offers, IEnumerable<TOffer> near, MatchableNeed<TNeed> need, Func<TNeed, TOffer, bool> mayMeet, int most, DateOnly today)
        where TNeed : notnull where TOffer : notnull => Best(offers.Among(near, Asking(need), weights.ForCandidates), need, mayMeet, most, today);

    private List<Ranked<TNeed, TOffer>> Best<TNeed, TOffer>(
        IEnumerable<Candidate<MatchableOffer<TOffer>>> candidates, MatchableNeed<TNeed> need, Func<TNeed, TOffer, bool> mayMeet, int most, DateOnly today) where TNeed : notnull where TOffer : notnull =>
        Best(candidates.Where(candidate => mayMeet(need.Key, candidate.Item.Key)).Select(candidate => Rank(need, candidate.Item, today)), most);

    /// <summary>Equals are ordered by lot, drawn from both texts: the same each time, and no holder is always first.</summary>
    private static ulong Lot<TNeed, TOffer>(Ranked<TNeed, TOffer> match) where TNeed : notnull where TOffer : notnull
    {
        var mixed = (match.Need.Hash ^ (match.Offer.Hash * 0x9E3779B97F4A7C15)) * 0xBF58476D1CE4E5B9;
        return mixed ^ (mixed >> 31);
    }
}
