using Marketplace.Matching.Explanations;
using Marketplace.Matching.Factors;
using Marketplace.Matching.Scoring;
using Marketplace.Web.Platform.Face;

namespace Marketplace.Web.Matchmaking.Matches;

public sealed record PreviewedMatch(string ApplicationNo, double Score, MatchReasons Reasons);

/// <summary>What would answer a text, at once and without keeping anything of it.</summary>
public sealed class MatchPreview(MatchIndex index, OfferCandidates candidates, MatchFollower follower, TimeProvider time)
{
    /// <param name="facts">As far as they are known; the title may be the first sentence.</param>
    /// <param name="most">How many, at most <see cref="Ranker.Kept"/>.</param>
    /// <param name="ct">The visitor left.</param>
    public async Task<IReadOnlyList<PreviewedMatch>> OfAsync(NeedFacts facts, int most, CancellationToken ct)
    {
        await follower.WhenLoadedAsync(ct);
        var (today, ranker) = (Dates.Day(time.GetUtcNow()), index.Ranker);
        var need = NeedFaces.Matchable(Guid.Empty, facts, index.Texts, new());
        var best = (await candidates.BestAsync([need], _ => false, most, today, ct))[0];
        return [.. best.Select(match => new PreviewedMatch(match.Offer.Key, match.Score, ranker.Explain(match, today)))];
    }
}
