using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Lists;

/// <param name="Answer">What is said.</param>
/// <param name="Why">For what does not fit.</param>
/// <param name="Words">In one's own words.</param>
public sealed record GivenAnswer(Verdict? Answer, WhyNot? Why = null, string? Words = null);

/// <summary>Takes what people say to matches; the caller has asked whether the match is theirs.</summary>
public sealed class AnswerDesk(AppDbContext db, Actor actor, MatchLog log, TimeProvider time)
{
    /// <summary>Said again, it replaces what was said before.</summary>
    public async Task<Outcome<MatchAnswer>> AnswerAsync(MatchSide side, Guid needId, string no, Guid? organisation, GivenAnswer given, CancellationToken ct)
    {
        if (given.Answer is not { } verdict || !Enum.IsDefined(verdict)) return new Failure("answer_missing", 400, MatchListTexts.AnswerMissing, "answer");
        var why = verdict == Verdict.NotFitting ? given.Why : null;
        if (verdict == Verdict.NotFitting && (why is not { } known || !Enum.IsDefined(known))) return new Failure("why_missing", 400, MatchListTexts.WhyMissing, "why");
        var words = verdict == Verdict.NotFitting && !string.IsNullOrWhiteSpace(given.Words) ? given.Words.Trim() : null;
        if (words?.Length > MatchAnswer.WordsMax) return new Failure("words_too_long", 400, MatchListTexts.WordsTooLong.Fill(MatchAnswer.WordsMax), "words");
        var match = await db.Set<Match>().AsNoTracking().SingleOrDefaultAsync(m => m.Side == side && m.NeedId == needId && m.ApplicationNo == no, ct);
        var said = await FindAsync(side, needId, no, organisation, ct);
        if (match is null && said is null) return Failures.OfStatus(404);
        var now = time.GetUtcNow();
        if (said is null)
        {
            said = new MatchAnswer { Side = side, NeedId = needId, ApplicationNo = no, OrganisationId = organisation, Answer = verdict, At = now };
            db.Add(said);
        }
        (said.Answer, said.Why, said.Words, said.At, said.PersonId) = (verdict, why, words, now, actor.PersonId);
        if (match is not null) (said.ScoreThen, said.FactorsThen, said.WeightsVersion) = (match.Score, match.Factors, match.WeightsVersion);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException) when (db.Entry(said).State == EntityState.Added)
        {
            // Two clicks at once: the other was as good.
            db.ChangeTracker.Clear();
            return await FindAsync(side, needId, no, organisation, ct) is { } other ? other : Failures.Conflict();
        }
        if (verdict == Verdict.NotFitting && match is not null) await log.WriteAsync(MatchMoment.Dismissed, organisation, [(match, 0)], ct);
        return said;
    }

    /// <summary>What was said so far.</summary>
    public Task<MatchAnswer?> SaidAsync(MatchSide side, Guid needId, string no, Guid? organisation, CancellationToken ct) =>
        db.Set<MatchAnswer>().AsNoTracking().SingleOrDefaultAsync(a => a.Side == side && a.NeedId == needId && a.ApplicationNo == no && (side == MatchSide.Need || a.OrganisationId == organisation), ct);

    /// <summary>What was said, to be said again by whoever did not mean to take it back.</summary>
    public async Task<MatchAnswer?> TakeBackAsync(MatchSide side, Guid needId, string no, Guid? organisation, CancellationToken ct)
    {
        if (await FindAsync(side, needId, no, organisation, ct) is not { } said) return null;
        db.Remove(said);
        await db.SaveChangesAsync(ct);
        return said;
    }

    private Task<MatchAnswer?> FindAsync(MatchSide side, Guid needId, string no, Guid? organisation, CancellationToken ct) =>
        db.Set<MatchAnswer>().SingleOrDefaultAsync(a => a.Side == side && a.NeedId == needId && a.ApplicationNo == no && (side == MatchSide.Need || a.OrganisationId == organisation), ct);
}
