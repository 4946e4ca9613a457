using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Obligations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Licensing.Payments;
using Marketplace.Web.Licensing.Payments.Refunds;
using Marketplace.Web.Licensing.Trials;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Security;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Disputes;

/// <summary>As its form says it. <see cref="Once"/> becomes the dispute's id.</summary>
public sealed record NewDispute(Guid Once, DisputeSubject Subject, Guid? SubjectId, string? Claims, string? Wanted);

/// <summary>What the sides do: open it, settle it themselves, ask for mediation, lay evidence, confirm or refuse, withdraw. What a bureau does is <see cref="MediationDesk"/>.</summary>
public sealed class DisputeDesk(AppDbContext db, DisputeSteps steps, DisputeReach reach, DisputeRoute route, LicenceReach licences, DisputeNotices notices, CaseBook book, TimeProvider time)
{
    private static readonly Side[] s_parties = [Side.Taker, Side.Giver];

    public async Task<Outcome<Dispute>> OpenAsync(Guid licenceId, NewDispute given, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (licence, side, refused) = await licences.LockAsync(licenceId, ct, s_parties);
        if (licence is null) return refused!;
        if (await db.Set<Dispute>().SingleOrDefaultAsync(d => d.Id == given.Once, ct) is { } sent) return sent.By == side && reach.Of(sent) == side ? sent : Failures.OfStatus(404);
        if (licence.HolderId is not { } holder) return new Failure("other_side_away", 409, DisputeTexts.OtherAway);
        var failures = new List<Failure>();
        if (given.Claims?.Trim() is not { Length: > 0 and <= DisputeTable.WordsMax }) failures.Add(new("claims_wrong", 400, DisputeTexts.ClaimsMissing.Fill(DisputeTable.WordsMax), "claims"));
        if (given.Wanted?.Trim() is not { Length: > 0 and <= DisputeTable.WordsMax }) failures.Add(new("wanted_wrong", 400, DisputeTexts.WantedMissing.Fill(DisputeTable.WordsMax), "wanted"));
        if (!await IsOfAsync(licenceId, given.Subject, given.SubjectId, ct)) failures.Add(new("subject_wrong", 400, DisputeTexts.SubjectMissing, "subject"));
        if (failures.Count > 0) return failures;
        if (await db.Set<Dispute>().FirstOrDefaultAsync(d => d.LicenceId == licenceId && d.Subject == given.Subject && d.SubjectId == given.SubjectId
            && (d.State == DisputeState.Negotiating || d.State == DisputeState.Asked || d.State == DisputeState.Accepted || d.State == DisputeState.Proposed), ct) is { } open) return new Failure("dispute_there", 409, DisputeTexts.DisputeThere.Fill(open.Number), "subject");
        var dispute = new Dispute
        {
            Id = given.Once,
            Reference = SpokenCode.New(8),
            LicenceId = licenceId,
            Subject = given.Subject,
            SubjectId = given.SubjectId,
            By = side,
            TakerId = licence.LicenseeId,
            GiverId = holder,
            RegionPath = licence.RegionPath,
            Claims = given.Claims!.Trim(),
            Wanted = given.Wanted!.Trim(),
            At = time.GetUtcNow(),
        };
        if (book.Take(DisputeMachine.Machine, dispute, DisputeCause.Open, new(Reason: DisputeWords.Name(given.Subject), Facts: new { given.Subject, given.SubjectId })) is { } no) return no;
        db.Add(dispute);
        await db.SaveChangesAsync(ct);
        await notices.TellAsync(dispute, side, DisputeNotice.Opened, ct);
        await transaction.CommitAsync(ct);
        return dispute;
    }

    /// <summary>申请调解: routed to the nearest bureau that has the power; each one it passes by is told why.</summary>
    public Task<Outcome<Dispute>> AskAsync(Guid id, CancellationToken ct) => steps.TakeAsync(id, s_parties, DisputeNotice.Asked, (dispute, _) => route.AskAsync(dispute, ct), ct);

    public Task<Outcome<Dispute>> ResolveAsync(Guid id, string? reason, CancellationToken ct) => PartyAsync(id, DisputeCause.Resolve, DisputeNotice.Resolved, reason, ct);

