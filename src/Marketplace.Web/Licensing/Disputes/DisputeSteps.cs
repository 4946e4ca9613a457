using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;

namespace Marketplace.Web.Licensing.Disputes;

/// <summary>What every step of a dispute shares: it is locked, the step taken, lists and mails follow, all in one transaction.</summary>
public sealed class DisputeSteps(AppDbContext db, DisputeReach reach, DisputeNotices notices, CaseBook book, FileStore files)
{
    public static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>(StringComparer.Ordinal);

    public async Task<Outcome<Dispute>> TakeAsync(Guid id, Side[] sides, DisputeNotice notice, Func<Dispute, Side, Task<List<Failure>>> act, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (dispute, side, refused) = await reach.LockAsync(id, ct, sides);
        if (dispute is null) return refused!;
        var (before, entered) = (dispute.Steps, db.ChangeTracker.Entries().Count());
        if (await act(dispute, side) is { Count: > 0 } failures) return db.Dropped(failures);
        var happened = dispute.Steps != before || db.ChangeTracker.Entries().Count() != entered;
        await db.SaveChangesAsync(ct);
        await notices.SyncAsync(dispute, ct);
        if (happened) await notices.TellAsync(dispute, side, notice == DisputeNotice.Confirmed && dispute.State == DisputeState.Agreed ? DisputeNotice.Agreed : notice, ct);
        await transaction.CommitAsync(ct);
        return dispute;
    }

    /// <param name="dispute">Locked.</param>
    /// <param name="cause">The step.</param>
    /// <param name="shown">Reason and papers.</param>
    /// <param name="blocking">What stands against it.</param>
    /// <param name="field">Where its reason is typed.</param>
    public List<Failure> Take(Dispute dispute, DisputeCause cause, StepShown shown, IReadOnlyDictionary<string, string> blocking, string field) =>
        book.Take(DisputeMachine.Machine, dispute, cause, shown with { Blocking = blocking }) is { } no ? [no with { Field = no.Code == "paper_missing" ? "record" : no.Field is null ? null : field }] : [];

    public async Task<Outcome<KeptFile>> KeepAsync(Guid dispute, IFormFile? file, string field, CancellationToken ct)
    {
        if (file is null) return new KeptFile(null);
        var kept = await files.AddAsync(db, file, $"{DisputeFiles.Subject}:{dispute}", ct);
        return kept.Succeeded ? new KeptFile(kept.Value.Id) : kept.Failures.Select(failure => failure with { Field = field }).ToList();
    }
}
