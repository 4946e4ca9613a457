using Marketplace.Matching.Learning;
using Marketplace.Matching.Scoring;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Matches;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Weighing;

/// <summary>What another version would do to matches that are kept, by the factors kept with them. Offers that would newly come up are not among them.</summary>
/// <param name="Needs">So many were looked at.</param>
/// <param name="Matches">Their matches.</param>
/// <param name="Moved">Of these, how many would stand at another place of their list.</param>
/// <param name="Below">… and how many would fall below the floor.</param>
/// <param name="First">How many needs would have another first offer.</param>
public sealed record KeptChange(int Needs, int Matches, int Moved, int Below, int First)
{
    /// <summary>Enough to see what happens, few enough to look at while a page is made.</summary>
    private const int Most = 200;

    public static async Task<KeptChange> OfAsync(AppDbContext db, Weights now, Weights then, CancellationToken ct)
    {
        // By lot, and the same each time: needs that came one after the other are alike.
        var needs = await db.Database.SqlQuery<Guid>($"""
            select id as "Value" from needs n where exists (select 1 from matches m where m.side = 'Need' and m.need_id = n.id) order by md5(id::text) limit {Most}
            """).ToListAsync(ct);
        var kept = await db.Set<Match>().AsNoTracking().Where(m => m.Side == MatchSide.Need && needs.Contains(m.NeedId)).Select(m => new { m.NeedId, m.ApplicationNo, m.Factors }).ToListAsync(ct);
        var (moved, below, first) = (0, 0, 0);
        foreach (var need in kept.GroupBy(match => match.NeedId))
        {
            var matches = need.Select(match => (match.ApplicationNo, Pair: PairFactors.Kept(match.Factors))).ToList();
            var (before, after) = (Order(matches, now), Order(matches, then));
            moved += before.Zip(after).Count(place => place.First != place.Second);
            if (before[0] != after[0]) first++;
            below += matches.Count(match => then.Score(match.Pair) < then.Floor && now.Score(match.Pair) >= now.Floor);
        }
        return new(needs.Count, kept.Count, moved, below, first);
    }

    private static List<string> Order(List<(string No, PairFactors Pair)> matches, Weights weights) =>
        [.. matches.OrderByDescending(match => weights.Score(match.Pair)).ThenBy(match => match.No, StringComparer.Ordinal).Select(match => match.No)];
}

/// <summary>How well versions order and scale what people said so far.</summary>
/// <param name="Pairs">That they judged.</param>
/// <param name="Needs">With answers that differ.</param>
/// <param name="Now">The version in force.</param>
/// <param name="Then">The other one.</param>
public sealed record AnswerFigures(int Pairs, int Needs, Evaluation Now, Evaluation Then)
{
    public static async Task<AnswerFigures?> OfAsync(AppDbContext db, Weights now, Weights then, CancellationToken ct)
    {
        var pairs = await PeoplesAnswers.ReadAsync(db, ct);
        // With fewer, figures say nothing of weights and might say something of people.
        var needs = AnswerLesson.NeedsOf(pairs);
        return needs < LeastNeeds ? null : new(pairs.Count, needs, Evaluation.Of(pairs, now), Evaluation.Of(pairs, then));
    }

    public const int LeastNeeds = 3;
}
