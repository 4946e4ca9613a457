using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>What every step of a trial shares: it is locked, the step taken, lists and mails follow, all in one transaction.</summary>
public sealed class TrialSteps(AppDbContext db, TrialReach reach, TrialNotices notices, CaseBook book, FileStore files, TimeProvider time)
{
    public static readonly Side[] Parties = [Side.Taker, Side.Giver];

    public async Task<Outcome<Trial>> TakeAsync(Guid id, Side[] sides, TrialNotice notice, Func<Trial, Side, Task<List<Failure>>> act, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (trial, side, refused) = await reach.LockAsync(id, ct, sides);
        if (trial is null) return refused!;
        var before = trial.Steps;
        if (await act(trial, side) is { Count: > 0 } failures) return db.Dropped(failures);
        await db.SaveChangesAsync(ct);
        await notices.SyncAsync(trial, ct);
        if (trial.Steps != before) await notices.TellAsync(trial, side == Side.Taker ? Side.Giver : Side.Taker, notice, ct);
        await transaction.CommitAsync(ct);
        return trial;
    }

    /// <summary>One step, with everything that stands against it.</summary>
    public async Task<List<Failure>> StepAsync(Trial trial, Side side, TrialCause cause, StepShown shown, string field, CancellationToken ct) =>
        book.Take(TrialMachine.Machine, trial, cause, shown with { Blocking = await BlockingAsync(trial, side, ct) }) is { } no ? [no with { Field = no.Field is null ? null : field }] : [];

    public async Task<Outcome<KeptFile>> KeepAsync(Guid trial, IFormFile? file, string field, CancellationToken ct)
    {
        if (file is null) return new KeptFile(null);
        var kept = await files.AddAsync(db, file, $"{TrialFiles.Subject}:{trial}", ct);
        return kept.Succeeded ? new KeptFile(kept.Value.Id) : kept.Failures.Select(failure => failure with { Field = field }).ToList();
    }

    public async Task<Dictionary<string, string>> BlockingAsync(Trial trial, Side side, CancellationToken ct)
    {
        var (today, blocking) = (Dates.Today(time), new Dictionary<string, string>(StringComparer.Ordinal));
        blocking[trial.By == side ? TrialMachine.IsOwn : TrialMachine.IsOthers] = trial.By == side ? TrialTexts.WaitForAnswer : TrialTexts.NotYourOffer;
        blocking[trial.LongerAsked ? TrialMachine.IsAsked : TrialMachine.NoneAsked] = trial.LongerAsked ? TrialTexts.LongerThere : TrialTexts.NoLonger;
        if (!DeclarationBook.IsFit(await db.Set<Patent>().AsNoTracking().SingleAsync(p => p.ApplicationNo == trial.ApplicationNo, ct))) blocking[TrialMachine.NotFit] = TrialTexts.NotFit;
        if (!await db.Set<Organisation>().AnyAsync(o => o.Id == trial.TakerId && o.State == OrganisationState.Active, ct)) blocking[TrialMachine.Unidentified] = TrialTexts.NotActive;
        var open = await db.Set<TrialReport>().Where(r => r.TrialId == trial.Id && r.ReportedOn == null).Select(r => (DateOnly?)r.DueOn).MinAsync(ct);
        if (open is null) blocking[TrialMachine.AllReported] = TrialTexts.AllReported;
        if (open is not { } due || due.AddDays(TrialBook.GraceDays) >= today) blocking[TrialMachine.NoneMissing] = TrialTexts.NoneMissing.Fill(TrialBook.GraceDays);
        if (trial.ReturnBy is null) blocking[TrialMachine.NothingLent] = TrialTexts.NothingLent;
        if (trial.ReturnedOn is null) blocking[TrialMachine.NotReturned] = TrialTexts.NotReturned;
        if (trial.ReturnConfirmedOn is not null) blocking[TrialMachine.IsConfirmed] = TrialTexts.ReturnConfirmed;
        return blocking;
    }
}
