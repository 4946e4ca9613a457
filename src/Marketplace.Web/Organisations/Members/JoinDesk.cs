using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Registration;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Members;

/// <summary>
/// Requests to join: asked and withdrawn by the applicant, answered by an administrator. All under the lock of the organisation's members, so that
/// of two administrators at once the second is told what the first decided.
/// </summary>
public sealed class JoinDesk(AppDbContext db, AuditLog audit, WorkDesk work, JoinMail mail, MissingAdministrator administrators, TimeProvider time)
{
    public const int NoteMax = 300;

    /// <summary>People belong to one or two organisations; whoever knocks at more doors at once is trying codes.</summary>
    public const int OpenAtOnce = 5;

    /// <summary>Asking again the same day only presses; after a week something may have changed.</summary>
    private static readonly TimeSpan s_afterNo = TimeSpan.FromDays(7);

    public async Task<Outcome<Organisation>> AskAsync(Guid person, string? typed, string? note, CancellationToken ct)
    {
        var code = Uscc.Clean(typed ?? "");
        var organisation = await db.Set<Organisation>().AsNoTracking()
            .SingleOrDefaultAsync(o => o.Uscc == code && o.State == OrganisationState.Active && o.Kind != OrganisationKind.PlatformOperator, ct);
        if (organisation is null) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (note?.Trim().Length > NoteMax) return new Failure("note_too_long", 400, OrganisationTexts.TooLong.Fill(JoinTexts.Note, NoteMax), "note");

        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await MemberDesk.LockAsync(db, organisation.Id, ct);
        var now = time.GetUtcNow();
        if (await db.Set<Membership>().AnyAsync(m => m.OrganisationId == organisation.Id && m.PersonId == person && m.Until == null, ct))
            return new Failure("already_member", 409, JoinTexts.AlreadyMember.Fill(organisation.Name));
        var mine = await db.Set<JoinRequest>().Where(r => r.PersonId == person && (r.State == JoinState.Open || (r.OrganisationId == organisation.Id && r.State == JoinState.Declined))).ToListAsync(ct);
        if (mine.Find(r => r.OrganisationId == organisation.Id && r.State == JoinState.Open) is { } open)
        {
            if (open.Waits(now)) return organisation;   // A double click.
            await CloseAsync(open, JoinState.Lapsed, null, "membership.lapsed", ct);
        }
        if (mine.Where(r => r.State == JoinState.Declined).Max(r => r.AnsweredAt) is { } no && now < no + s_afterNo)
            return new Failure("join_declined", 409, JoinTexts.DeclinedRecently.Fill(organisation.Name, Dates.Minute(no + s_afterNo)));
        if (mine.Count(r => r.Waits(now)) >= OpenAtOnce) return new Failure("too_many_requests", 409, JoinTexts.TooMany.Fill(OpenAtOnce));

        var request = new JoinRequest
        {
            OrganisationId = organisation.Id,
            PersonId = person,
            Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim(),
            State = JoinState.Open,
            AskedAt = now,
        };
        db.Add(request);
        audit.Record(db, "membership.requested", Subject(request), new { organisation = organisation.Id });
        await db.SaveChangesAsync(ct);
        var name = await db.Set<Person>().Where(p => p.Id == person).Select(p => p.DisplayName).SingleAsync(ct);
        // A week: nobody who waits to begin should wait longer; the work list shows it as overdue then.
        await work.AddAsync(db, new("membership.requested", WorkKey(request.Id), new Audience.Holders(organisation.Id, Role.Administrator), $"/organisations/{code}/members/requests/{request.Id}",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["person"] = name, ["organisation"] = organisation.Name }, Dates.Today(time).AddDays(7), WaitingPersonId: person), ct);
        // Nobody there to answer: the bureau appoints somebody.
        await administrators.AskAsync(organisation, ct);
        await transaction.CommitAsync(ct);
        return organisation;
    }

    public async Task<Outcome<JoinRequest>> WithdrawAsync(Guid person, Guid id, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockedAsync(r => r.Id == id && r.PersonId == person, ct) is not { } request) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (request.State == JoinState.Withdrawn) return request;   // A double click.
        if (request.State != JoinState.Open) return await AnsweredAsync(request, ct);
        await CloseAsync(request, JoinState.Withdrawn, null, "membership.withdrawn", ct);
        await transaction.CommitAsync(ct);
        return request;
    }

    public Task<Outcome<JoinRequest>> AcceptAsync(Organisation organisation, Guid id, IReadOnlyCollection<Role> roles, Guid by, CancellationToken ct) => AnswerAsync(organisation, id, by, async request =>
    {
        var failures = InvitationDesk.Check(organisation, roles);
        if (failures.Count > 0) return failures;
        if (await MemberDesk.SeparateAsync(db, request.PersonId, roles, ct) is { } two) return [two];
        var has = await db.Set<Membership>().Where(m => m.PersonId == request.PersonId && m.OrganisationId == organisation.Id && m.Until == null).Select(m => m.Role).ToListAsync(ct);
        foreach (var role in roles.Except(has)) db.Add(new Membership { PersonId = request.PersonId, OrganisationId = organisation.Id, Role = role, Since = time.GetUtcNow() });
        await CloseAsync(request, JoinState.Accepted, by, "membership.accepted", ct, roles);
        return [];
    }, ct);

    public Task<Outcome<JoinRequest>> DeclineAsync(Organisation organisation, Guid id, string? reason, Guid by, CancellationToken ct) => AnswerAsync(organisation, id, by, async request =>
    {
        if (RegistrationRules.Reason(reason) is { } missing) return [missing];
        request.Reason = reason!.Trim();
        await CloseAsync(request, JoinState.Declined, by, "membership.declined", ct);
        return [];
    }, ct);

    /// <summary>Came in by an invitation meanwhile; in the transaction that made them a member.</summary>
    internal async Task SettleAsync(Guid organisationId, Guid person, CancellationToken ct)
    {
        if (await db.Set<JoinRequest>().SingleOrDefaultAsync(r => r.OrganisationId == organisationId && r.PersonId == person && r.State == JoinState.Open, ct) is { } open)
            await CloseAsync(open, JoinState.Accepted, null, "membership.accepted", ct);
    }

    /// <summary>Nobody can let them in any more: the organisation is merged or dissolved. In the transaction of that.</summary>
    internal async Task LapseAsync(Guid organisationId, CancellationToken ct)
    {
        foreach (var open in await db.Set<JoinRequest>().Where(r => r.OrganisationId == organisationId && r.State == JoinState.Open).OrderBy(r => r.Id).ToListAsync(ct))
            await LapseAsync(open, ct);
    }

    /// <summary>Each night: what nobody answered in time.</summary>
    public async Task<int> LapseOverdueAsync(CancellationToken ct)
    {
        var before = time.GetUtcNow() - JoinRequest.Life;
        var ids = await db.Set<JoinRequest>().AsNoTracking().Where(r => r.State == JoinState.Open && r.AskedAt <= before).OrderBy(r => r.Id).Take(1000).Select(r => r.Id).ToListAsync(ct);
        foreach (var id in ids)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (await LockedAsync(r => r.Id == id, ct) is { State: JoinState.Open } request) await LapseAsync(request, ct);
            await transaction.CommitAsync(ct);
        }
        return ids.Count;
    }

    internal static string WorkKey(Guid id) => "membership.requested:" + id;

    private static string Subject(JoinRequest request) => "join-request:" + request.Id;

    private async Task<Outcome<JoinRequest>> AnswerAsync(Organisation organisation, Guid id, Guid by, Func<JoinRequest, Task<List<Failure>>> answer, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockedAsync(r => r.Id == id && r.OrganisationId == organisation.Id, ct) is not { } request) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (!request.Waits(time.GetUtcNow())) return await AnsweredAsync(request, ct);
        var failures = await answer(request);
        if (failures.Count > 0) return failures;
        await mail.TellAsync(db, request, ct);
        await transaction.CommitAsync(ct);
        return request;
    }

    private async Task<JoinRequest?> LockedAsync(System.Linq.Expressions.Expression<Func<JoinRequest, bool>> which, CancellationToken ct)
    {
        if (await db.Set<JoinRequest>().AsNoTracking().Where(which).Select(r => (Guid?)r.OrganisationId).SingleOrDefaultAsync(ct) is not { } organisation) return null;
        await MemberDesk.LockAsync(db, organisation, ct);
        return await db.Set<JoinRequest>().SingleOrDefaultAsync(which, ct);
    }

    private async Task LapseAsync(JoinRequest request, CancellationToken ct)
    {
        await CloseAsync(request, JoinState.Lapsed, null, "membership.lapsed", ct);
        await mail.TellAsync(db, request, ct);
    }

    private async Task CloseAsync(JoinRequest request, JoinState state, Guid? by, string what, CancellationToken ct, IReadOnlyCollection<Role>? roles = null)
    {
        request.State = state;
        request.AnsweredAt = time.GetUtcNow();
        request.AnsweredBy = by;
        audit.Record(db, what, Subject(request), new { organisation = request.OrganisationId, person = request.PersonId, roles = roles?.Select(r => r.ToString()) });
        await db.SaveChangesAsync(ct);
        await work.DoneAsync(db, WorkKey(request.Id), by, ct);
    }

    private async Task<Failure> AnsweredAsync(JoinRequest request, CancellationToken ct)
    {
        var state = request.State == JoinState.Open ? JoinState.Lapsed : request.State;
        var by = await db.Set<Person>().Where(p => p.Id == request.AnsweredBy).Select(p => p.DisplayName).SingleOrDefaultAsync(ct);
        return new("join_answered", 409, by is null ? JoinTexts.Settled.Fill(state.Name()) : JoinTexts.SettledBy.Fill(by, state.Name()));
    }
}

public static class JoinStates
{
    public static string Name(this JoinState state) => JoinTexts.ResourceManager.GetString("State" + state, JoinTexts.Culture)!;

    /// <summary>How a state looks beside its word.</summary>
    public static string Look(this JoinState state) => state switch { JoinState.Open => "soon", JoinState.Accepted => "ok", JoinState.Declined => "overdue", _ => "stopped" };
}
