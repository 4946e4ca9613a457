using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.FollowUps;

/// <summary>审核: the bureau that checks the conversion looks at the answer, sends it back or accepts it; and hands out links on paper.</summary>
public sealed class FollowUpReview(AppDbContext db, FilingReach reach, FollowUpNotices notices, FollowUpCorrection correction, FollowUpCodes codes, CaseBook book, Actor actor)
{
    /// <summary>Whose step it is: what stands on the page as a button, and nothing else.</summary>
    public async Task<Failure?> RefuseAsync(FollowUp one, string regionPath, FollowUpCause cause, CancellationToken ct) => cause switch
    {
        FollowUpCause.Look or FollowUpCause.Return => await reach.RefuseStepAsync(ReportStep.Check, regionPath, ct),
        FollowUpCause.Accept => await reach.RefuseStepAsync(ReportStep.Check, regionPath, ct) ?? (SpokeForIt(one) is { } why ? new("guarded", 409, why) : null),
        FollowUpCause.Ask or FollowUpCause.Answer => await reach.RefuseKeepingAsync(regionPath, ct),
        _ => Failures.OfStatus(404),
    };

    public async Task<Outcome<FollowUp>> TakeAsync(Guid id, FollowUpCause cause, int seen, string? reason, CancellationToken ct)
    {
        if (cause is not (FollowUpCause.Look or FollowUpCause.Return or FollowUpCause.Accept)) return Failures.OfStatus(404);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (found, failure) = await LockAsync(id, cause, ct);
        if (found is not var (one, conversion, filing)) return failure!;
        if (one.Steps != seen) return db.Dropped(new Failure("moved_meanwhile", 409, ConversionTexts.MovedMeanwhile));
        var blocking = cause == FollowUpCause.Accept && SpokeForIt(one) is { } mine ? new Dictionary<string, string>(StringComparer.Ordinal) { [FollowUpMachine.AnotherPerson] = mine } : null;
        if (book.Take(FollowUpMachine.Machine, one, cause, new(blocking, Reason: reason)) is { } no) return db.Dropped(no);
        if (cause == FollowUpCause.Return) one.Reminders = 0;
        if (cause == FollowUpCause.Accept) one.AcceptedBy = actor.Id;
        await db.SaveChangesAsync(ct);
        if (cause != FollowUpCause.Look) await notices.DoneAsync(one, ct);
        if (cause == FollowUpCause.Accept) await correction.WriteAsync(one, conversion, ct);
        // Who was asked by the bureau is asked by it again.
        if (cause == FollowUpCause.Return && (one.Way == AnswerWay.Bureau || !await notices.TellAsync(one, filing, FollowUpNotices.MailReturned, reason?.Trim(), ct))) await notices.CallAsync(one, conversion, filing, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return one;
    }

    /// <summary>A link to print, or to be read off the screen as a QR code: shown once.</summary>
    public async Task<Outcome<string>> LinkAsync(Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (found, failure) = await LockAsync(id, FollowUpCause.Ask, ct);
        if (found is not var (one, _, _)) return failure!;
        if (!FollowUpMachine.Waiting.Contains(one.State) && one.State != FollowUpState.Answered) return db.Dropped(new Failure("follow_up_closed", 409, FollowUpTexts.Closed));
        if (one.State == FollowUpState.Due && book.Take(FollowUpMachine.Machine, one, FollowUpCause.Ask) is { } no) return db.Dropped(no);
        var link = codes.New(one, actor.Id);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return link;
    }

    /// <summary>Why the reader does not accept it; null: they did not speak for the taker.</summary>
    private string? SpokeForIt(FollowUp one) => one.AnsweredBy is { } by && by == actor.PersonId ? FollowUpTexts.YouAnswered : null;

    /// <summary>The conversion first, as everybody does who locks both.</summary>
    private async Task<(FoundFollowUp? Found, Failure? Failure)> LockAsync(Guid id, FollowUpCause cause, CancellationToken ct)
    {
        if (await db.Set<FollowUp>().Where(f => f.Id == id).Select(f => (Guid?)f.ConversionId).SingleOrDefaultAsync(ct) is not { } of) return (null, Failures.OfStatus(404));
        var (found, failure) = await reach.LockAsync(of, ct);
        if (found is not var (conversion, last)) return (null, failure);
        var one = await db.LockFollowUpAsync(id, ct);
        if (cause != FollowUpCause.Accept && await RefuseAsync(one, conversion.RegionPath, cause, ct) is { } refused) return (null, db.Dropped(refused));
        if (cause == FollowUpCause.Accept && await reach.RefuseStepAsync(ReportStep.Check, conversion.RegionPath, ct) is { } other) return (null, db.Dropped(other));
        return (new(one, conversion, last), null);
    }
}