    public Task<Outcome<Dispute>> WithdrawAsync(Guid id, string? reason, CancellationToken ct) => PartyAsync(id, DisputeCause.Withdraw, DisputeNotice.Withdrawn, reason, ct);

    /// <summary>不同意调解: by the side that did not ask for it.</summary>
    public Task<Outcome<Dispute>> RefuseAsync(Guid id, string? reason, CancellationToken ct) => steps.TakeAsync(id, s_parties, DisputeNotice.Failed, (dispute, side) =>
        Task.FromResult(steps.Take(dispute, DisputeCause.Refuse, new(Reason: reason), dispute.By == side ? new Dictionary<string, string>(StringComparer.Ordinal) { [DisputeMachine.IsOthers] = DisputeTexts.WithdrawInstead } : DisputeSteps.Nothing, "reason")), ct);

    /// <summary>Laid before the other side and the mediator; sent twice it is one.</summary>
    public Task<Outcome<Dispute>> AddEvidenceAsync(Guid id, Guid once, string? words, IFormFile? file, CancellationToken ct) => steps.TakeAsync(id, s_parties, DisputeNotice.Evidence, async (dispute, side) =>
    {
        if (await db.Set<DisputeEvidence>().AnyAsync(e => e.Id == once && e.DisputeId == id, ct)) return [];
        if (dispute.State!.Value.IsOver()) return [new("state_forbids", 409, CaseTexts.StateForbids)];
        var failures = new List<Failure>();
        if (words?.Trim() is not { Length: > 0 and <= CaseBook.ReasonMax }) failures.Add(new("evidence_words_wrong", 400, DisputeTexts.EvidenceWordsMissing.Fill(CaseBook.ReasonMax), "evidenceWords"));
        if (file is null) failures.Add(new("evidence_file_missing", 400, DisputeTexts.EvidenceFileMissing, "evidenceFile"));
        if (failures.Count > 0) return failures;
        var kept = await steps.KeepAsync(id, file, "evidenceFile", ct);
        if (!kept.Succeeded) return [.. kept.Failures];
        db.Add(new DisputeEvidence { Id = once, DisputeId = id, By = side, Words = words!.Trim(), FileId = kept.Value.Id!.Value, At = time.GetUtcNow() });
        return [];
    }, ct);

