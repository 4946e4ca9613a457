using Marketplace.Matching.Learning;
using Marketplace.Matching.Scoring;
using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Lists;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Matchmaking.Pushes;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Weighing;

/// <summary>
/// What people said and did about matches, as judged pairs: one for a need and an offer, with the factors as they were when it was said. Deeds count before words, the owner of
/// the need before a holder, and of an owner the last word.
/// </summary>
internal static class PeoplesAnswers
{
    private const int NotFitting = 1, Later = 2, Interested = 3, Contacted = 4;

    private sealed record Pair(Guid Need, string Offer);

    /// <summary>In a fixed order: what is learnt depends on it in the last digit.</summary>
    public static async Task<IReadOnlyList<JudgedPair>> ReadAsync(AppDbContext db, CancellationToken ct)
    {
        var answers = await db.Set<MatchAnswer>().AsNoTracking().Where(a => a.FactorsThen != null)
            .Select(a => new { a.Side, a.NeedId, a.ApplicationNo, a.Answer, a.Why, a.At, Factors = a.FactorsThen! }).ToListAsync(ct);
        var met = await MetAsync(db, ct);
        var wanted = (await db.Set<LicenceRequest>().Where(r => r.NeedId != null && r.State == LicenceRequestState.Requested).Select(r => new { r.NeedId, r.ApplicationNo }).ToListAsync(ct))
            .Select(r => new Pair(r.NeedId!.Value, r.ApplicationNo)).ToHashSet();
        var judged = new Dictionary<Pair, (int? Level, double[] Factors)>();
        foreach (var said in answers.GroupBy(a => new Pair(a.NeedId, a.ApplicationNo)))
        {
            // The owner knows all of the need; a holder what is public of it.
            var owner = said.FirstOrDefault(a => a.Side == MatchSide.Need);
            var best = owner ?? said.MaxBy(a => (LevelOf(a.Answer, a.Why) ?? 0, a.At))!;
            var level = LevelOf(best.Answer, best.Why);
            if (wanted.Contains(said.Key)) level = Contacted;
            else if (met.TryGetValue(said.Key, out var since) && !(owner is { Answer: Verdict.NotFitting } && owner.At > since)) level = Contacted;
            judged[said.Key] = (level, best.Factors);
        }
        await AddPushesAsync(db, judged, ct);
        return [.. judged.Where(pair => pair.Value.Level is not null).OrderBy(pair => pair.Key.Need).ThenBy(pair => pair.Key.Offer, StringComparer.Ordinal)
            .Select(pair => new JudgedPair(pair.Key.Need.ToString(), pair.Value.Level!.Value, PairFactors.Kept(pair.Value.Factors)))];
    }

    /// <summary>Null: it says nothing about whether the offer suits.</summary>
    private static int? LevelOf(Verdict verdict, WhyNot? why) => verdict switch
    {
        Verdict.Interested => Interested,
        Verdict.Later => Later,
        // It may suit very well: only, it is no news.
        _ => why == WhyNot.KnownAlready ? null : NotFitting,
    };

    /// <summary>Since when both sides have been talking.</summary>
    private static async Task<Dictionary<Pair, DateTimeOffset>> MetAsync(AppDbContext db, CancellationToken ct)
    {
        var introduced = await db.Set<Introduction>().Where(i => i.State == IntroductionState.Accepted).Select(i => new { i.NeedId, i.ApplicationNo, At = i.OwnerAgreedAt ?? i.AskedAt }).ToListAsync(ct);
        var talking = await db.Set<Talk>().Where(t => t.NeedId != null).Select(t => new { NeedId = t.NeedId!.Value, t.ApplicationNo, At = t.CreatedAt }).ToListAsync(ct);
        return introduced.Concat(talking).GroupBy(one => new Pair(one.NeedId, one.ApplicationNo)).ToDictionary(same => same.Key, same => same.Max(one => one.At));
    }

    /// <summary>What an enterprise says of a patent it was sent tells of that of its needs which the patent answers best, unless it has spoken about just that.</summary>
    private static async Task AddPushesAsync(AppDbContext db, Dictionary<Pair, (int? Level, double[] Factors)> judged, CancellationToken ct)
    {
        var rows = await (from f in db.Set<PushFeedback>().AsNoTracking()
                          join d in db.Set<PushDelivery>() on f.DeliveryId equals d.Id
                          join o in db.Set<Organisation>() on d.Uscc equals o.Uscc
                          join n in db.Set<Need>() on o.Id equals n.OwnerId
                          join m in db.Set<Match>() on new { NeedId = n.Id, f.ApplicationNo } equals new { m.NeedId, m.ApplicationNo }
                          where m.Side == MatchSide.Need
                          select new { Enterprise = o.Id, m.NeedId, m.ApplicationNo, m.Score, m.Factors, f.Useful, f.Why, f.At }).ToListAsync(ct);
        foreach (var said in rows.GroupBy(row => (row.Enterprise, row.ApplicationNo)))
        {
            var best = said.OrderByDescending(row => row.Score).ThenBy(row => row.NeedId).ThenByDescending(row => row.At).First();
            judged.TryAdd(new(best.NeedId, best.ApplicationNo), (LevelOf(best.Useful, best.Why), best.Factors));
        }
    }

    private static int? LevelOf(bool useful, PushWhy? why) => (useful, why) switch
    {
        (true, PushWhy.SolvesProblem) => Contacted,
        (true, _) => Interested,
        (_, PushWhy.HaveAlready or PushWhy.Unclear) => null,
        _ => NotFitting,
    };
}
