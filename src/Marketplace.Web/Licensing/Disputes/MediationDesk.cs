using System.Security.Cryptography;
using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Disputes;

/// <summary>What the bureau that has a dispute does with it.</summary>
public sealed class MediationDesk(AppDbContext db, DisputeSteps steps, DisputeRoute route, MediationPowers powers, Workdays workdays, TimeProvider time)
{
    private static readonly Side[] s_bureau = [Side.Bureau];

    public Task<Outcome<Dispute>> ForwardAsync(Guid id, string? reason, CancellationToken ct) => steps.TakeAsync(id, s_bureau, DisputeNotice.Forwarded, (dispute, _) => route.ForwardAsync(dispute, DisputeCause.Forward, reason, ct), ct);

    public Task<Outcome<Dispute>> DeclineAsync(Guid id, string? reason, CancellationToken ct) => steps.TakeAsync(id, s_bureau, DisputeNotice.Declined, (dispute, _) =>
        Task.FromResult(steps.Take(dispute, DisputeCause.Decline, new(Reason: reason), DisputeSteps.Nothing, "bureauReason")), ct);

    /// <summary>受理: with a mediator who declares to have nothing to do with either side.</summary>
    public Task<Outcome<Dispute>> AcceptAsync(Guid id, Guid? mediator, string? declared, CancellationToken ct) => steps.TakeAsync(id, s_bureau, DisputeNotice.Accepted, async (dispute, _) =>
    {
        var failures = new List<Failure>();
        if (mediator is not { } person || await MediatorsAsync(dispute, ct) is var able && able.All(one => one.Id != person)) failures.Add(new("mediator_wrong", 400, DisputeTexts.MediatorMissing, "mediator"));
        if (declared?.Trim() is not { Length: > 0 and <= CaseBook.ReasonMax }) failures.Add(new("declared_missing", 400, DisputeTexts.DeclaredMissing, "declared"));
        if (failures.Count > 0) return failures;
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!await powers.HasAsync(await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == dispute.BureauId, ct), ct)) blocking[DisputeMachine.NoPower] = DisputeTexts.NoPower;
        if (await db.Set<Membership>().AnyAsync(m => m.PersonId == mediator && m.Until == null && (m.OrganisationId == dispute.TakerId || m.OrganisationId == dispute.GiverId), ct)) blocking[DisputeMachine.Conflict] = DisputeTexts.Conflict;
        if (steps.Take(dispute, DisputeCause.Accept, new(Facts: new { mediator, declared }), blocking, "") is { Count: > 0 } no) return no;
        (dispute.MediatorId, dispute.Declared, dispute.EndsOn) = (mediator, declared!.Trim(), workdays.NextFrom(Dates.Today(time).AddDays(DisputeMachine.MediateDays)));
        dispute.MediatorName = await db.Set<Person>().Where(p => p.Id == mediator).Select(p => p.DisplayName).SingleAsync(ct);
        return [];
    }, ct);

    public Task<Outcome<Dispute>> AddSessionAsync(Guid id, Guid once, DateOnly? on, string? place, string? minutes, IFormFile? file, CancellationToken ct) => steps.TakeAsync(id, s_bureau, DisputeNotice.Session, async (dispute, _) =>
    {
        if (await db.Set<DisputeSession>().AnyAsync(s => s.Id == once && s.DisputeId == id, ct)) return [];
        var failures = new List<Failure>();
        if (on is not { } day || day > Dates.Today(time) || day < dispute.AskedOn) failures.Add(new("session_on_wrong", 400, DisputeTexts.SessionOnWrong, "sessionOn"));
        if (place?.Trim() is not { Length: > 0 and <= DisputeTable.PlaceMax }) failures.Add(new("place_wrong", 400, DisputeTexts.PlaceMissing, "place"));
        if (minutes?.Trim() is not { Length: > 0 and <= 4 * DisputeTable.WordsMax }) failures.Add(new("minutes_wrong", 400, DisputeTexts.MinutesMissing.Fill(4 * DisputeTable.WordsMax), "minutes"));
        if (failures.Count > 0) return failures;
        var kept = await steps.KeepAsync(id, file, "sessionFile", ct);
        if (!kept.Succeeded) return [.. kept.Failures];
        if (steps.Take(dispute, DisputeCause.Session, new(Facts: new { on, place }), DisputeSteps.Nothing, "") is { Count: > 0 } no) return no;
        db.Add(new DisputeSession { Id = once, DisputeId = id, On = on!.Value, Place = place!.Trim(), Minutes = minutes!.Trim(), FileId = kept.Value.Id, At = time.GetUtcNow() });
        return [];
    }, ct);

    /// <summary>Once, by half.</summary>
    public Task<Outcome<Dispute>> ExtendAsync(Guid id, string? reason, CancellationToken ct) => steps.TakeAsync(id, s_bureau, DisputeNotice.Extended, (dispute, _) =>
    {
        var blocking = new Dictionary<string, string>(StringComparer.Ordinal);
        if (dispute.Extended) blocking[DisputeMachine.IsExtended] = DisputeTexts.ExtendedOnce;
        var failures = steps.Take(dispute, DisputeCause.Extend, new(Reason: reason), blocking, "extendReason");
        if (failures.Count == 0) (dispute.Extended, dispute.EndsOn) = (true, workdays.NextFrom(dispute.EndsOn!.Value.AddDays(DisputeMachine.ExtendDays)));
        return Task.FromResult(failures);
    }, ct);

    public Task<Outcome<Dispute>> ProposeAsync(Guid id, string? agreement, CancellationToken ct) => steps.TakeAsync(id, s_bureau, DisputeNotice.Proposed, (dispute, _) =>
    {
        if (agreement?.Trim() is not { Length: > 0 and <= 4 * DisputeTable.WordsMax }) return Task.FromResult<List<Failure>>([new("agreement_missing", 400, DisputeTexts.AgreementMissing.Fill(4 * DisputeTable.WordsMax), "agreement")]);
        var failures = steps.Take(dispute, DisputeCause.Propose, StepShown.Nothing, DisputeSteps.Nothing, "");
        if (failures.Count == 0) (dispute.Agreement, dispute.TakerConfirmed, dispute.GiverConfirmed) = (agreement.Trim(), null, null);
        return Task.FromResult(failures);
    }, ct);

    /// <summary>未达成: with the record of it.</summary>
    public Task<Outcome<Dispute>> FailAsync(Guid id, string? reason, IFormFile? record, CancellationToken ct) => RecordAsync(id, DisputeCause.Fail, DisputeNotice.Failed, reason, record, ct);

    /// <summary>The record both signed: the paper of whatever the bureau enters afterwards about licence, fee or payment.</summary>
    public Task<Outcome<Dispute>> KeepRecordAsync(Guid id, IFormFile? record, CancellationToken ct) => RecordAsync(id, DisputeCause.KeepRecord, DisputeNotice.Evidence, null, record, ct);

    /// <summary>People of the bureau who mediate.</summary>
    public Task<List<Person>> MediatorsAsync(Dispute dispute, CancellationToken ct) =>
        db.Set<Person>().AsNoTracking().Where(p => db.Set<Membership>().Any(m => m.PersonId == p.Id && m.OrganisationId == dispute.BureauId && m.Until == null && (m.Role == Role.BureauClerk || m.Role == Role.BureauReviewer))).OrderBy(p => p.DisplayName).ThenBy(p => p.Id).ToListAsync(ct);

    /// <summary>Of the very words that lie there.</summary>
    public static string Code(Dispute dispute) => dispute.Agreement is { } words ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(dispute.Number + words))) : "";

    private Task<Outcome<Dispute>> RecordAsync(Guid id, DisputeCause cause, DisputeNotice notice, string? reason, IFormFile? record, CancellationToken ct) => steps.TakeAsync(id, s_bureau, notice, async (dispute, _) =>
    {
        var kept = await steps.KeepAsync(id, record, "record", ct);
        if (!kept.Succeeded) return [.. kept.Failures];
        var shown = new StepShown(Reason: reason);
        if (kept.Value.Id is { } file) shown = shown.With(DisputeMachine.Mediation, file);
        if (steps.Take(dispute, cause, shown, DisputeSteps.Nothing, "failReason") is { Count: > 0 } no) return no;
        dispute.RecordId = kept.Value.Id;
        return [];
    }, ct);
}
