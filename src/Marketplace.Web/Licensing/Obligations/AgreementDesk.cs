using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Obligations;

/// <summary>What one side proposes and the other accepts: to end the licence, or to settle a disputed fee. And the breach, which the patentee alone declares.</summary>
public sealed class AgreementDesk(AppDbContext db, LicenceReach reach, ObligationBook obligations, ObligationSteps steps, ObligationNotices notices, LicenceNotices licenceNotices, CaseBook book, Actor actor, TimeProvider time)
{
    private static readonly Side[] s_parties = [Side.Taker, Side.Giver];

    /// <summary>协商解除: with the paper its proposer signed. Sent twice it is one; a second proposal waits for the answer to the first.</summary>
    public Task<Outcome<Licence>> ProposeEndAsync(Guid licenceId, Guid once, string? words, IFormFile? paper, CancellationToken ct) => OnLicenceAsync(licenceId, s_parties, async (licence, side) =>
    {
        if (await db.Set<LicenceAgreement>().AnyAsync(a => a.Id == once && a.LicenceId == licenceId, ct)) return [];
        if (licence.State is not { } state || !state.IsLive()) return [new("state_forbids", 409, CaseTexts.StateForbids)];
        if (await OpenAsync(licenceId, null, ct) is not null) return [new("proposal_there", 409, ObligationTexts.ProposalThere)];
        if (paper is null) return [new("paper_missing", 400, CaseTexts.PaperMissing.Fill(CaseWords.Paper(LicenceMachine.Agreement)), "endPaper")];
        var kept = await steps.KeepAsync(licence, paper, "endPaper", ct);
        if (!kept.Succeeded) return [.. kept.Failures];
        if (Propose(new() { Id = once, LicenceId = licenceId, By = side, Words = words?.Trim() ?? "", PaperId = kept.Value.Id, PersonId = actor.PersonId, At = time.GetUtcNow() }) is { } no) return [no with { Field = "endReason" }];
        await notices.AnswerAsync(licence, once, Other(side), $"/licences/{licenceId}/ending", ct);
        await notices.TellAsync(licence, Other(side), ConductNotice.EndProposed, ct);
        return [];
    }, ct);

    /// <summary>With the paper both signed, and the licence's number typed: it ends today.</summary>
    public Task<Outcome<Licence>> AcceptEndAsync(Guid licenceId, string? typed, IFormFile? agreement, CancellationToken ct) => OnLicenceAsync(licenceId, s_parties, async (licence, side) =>
    {
        if (await OpenAsync(licenceId, null, ct) is not { } open) return [new("state_forbids", 409, CaseTexts.StateForbids)];
        if (!string.Equals(typed?.Trim(), licence.CertificateNo, StringComparison.OrdinalIgnoreCase)) return [new("confirm_wrong", 400, LicenceTexts.ConfirmWrong.Fill(licence.CertificateNo), "typed")];
        var kept = await steps.KeepAsync(licence, agreement, "agreement", ct);
        if (!kept.Succeeded) return [.. kept.Failures];
        if (Answer(open, AgreementCause.Accept, side, null) is { } no) return [no];
        open.SignedId = kept.Value.Id;
        var shown = new StepShown(Reason: open.Words, Facts: new { agreement = open.Id });
        if (kept.Value.Id is { } file) shown = shown.With(LicenceMachine.Agreement, file);
        if (book.Take(LicenceMachine.Machine, licence, LicenceCause.Agree, shown) is { } refused) return [refused with { Field = refused.Code == "paper_missing" ? "agreement" : refused.Field }];
        await db.SaveChangesAsync(ct);
        await obligations.EndAsync(licence, LicenceCause.Agree, Dates.Today(time), ct);
        await notices.AnswerAsync(licence, open.Id, null, "", ct);
        await licenceNotices.EndedAsync(licence, ct);
        return [];
    }, ct);

    public Task<Outcome<Licence>> DeclineEndAsync(Guid licenceId, string? reason, CancellationToken ct) => OnLicenceAsync(licenceId, s_parties, async (licence, side) =>
    {
        if (await OpenAsync(licenceId, null, ct) is not { } open) return [new("state_forbids", 409, CaseTexts.StateForbids)];
        if (Answer(open, AgreementCause.Decline, side, reason) is { } no) return [no with { Field = no.Field is null ? null : "declineReason" }];
        await notices.AnswerAsync(licence, open.Id, null, "", ct);
        await notices.TellAsync(licence, open.By, ConductNotice.EndDeclined, ct);
        return [];
    }, ct);

    public Task<Outcome<Licence>> TakeBackEndAsync(Guid licenceId, CancellationToken ct) => OnLicenceAsync(licenceId, s_parties, async (licence, side) =>
    {
        if (await OpenAsync(licenceId, null, ct) is not { } open) return [new("state_forbids", 409, CaseTexts.StateForbids)];
        if (Answer(open, AgreementCause.TakeBack, side, null) is { } no) return [no];
        await notices.AnswerAsync(licence, open.Id, null, "", ct);
        return [];
    }, ct);

