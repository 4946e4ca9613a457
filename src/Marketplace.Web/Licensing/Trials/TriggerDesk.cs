using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>What the two sides and the bureau say about the condition of a deferred fee, and the way out of a licence nothing was paid for yet.</summary>
public sealed class TriggerDesk(AppDbContext db, LicenceReach reach, ObligationBook obligations, ObligationSteps files, TriggerNotices notices, LicenceNotices licenceNotices, CaseBook book, Actor actor, AccessCheck access, TimeProvider time)
{
    private static readonly Side[] s_parties = [Side.Taker, Side.Giver];

    /// <summary>With its day and proof; sent twice it is one.</summary>
    public Task<Outcome<FeeTrigger>> StateAsync(Guid licenceId, Guid once, DateOnly? metOn, string? words, IFormFile? proof, CancellationToken ct) => OnAsync(licenceId, s_parties, TriggerNotice.Stated, async (licence, side) =>
    {
        if (await db.Set<FeeTrigger>().SingleOrDefaultAsync(t => t.Id == once && t.LicenceId == licenceId, ct) is { } sent) return sent;
        if (!await AsksAsync(licence, ct)) return new Failure("no_condition", 409, TrialTexts.NoCondition);
        if (await CurrentAsync(licenceId, ct) is not null) return new Failure("trigger_there", 409, TrialTexts.TriggerThere);
        if (metOn is not { } day || day > Dates.Today(time) || day < licence.StartsOn || day > licence.EndsOn) return new Failure("met_on_wrong", 400, TrialTexts.MetOnWrong.Fill(Dates.InWords(licence.StartsOn)), "metOn");
        var kept = await files.KeepAsync(licence, proof, "metProof", ct);
        if (!kept.Succeeded) return kept.Failures.ToList();
        var trigger = new FeeTrigger { Id = once, LicenceId = licenceId, By = side, MetOn = day, Words = words?.Trim() ?? "", ProofId = kept.Value.Id, PersonId = actor.PersonId, At = time.GetUtcNow() };
        if (Take(trigger, TriggerCause.State, side, words, TriggerMachine.Proof, kept.Value.Id) is { } no) return no with { Field = no.Code == "paper_missing" ? "metProof" : no.Field is null ? null : "metWords" };
        db.Add(trigger);
        return trigger;
    }, ct);

    public Task<Outcome<FeeTrigger>> ConfirmAsync(Guid licenceId, CancellationToken ct) => AnswerAsync(licenceId, one => one.State == TriggerState.Contested ? TriggerCause.Concede : TriggerCause.Confirm, TriggerNotice.Stands, null, ct);

    public Task<Outcome<FeeTrigger>> ContestAsync(Guid licenceId, string? reason, CancellationToken ct) => AnswerAsync(licenceId, _ => TriggerCause.Contest, TriggerNotice.Contested, reason, ct);

    public Task<Outcome<FeeTrigger>> TakeBackAsync(Guid licenceId, CancellationToken ct) => AnswerAsync(licenceId, _ => TriggerCause.TakeBack, TriggerNotice.TakenBack, null, ct);

    /// <summary>A bureau mediated: whether, and on which day. Its record shows that both sides had their say.</summary>
    /// <param name="licenceId">Of which licence.</param>
    /// <param name="metOn">The day; null: it did not come true.</param>
    /// <param name="reason">Why.</param>
    /// <param name="record">调解记录</param>
    /// <param name="ct">The request ended.</param>
    public Task<Outcome<FeeTrigger>> DecideAsync(Guid licenceId, DateOnly? metOn, string? reason, IFormFile? record, CancellationToken ct) => OnAsync(licenceId, [Side.Bureau], TriggerNotice.Decided, async (licence, side) =>
    {
        if (!access.May(Act.Mediate, new(RegionPath: licence.RegionPath)) || await CurrentAsync(licenceId, ct) is not { } one) return Failures.OfStatus(404);
        if (metOn is { } day && (day > Dates.Today(time) || day < licence.StartsOn || day > licence.EndsOn)) return new Failure("met_on_wrong", 400, TrialTexts.MetOnWrong.Fill(Dates.InWords(licence.StartsOn)), "decideOn");
        var kept = await files.KeepAsync(licence, record, "decideRecord", ct);
        if (!kept.Succeeded) return kept.Failures.ToList();
        if (Take(one, metOn is null ? TriggerCause.Dismiss : TriggerCause.Decide, side, reason, TriggerMachine.Mediation, kept.Value.Id) is { } no) return no with { Field = no.Code == "paper_missing" ? "decideRecord" : no.Field is null ? null : "decideReason" };
        one.MetOn = metOn ?? one.MetOn;
        await SettleAsync(licence, one, ct);
        return one;
    }, ct);

