using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Approvals;

/// <param name="CaseId">What is to be approved.</param>
/// <param name="OrganisationId">By whom.</param>
/// <param name="Kind">Of the case: the <see cref="IApprovalFollower"/> that hears of the decision.</param>
/// <param name="Amount">In yuan; null: not known yet.</param>
/// <param name="Title">What approvers read on their lists.</param>
/// <param name="Link">Where the case is.</param>
public sealed record ApprovalAsk(Guid CaseId, Guid OrganisationId, string Kind, decimal? Amount, string Title, string Link);

/// <summary>A feature whose cases are approved. It hears of the decision in the transaction of the decision; a failure undoes both.</summary>
public interface IApprovalFollower
{
    string Kind { get; }

    Task<Failure?> DecidedAsync(Guid caseId, Guid organisation, bool approved, CancellationToken ct);

    /// <summary>Locks the case before its approval is locked, where the feature locks it first too: two that lock in other orders wait for each other for ever.</summary>
    Task LockAsync(Guid caseId, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>Begins and ends approvals, in the unit of work of the case they are about.</summary>
public sealed class ApprovalBook(AppDbContext db, CaseBook book, ApprovalNotices notices, Actor actor, TimeProvider time)
{
    /// <summary>The run that is open, or a new one: approved at once where no step of the route applies (the follower is not called then, the caller sees it).</summary>
    public async Task<ApprovalRun> BeginAsync(ApprovalAsk ask, CancellationToken ct)
    {
        if (await OpenAsync(ask.CaseId, ask.OrganisationId, ct) is { } open) return open;
        var route = await db.Set<ApprovalRouteStep>().AsNoTracking().Where(s => s.OrganisationId == ask.OrganisationId).OrderBy(s => s.Place).ThenBy(s => s.Id).ToListAsync(ct);
        var run = new ApprovalRun
        {
            CaseId = ask.CaseId,
            OrganisationId = ask.OrganisationId,
            Kind = ask.Kind,
            Amount = ask.Amount,
            Title = ask.Title.Length > ApprovalRunTable.TitleMax ? ask.Title[..ApprovalRunTable.TitleMax] : ask.Title,
            Link = ask.Link,
            AskedBy = actor.PersonId,
            At = time.GetUtcNow(),
        };
        var steps = route.Where(step => step.AppliesTo(ask)).Select((step, i) => new ApprovalRunStep { RunId = run.Id, Place = i + 1, Name = step.Name, Role = step.Role, Members = step.Members }).ToList();
        book.Take(ApprovalMachine.Machine, run, steps.Count == 0 ? ApprovalCause.Waive : ApprovalCause.Begin, new(Facts: new { ask.CaseId, ask.OrganisationId, ask.Amount, steps = steps.Select(step => step.Name) }));
        db.Add(run);
        db.AddRange(steps);
        await db.SaveChangesAsync(ct);
        if (steps.Count > 0) await notices.AskAsync(run, steps, ct);
        return run;
    }

    /// <summary>The case went another way: nobody is to decide on it any more. Nothing where nothing is open.</summary>
    /// <param name="caseId">Which case.</param>
    /// <param name="organisation">Whose approval; null: of all.</param>
    /// <param name="reason">Told to who asked.</param>
    /// <param name="ct">The caller left.</param>
    public async Task WithdrawAsync(Guid caseId, Guid? organisation, string reason, CancellationToken ct)
    {
        foreach (var run in await db.Set<ApprovalRun>().Where(r => r.CaseId == caseId && r.State == ApprovalState.Open && (organisation == null || r.OrganisationId == organisation)).OrderBy(r => r.Id).ToListAsync(ct))
        {
            book.Take(ApprovalMachine.Machine, run, ApprovalCause.Withdraw, new(Reason: reason));
            await db.SaveChangesAsync(ct);
            await notices.DoneAsync(run, ct);
        }
    }

    private Task<ApprovalRun?> OpenAsync(Guid caseId, Guid organisation, CancellationToken ct) =>
        db.Set<ApprovalRun>().SingleOrDefaultAsync(r => r.CaseId == caseId && r.OrganisationId == organisation && r.State == ApprovalState.Open, ct);
}