    /// <summary>违约: offered to the patentee when a fee is overdue beyond the grace; the platform never does it by itself (domain §2.5 C).</summary>
    public Task<Outcome<Licence>> BreachAsync(Guid licenceId, CancellationToken ct) => OnLicenceAsync(licenceId, [Side.Giver], async (licence, _) =>
    {
        var today = Dates.Today(time);
        var late = (await db.Set<FeeObligation>().AsNoTracking().Where(o => o.LicenceId == licenceId && o.State == ObligationState.Overdue).ToListAsync(ct)).Where(one => ObligationBook.IsBeyondGrace(one, today)).ToList();
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        if (late.Count == 0) blocking[LicenceMachine.WithinGrace] = ObligationTexts.WithinGrace.Fill(ObligationBook.GraceDays);
        if (book.Take(LicenceMachine.Machine, licence, LicenceCause.FallBehind, new(blocking, Facts: new { overdue = late.Select(one => new { one.Ordinal, one.Amount, one.DueOn }) })) is { } no) return [no];
        await db.SaveChangesAsync(ct);
        await notices.BreachAsync(licence, false, ct);
        await notices.TellAsync(licence, Side.Taker, ConductNotice.Breach, ct);
        return [];
    }, ct);

    /// <summary>What a disputed fee is to be: proposed by one side, and it binds nobody before the other accepts.</summary>
    public Task<Outcome<FeeObligation>> OfferAsync(Guid licenceId, int ordinal, Guid once, decimal? amount, string? words, CancellationToken ct) => steps.TakeAsync(licenceId, ordinal, s_parties, ObligationNotice.Offered, async (licence, one, side) =>
    {
        if (await db.Set<LicenceAgreement>().AnyAsync(a => a.Id == once && a.ObligationId == one.Id, ct)) return [];
        if (ObligationSteps.AmountWrong(amount, "offerAmount") is { } wrong) return [wrong];
        var blocking = await steps.BlockingAsync(one, ct);
        if (one.State != ObligationState.Disputed || blocking.ContainsKey(ObligationMachine.IsContested)) return [new("state_forbids", 409, blocking.GetValueOrDefault(ObligationMachine.IsContested) ?? CaseTexts.StateForbids)];
        if (await OpenAsync(licenceId, one.Id, ct) is not null) return [new("proposal_there", 409, ObligationTexts.ProposalThere)];
        if (Propose(new() { Id = once, LicenceId = licenceId, ObligationId = one.Id, By = side, Amount = amount, Words = words?.Trim() ?? "", PersonId = actor.PersonId, At = time.GetUtcNow() }) is { } no) return [no with { Field = "offerReason" }];
        await notices.AnswerAsync(licence, once, Other(side), $"/licences/{licenceId}/fees/{ordinal}", ct);
        await notices.TellAsync(licence, one, Other(side), ObligationNotice.Offered, ct, once);
        return [];
    }, ct);

    public Task<Outcome<FeeObligation>> AnswerOfferAsync(Guid licenceId, int ordinal, AgreementCause answer, string? reason, CancellationToken ct) => steps.TakeAsync(licenceId, ordinal, s_parties, ObligationNotice.Settled, async (licence, one, side) =>
    {
        if (answer is not (AgreementCause.Accept or AgreementCause.Decline or AgreementCause.TakeBack)) return [Failures.OfStatus(404)];
        if (await OpenAsync(licenceId, one.Id, ct) is not { } open) return [new("state_forbids", 409, CaseTexts.StateForbids)];
        if (Answer(open, answer, side, reason) is { } no) return [no with { Field = no.Field is null ? null : "declineReason" }];
        await notices.AnswerAsync(licence, open.Id, null, "", ct);
        if (answer == AgreementCause.Decline) await notices.TellAsync(licence, one, open.By, ObligationNotice.OfferDeclined, ct, open.Id);
        if (answer != AgreementCause.Accept) return [];
        if (book.Take(ObligationMachine.Machine, one, ObligationCause.Settle, new(await steps.BlockingAsync(one, ct), Reason: open.Words, Facts: new { was = one.Amount, open.Amount, agreement = open.Id })) is { } refused) return [refused];
        one.Amount = open.Amount;
        return [];
    }, ct);

    private Task<LicenceAgreement?> OpenAsync(Guid licence, Guid? obligation, CancellationToken ct) =>
        db.Set<LicenceAgreement>().SingleOrDefaultAsync(a => a.LicenceId == licence && a.ObligationId == obligation && a.State == AgreementState.Open, ct);

    private Failure? Propose(LicenceAgreement proposal)
    {
        if (book.Take(AgreementMachine.Machine, proposal, AgreementCause.Propose, new(Reason: proposal.Words, Facts: new { proposal.By, proposal.Amount, proposal.ObligationId })) is { } no) return no;
        db.Add(proposal);
        return null;
    }

    private Failure? Answer(LicenceAgreement open, AgreementCause cause, Side side, string? reason)
    {
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal) { [open.By == side ? AgreementMachine.IsOwn : AgreementMachine.IsOthers] = open.By == side ? ObligationTexts.WaitForAnswer : ObligationTexts.NotYourProposal };
        return book.Take(AgreementMachine.Machine, open, cause, new(blocking, Reason: reason));
    }

    private static Side Other(Side side) => side == Side.Taker ? Side.Giver : Side.Taker;

    private async Task<Outcome<Licence>> OnLicenceAsync(Guid id, Side[] sides, Func<Licence, Side, Task<List<Failure>>> act, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var (licence, side, refused) = await reach.LockAsync(id, ct, sides);
        if (licence is null) return refused!;
        if (await act(licence, side) is { Count: > 0 } failures) return db.Dropped(failures);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return licence;
    }
}