    /// <summary>退出: as long as it is free and nothing was paid, a licence that was taken to try binds nobody to go on. Its certificate's number is typed.</summary>
    public async Task<Outcome<Licence>> ExitAsync(Guid licenceId, string? typed, string? reason, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (licence, _, refused) = await reach.LockAsync(licenceId, ct, Side.Taker);
        if (licence is null) return refused!;
        if (!string.Equals(typed?.Trim(), licence.CertificateNo, StringComparison.OrdinalIgnoreCase)) return new Failure("confirm_wrong", 400, LicenceTexts.ConfirmWrong.Fill(licence.CertificateNo), "exitTyped");
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        if (await IsPayingAsync(licence, ct)) blocking[LicenceMachine.NotFree] = TrialTexts.ExitTooLate;
        if (book.Take(LicenceMachine.Machine, licence, LicenceCause.Exit, new(blocking, Reason: reason)) is { } no) return no with { Field = no.Field is null ? null : "exitReason" };
        await db.SaveChangesAsync(ct);
        await obligations.EndAsync(licence, LicenceCause.Exit, Dates.Today(time), ct);
        await licenceNotices.EndedAsync(licence, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return licence;
    }

    /// <summary>The night: nobody contested it in time. The licence is locked by the caller.</summary>
    public async Task<bool> LetStandAsync(Licence licence, FeeTrigger one, CancellationToken ct)
    {
        if (book.Take(TriggerMachine.Machine, one, TriggerCause.LetStand) is not null) return false;
        await SettleAsync(licence, one, ct);
        await db.SaveChangesAsync(ct);
        await notices.SyncAsync(licence, one, ct);
        await notices.TellAsync(licence, one, TriggerNotice.Stands, null, ct);
        return true;
    }

    public Task<FeeTrigger?> CurrentAsync(Guid licenceId, CancellationToken ct) =>
        db.Set<FeeTrigger>().SingleOrDefaultAsync(t => t.LicenceId == licenceId && (t.State == TriggerState.Stated || t.State == TriggerState.Contested || t.State == TriggerState.Stands), ct);

    /// <summary>Something of its fees began, came, or is said to have begun.</summary>
    public async Task<bool> IsPayingAsync(Licence licence, CancellationToken ct)
    {
        var today = Dates.Today(time);
        return (await TermsAsync(licence, ct)).Model != Catalogue.Listings.FeeModel.Deferred || licence.FirstFee > 0 || await CurrentAsync(licence.Id, ct) is not null
            || await db.Set<FeeObligation>().AnyAsync(o => o.LicenceId == licence.Id && (o.FromDay <= today || o.State == ObligationState.Paid), ct)
            || await db.Set<Payments.Payment>().AnyAsync(p => p.LicenceId == licence.Id && p.Amount > 0 && p.State != Payments.PaymentState.Failed, ct);
    }

    /// <summary>Free until a condition, and in effect or ended by its term: what came true during it may be said after it.</summary>
    public async Task<bool> AsksAsync(Licence licence, CancellationToken ct)
    {
        if (await TermsAsync(licence, ct) is not { Model: Catalogue.Listings.FeeModel.Deferred, Fee.FreeUntil: null }) return false;
        return licence.State is { } state && (state.IsLive() || (state == LicenceState.Ended
            && await db.Set<CaseStep>().Where(s => s.CaseId == licence.Id).OrderByDescending(s => s.Number).Select(s => s.Cause).FirstAsync(ct) == nameof(LicenceCause.Expire)));
    }

    private async Task<FrozenTerms> TermsAsync(Licence licence, CancellationToken ct) => (await db.Set<TermsSnapshot>().AsNoTracking().SingleAsync(s => s.Id == licence.SnapshotId, ct)).Read();

    private Task<Outcome<FeeTrigger>> AnswerAsync(Guid licenceId, Func<FeeTrigger, TriggerCause> cause, TriggerNotice notice, string? reason, CancellationToken ct) => OnAsync(licenceId, s_parties, notice, async (licence, side) =>
    {
        if (await CurrentAsync(licenceId, ct) is not { } one) return new Failure("state_forbids", 409, CaseTexts.StateForbids);
        if (Take(one, cause(one), side, reason, null, null) is { } no) return no with { Field = no.Field is null ? null : "contestReason" };
        await SettleAsync(licence, one, ct);
        return one;
    }, ct);

    /// <summary>Its fees follow from its day, once.</summary>
    private async Task SettleAsync(Licence licence, FeeTrigger one, CancellationToken ct)
    {
        if (one.State != TriggerState.Stands) return;
        one.SettledOn = Dates.Today(time);
        await db.SaveChangesAsync(ct);
        await obligations.WriteAsync(licence, ct);
    }

    private Failure? Take(FeeTrigger one, TriggerCause cause, Side side, string? reason, string? code, Guid? paper)
    {
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal) { [one.By == side ? TriggerMachine.IsOwn : TriggerMachine.IsOthers] = one.By == side ? TrialTexts.WaitForAnswer : TrialTexts.NotYourOffer };
        if (one.State == TriggerState.Stated && Dates.Today(time) > TriggerMachine.ContestTerm.LastDay(one.Since)) blocking[TriggerMachine.IsLate] = TrialTexts.ContestLate.Fill(TriggerMachine.ContestTerm.Days);
        var shown = new StepShown(Reason: reason, Facts: new { one.MetOn });
        if (code is not null && paper is { } file) shown = shown.With(code, file);
        return book.Take(TriggerMachine.Machine, one, cause, shown with { Blocking = blocking });
    }

    private async Task<Outcome<FeeTrigger>> OnAsync(Guid id, Side[] sides, TriggerNotice notice, Func<Licence, Side, Task<Outcome<FeeTrigger>>> act, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (licence, side, refused) = await reach.LockAsync(id, ct, sides);
        if (licence is null) return refused!;
        var done = await act(licence, side);
        if (!done.Succeeded)
        {
            db.ChangeTracker.Clear();
            return done;
        }
        var moved = db.ChangeTracker.Entries<CaseStep>().Any(entry => entry.State == EntityState.Added) || done.Value.SettledOn == Dates.Today(time);
        await db.SaveChangesAsync(ct);
        await notices.SyncAsync(licence, done.Value, ct);
        if (moved) await notices.TellAsync(licence, done.Value, notice, side, ct);
        await transaction.CommitAsync(ct);
        return done;
    }
}