    /// <summary>Exactly the words that lie there, with the organisation's name typed.</summary>
    public Task<Outcome<Dispute>> ConfirmAsync(Guid id, string? read, string? signedBy, string? confirmed, CancellationToken ct) => steps.TakeAsync(id, s_parties, DisputeNotice.Confirmed, async (dispute, side) =>
    {
        var failures = new List<Failure>();
        var own = side == Side.Taker ? dispute.TakerId : dispute.GiverId;
        var name = await db.Set<Organisation>().Where(o => o.Id == own).Select(o => o.Name).SingleAsync(ct);
        if (!string.Equals(read, MediationDesk.Code(dispute), StringComparison.Ordinal)) failures.Add(new("agreement_changed", 409, DisputeTexts.AgreementChanged));
        if (signedBy?.Trim() is not { Length: > 0 and <= 50 }) failures.Add(new("signed_by_missing", 400, TrialTexts.SignedByMissing, "signedBy"));
        if (NameFolding.Fold(confirmed ?? "") != NameFolding.Fold(name)) failures.Add(new("confirm_wrong", 400, TrialTexts.ConfirmWrong.Fill(name), "confirmed"));
        if (failures.Count > 0) return failures;
        var other = dispute.ConfirmedBy(side == Side.Taker ? Side.Giver : Side.Taker) is not null;
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal) { [other ? DisputeMachine.IsLast : DisputeMachine.NotBoth] = CaseTexts.StateForbids };
        if (dispute.ConfirmedBy(side) is not null) blocking[DisputeMachine.IsConfirmed] = DisputeTexts.Confirmed;
        if (steps.Take(dispute, other ? DisputeCause.Conclude : DisputeCause.Confirm, new(Facts: new { side, code = read }), blocking, "") is { Count: > 0 } no) return no;
        if (side == Side.Taker) dispute.TakerConfirmed = signedBy!.Trim();
        else dispute.GiverConfirmed = signedBy!.Trim();
        return [];
    }, ct);

    public Task<Outcome<Dispute>> ObjectAsync(Guid id, string? reason, CancellationToken ct) => steps.TakeAsync(id, s_parties, DisputeNotice.Objected, (dispute, _) =>
    {
        var failures = steps.Take(dispute, DisputeCause.Oppose, new(Reason: reason, Facts: new { dispute.Agreement }), DisputeSteps.Nothing, "objectReason");
        if (failures.Count == 0) (dispute.TakerConfirmed, dispute.GiverConfirmed) = (null, null);
        return Task.FromResult(failures);
    }, ct);

    private Task<Outcome<Dispute>> PartyAsync(Guid id, DisputeCause cause, DisputeNotice notice, string? reason, CancellationToken ct) => steps.TakeAsync(id, s_parties, notice, (dispute, side) =>
        Task.FromResult(steps.Take(dispute, cause, new(Reason: reason), dispute.By == side ? DisputeSteps.Nothing : new Dictionary<string, string>(StringComparer.Ordinal) { [DisputeMachine.IsOthers] = DisputeTexts.OpenersOnly }, "reason")), ct);

    private async Task<bool> IsOfAsync(Guid licence, DisputeSubject subject, Guid? id, CancellationToken ct) => subject switch
    {
        DisputeSubject.Licence => id is null,
        DisputeSubject.Fee => await db.Set<FeeObligation>().AnyAsync(o => o.Id == id && o.LicenceId == licence, ct),
        DisputeSubject.Payment => await db.Set<Payment>().AnyAsync(p => p.Id == id && p.LicenceId == licence, ct),
        DisputeSubject.Refund => await db.Set<Refund>().AnyAsync(r => r.Id == id && r.LicenceId == licence, ct),
        DisputeSubject.Condition => await db.Set<FeeTrigger>().AnyAsync(t => t.Id == id && t.LicenceId == licence, ct),
        _ => false,
    };
}

/// <summary>To whom a dispute goes.</summary>
public sealed class DisputeRoute(AppDbContext db, MediationPowers powers, CaseBook book, Workdays workdays, TimeProvider time)
{
    public async Task<List<Failure>> AskAsync(Dispute dispute, CancellationToken ct)
    {
        if (await BureauOf.RegionAsync(db, dispute.RegionPath, ct) is not { } nearest || await powers.AboveAsync(dispute.RegionPath, itself: true, ct) is not { } competent) return [new("no_bureau", 409, DisputeTexts.NoBureau)];
        if (book.Take(DisputeMachine.Machine, dispute, DisputeCause.Ask, new(Facts: new { bureau = nearest.Id })) is { } no) return [no];
        dispute.AskedOn = Dates.Today(time);
        Lay(dispute, nearest.Id);
        return competent.Id == nearest.Id ? [] : await ForwardAsync(dispute, DisputeCause.ForwardSilent, DisputeTexts.WithoutPower.Fill(nearest.Name), ct);
    }

    /// <summary>To the next one above that has the power.</summary>
    public async Task<List<Failure>> ForwardAsync(Dispute dispute, DisputeCause cause, string? reason, CancellationToken ct)
    {
        var from = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == dispute.BureauId, ct);
        var above = await powers.AboveAsync(from.RegionPath, itself: false, ct);
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        if (above is null) blocking[DisputeMachine.NobodyAbove] = DisputeTexts.NobodyAbove;
        if (book.Take(DisputeMachine.Machine, dispute, cause, new(blocking, Reason: reason, Facts: new { from = from.Name, to = above?.Name })) is { } no) return [no with { Field = no.Field is null ? null : "bureauReason" }];
        Lay(dispute, above!.Id);
        return [];
    }

    private void Lay(Dispute dispute, Guid bureau)
    {
        (dispute.BureauId, dispute.AcceptUntil) = (bureau, workdays.After(Dates.Today(time), DisputeMachine.AcceptWorkdays));
        if (!dispute.BureauIds.Contains(bureau)) dispute.BureauIds = [.. dispute.BureauIds, bureau];
    }
}
