using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Delegations;

/// <summary>As filled in.</summary>
public sealed record NewDelegation(DelegationKind? Kind, string? To, IReadOnlyCollection<Act> Acts, decimal? CeilingYuan, DateOnly? Since, DateOnly? Until);

/// <summary>Offers, accepts, declines and revokes delegations (委托、处置授权).</summary>
public sealed class DelegationDesk(AppDbContext db, Actor actor, FileStore files, AuditLog audit, WorkDesk work, TimeProvider time)
{
    /// <summary>A general power of attorney before the patent office runs for years, not for ever; longer ones are renewed.</summary>
    private const int LongestYears = 5;

    /// <summary>What the policy table lets an agent do. By delegation nobody reaches into a region; such acts are for the programs of a bureau only.</summary>
    public static IReadOnlyList<Act> ActsOf(DelegationKind kind) => kind == DelegationKind.Disposal ? [Act.DisposePatents]
        : [.. AccessTable.Rules.Where(rule => rule is { Delegable: true, Reach: Reach.Organisation }).Select(rule => rule.Act).Distinct().Where(act => act != Act.DisposePatents)];

    public async Task<Outcome<Delegation>> OfferAsync(Organisation from, NewDelegation given, IFormFile? document, Guid once, CancellationToken ct)
    {
        if (await db.Set<Delegation>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == once && d.FromId == from.Id, ct) is { } earlier) return earlier;
        var today = Dates.Today(time);
        var failures = Check(given, document, today);
        var code = Uscc.Clean(given.To ?? "");
        var to = await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Uscc == code && o.State == OrganisationState.Active, ct);
        if (to is null) failures.Add(new("receiver_unknown", 400, DelegationTexts.ReceiverUnknown, "to"));
        else if (to.Id == from.Id) failures.Add(new("receiver_self", 400, DelegationTexts.ReceiverSelf, "to"));
        else if (given.Kind == DelegationKind.Agency && to.Kind != OrganisationKind.Agency) failures.Add(new("receiver_no_agency", 400, DelegationTexts.ReceiverNoAgency, "to"));
        else if (given.Kind == DelegationKind.Disposal && !await OrganisationLinks.IsAboveAsync(db, from.Id, to.Id, today, ct))
            failures.Add(new("receiver_outside_group", 400, DelegationTexts.ReceiverOutsideGroup, "to"));
        if (failures.Count > 0) return failures;

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var kept = await files.AddAsync(db, document!, $"delegation:{once}", FileKind.Papers, ct);
        if (!kept.Succeeded) return kept.Failures.Select(f => f with { Field = "document" }).ToList();
        var delegation = new Delegation
        {
            Id = once,
            Kind = given.Kind!.Value,
            FromId = from.Id,
            ToId = to!.Id,
            Acts = [.. given.Kind == DelegationKind.Disposal ? ActsOf(DelegationKind.Disposal) : given.Acts],
            CeilingYuan = given.CeilingYuan,
            Since = given.Since!.Value,
            Until = given.Until!.Value,
            DocumentFile = kept.Value.Id,
            State = DelegationState.Offered,
            OfferedBy = actor.Id,
            OfferedAt = time.GetUtcNow(),
        };
        db.Add(delegation);
        Record("delegation.offered", delegation);
        await db.SaveChangesAsync(ct);
        await work.AddAsync(db, new("delegation.answer", Key(delegation.Id), new Audience.Holders(to.Id, Role.Administrator), $"/organisations/{to.Uscc}/delegations",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["organisation"] = from.Name }, delegation.Since > today ? delegation.Since : today.AddDays(7)), ct);
        await transaction.CommitAsync(ct);
        return delegation;
    }

    public Task<Outcome<Delegation>> AnswerAsync(Organisation receiver, Guid id, bool accepted, CancellationToken ct) => ChangeAsync(id, d => d.ToId == receiver.Id, async delegation =>
    {
        if (delegation.State != DelegationState.Offered) return new("state_forbids", 409, AccessTexts.StateForbids);
        // The group may have come apart since it was offered.
        if (accepted && delegation.Kind == DelegationKind.Disposal && !await OrganisationLinks.IsAboveAsync(db, delegation.FromId, delegation.ToId, Dates.Today(time), ct))
            return new("receiver_outside_group", 409, DelegationTexts.ReceiverOutsideGroup);
        // Nobody grants to themselves: who offered for the one side does not accept for the other.
        if (accepted && delegation.OfferedBy == actor.Id) return new("self_grant", 409, DelegationTexts.SelfGrant);
        if (accepted && delegation.Until < Dates.Today(time)) return new("delegation_past", 409, DelegationTexts.Past);
        delegation.State = accepted ? DelegationState.Accepted : DelegationState.Declined;
        delegation.AnsweredBy = actor.Id;
        delegation.AnsweredAt = time.GetUtcNow();
        return null;
    }, accepted ? "delegation.accepted" : "delegation.declined", ct);

    /// <summary>By either side, at once.</summary>
    public Task<Outcome<Delegation>> RevokeAsync(Organisation side, Guid id, CancellationToken ct) => ChangeAsync(id, d => d.FromId == side.Id || d.ToId == side.Id, delegation =>
    {
        if (delegation.State is not (DelegationState.Offered or DelegationState.Accepted)) return Task.FromResult<Failure?>(new("state_forbids", 409, AccessTexts.StateForbids));
        delegation.State = DelegationState.Revoked;
        delegation.RevokedBy = actor.Id;
        delegation.RevokedAt = time.GetUtcNow();
        return Task.FromResult<Failure?>(null);
    }, "delegation.revoked", ct);

    private static List<Failure> Check(NewDelegation given, IFormFile? document, DateOnly today)
    {
        var failures = new List<Failure>();
        if (given.Kind is not { } kind || !Enum.IsDefined(kind)) failures.Add(new("kind_missing", 400, DelegationTexts.KindMissing, "kind"));
        else if (kind == DelegationKind.Agency && (given.Acts.Count == 0 || given.Acts.Except(ActsOf(kind)).Any())) failures.Add(new("acts_missing", 400, DelegationTexts.ActsMissing, "acts"));
        if (given.CeilingYuan is <= 0 or > 1_000_000_000_000m) failures.Add(new("ceiling_wrong", 400, DelegationTexts.CeilingWrong, "ceiling"));
        if (given.Since is null) failures.Add(new("since_missing", 400, OrganisationTexts.Required.Fill(DelegationTexts.Since), "since"));
        if (given.Until is not { } until) failures.Add(new("until_missing", 400, OrganisationTexts.Required.Fill(DelegationTexts.Until), "until"));
        else if (until < today || until < given.Since) failures.Add(new("until_past", 400, DelegationTexts.UntilPast, "until"));
        else if (given.Since is { } since && until > since.AddYears(LongestYears)) failures.Add(new("until_too_far", 400, DelegationTexts.UntilTooFar.Fill(LongestYears), "until"));
        if (document is null) failures.Add(new("document_missing", 400, DelegationTexts.DocumentMissing, "document"));
        return failures;
    }

    private async Task<Outcome<Delegation>> ChangeAsync(Guid id, Func<Delegation, bool> isTheirs, Func<Delegation, Task<Failure?>> change, string what, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select 1 from delegations where id = {id} for update", ct);
        var delegation = await db.Set<Delegation>().SingleOrDefaultAsync(d => d.Id == id, ct);
        if (delegation is null || !isTheirs(delegation)) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (await change(delegation) is { } refused) return refused;
        Record(what, delegation);
        await db.SaveChangesAsync(ct);
        await work.DoneAsync(db, Key(id), actor.Id, ct);
        if (delegation.State == DelegationState.Revoked) await DelegationReminders.SettleAsync(db, work, delegation, ct);
        await transaction.CommitAsync(ct);
        return delegation;
    }

    private void Record(string what, Delegation delegation) => audit.Record(db, what, $"delegation:{delegation.Id}", new
    {
        from = delegation.FromId,
        to = delegation.ToId,
        acts = delegation.Acts.Select(act => act.ToString()),
        delegation.CeilingYuan,
        delegation.Since,
        delegation.Until,
    });

    private static string Key(Guid id) => "delegation.answer:" + id;
}
