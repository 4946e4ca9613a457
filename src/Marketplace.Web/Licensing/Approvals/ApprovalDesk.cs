using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Approvals;

/// <summary>An approval as its organisation's people see it.</summary>
/// <param name="Able">Who can decide the step that is next.</param>
public sealed record ApprovalSeen(ApprovalRun Run, IReadOnlyList<ApprovalRunStep> Steps, IReadOnlyList<Approver> Able)
{
    /// <summary>Null: nothing is left to decide.</summary>
    public ApprovalRunStep? Next => Run.State == ApprovalState.Open ? Steps.FirstOrDefault(step => step.Agreed is null) : null;
}

/// <summary>同意或者不同意: each step once, by whom it names.</summary>
public sealed class ApprovalDesk(AppDbContext db, ApprovalPeople people, ApprovalNotices notices, CaseBook book, IEnumerable<IApprovalFollower> followers, Actor actor, AccessCheck access, TimeProvider time)
{
    /// <summary>Null: there is none, or it is none of the reader's organisation.</summary>
    public async Task<ApprovalSeen?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<ApprovalRun>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is { } run ? await SeenAsync(run, ct) : null;

    /// <param name="id">Of the run.</param>
    /// <param name="place">The step that was looked at.</param>
    /// <param name="agrees">Or refuses, with a reason.</param>
    /// <param name="reason">In their words.</param>
    /// <param name="ct">The sender left.</param>
    public async Task<Outcome<ApprovalRun>> DecideAsync(Guid id, int place, bool agrees, string? reason, CancellationToken ct)
    {
        if (await db.Set<ApprovalRun>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } asked) return Failures.OfStatus(404);
        var follower = followers.FirstOrDefault(f => f.Kind == asked.Kind);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (follower is not null) await follower.LockAsync(asked.CaseId, ct);
        await db.Database.ExecuteSqlAsync($"select 1 from approval_runs where id = {id} for update", ct);
        var run = await db.Set<ApprovalRun>().SingleAsync(r => r.Id == id, ct);
        if (await SeenAsync(run, ct) is not { } seen) return Failures.OfStatus(404);
        if (seen.Next is not { } next || next.Place != place) return new Failure("decided_before", 409, ApprovalTexts.DecidedBefore);
        db.Attach(next);
        var last = seen.Steps.Count(step => step.Agreed is null) == 1;
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal) { [last ? ApprovalMachine.NoneLeft : ApprovalMachine.StepsLeft] = ApprovalTexts.DecidedBefore };
        if (!seen.Able.Any(able => able.PersonId == actor.PersonId)) blocking[ApprovalMachine.NotTheirs] = NotTheirs(run, seen);
        var cause = !agrees ? ApprovalCause.Refuse : last ? ApprovalCause.Approve : ApprovalCause.Pass;
        if (book.Take(ApprovalMachine.Machine, run, cause, new(blocking, Reason: reason, Facts: new { step = next.Name })) is { } no) return db.Dropped(no);
        (next.Agreed, next.PersonId, next.DecidedAt, next.Reason) = (agrees, actor.PersonId, time.GetUtcNow(), string.IsNullOrWhiteSpace(reason) ? null : reason.Trim());
        await db.SaveChangesAsync(ct);
        await notices.DoneAsync(run, ct);
        if (run.State == ApprovalState.Open) await notices.AskAsync(run, seen.Steps, ct);
        else
        {
            if (follower is not null && await follower.DecidedAsync(run.CaseId, run.OrganisationId, run.State == ApprovalState.Approved, ct) is { } refused) return db.Dropped(refused);
            await notices.DecidedAsync(run, ct);
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return run;
    }

    private async Task<ApprovalSeen?> SeenAsync(ApprovalRun run, CancellationToken ct)
    {
        if (actor.ActingFor != run.OrganisationId) return null;
        var steps = await db.Set<ApprovalRunStep>().AsNoTracking().Where(s => s.RunId == run.Id).OrderBy(s => s.Place).ToListAsync(ct);
        var seen = new ApprovalSeen(run, steps, []);
        if (seen.Next is { } next) seen = seen with { Able = await people.OfAsync(run, steps, next, ct) };
        return access.May(Act.KeepLicences, new(run.OrganisationId)) || await IsNamedAsync(seen, ct) ? seen : null;
    }

    /// <summary>A colleague with no other right here, as long as they are one.</summary>
    private async Task<bool> IsNamedAsync(ApprovalSeen seen, CancellationToken ct)
    {
        if (actor.PersonId is not { } me) return false;
        var roles = await db.Set<Membership>().Where(m => m.PersonId == me && m.OrganisationId == seen.Run.OrganisationId && m.Until == null).Select(m => m.Role).ToListAsync(ct);
        return roles.Count > 0 && (seen.Steps.Any(step => step.Members.Contains(me) || (step.Role is { } role && roles.Contains(role))) || seen.Able.Any(able => able.PersonId == me));
    }

    private string NotTheirs(ApprovalRun run, ApprovalSeen seen)
    {
        var who = string.Join('、', seen.Able.Select(able => able.Name));
        return run.AskedBy == actor.PersonId || seen.Steps.Any(step => step.PersonId == actor.PersonId) ? ApprovalTexts.FourEyes.Fill(who) : ApprovalTexts.NotTheirs.Fill(who);
    }
}
