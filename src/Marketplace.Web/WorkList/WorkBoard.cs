using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.WorkList;

/// <summary>What is on one person's list. The one place that says so: header, pages, summary and every check of an item ask it.</summary>
public sealed class WorkBoard(AppDbContext db, WorkKinds kinds, TimeProvider time)
{
    private DateOnly Today => Dates.Today(time);

    /// <summary>Everything open that is this person's to do, also what they put off.</summary>
    /// <param name="me">Whose list.</param>
    /// <param name="grants">All their rights, in every organisation.</param>
    public IQueryable<WorkItem> Open(Guid me, IReadOnlyList<Grant> grants)
    {
        var held = grants.Where(g => g.DelegatedActs is null).ToList();
        var organisations = held.Select(g => g.OrganisationId).ToArray();
        var roles = held.Select(g => g.Role.ToString()).ToArray();
        var delegated = grants.Where(g => g.DelegatedActs is not null).SelectMany(g => kinds.Taking(g.DelegatedActs!).Select(kind => (g.OrganisationId, Kind: kind))).ToList();
        var clients = delegated.Select(d => d.OrganisationId).ToArray();
        var clientKinds = delegated.Select(d => d.Kind).ToArray();
        // Each part goes through an index of open items; one condition with "or" would read them all.
        // 1 mine alone; 2 handed to me; 3 my role's, unless handed to somebody who still has the role; 4 a client's that delegated the act;
        // 5 a colleague's who is away, where I have the role myself.
        return db.Set<WorkItem>().FromSql($"""
            select w.* from work_items w where w.id in (
              select p.id from work_items p where p.person_id = {me} and p.assigned_to is null and p.done_at is null
              union all
              select a.id from work_items a where a.assigned_to = {me} and a.done_at is null
                and (a.organisation_id, a.role) in (select * from unnest({organisations}, {roles}))
              union all
              select r.id from unnest({organisations}, {roles}) as g (organisation, role)
                join work_items r on r.organisation_id = g.organisation and r.role = g.role
                where r.done_at is null and r.person_id is null and (r.assigned_to is null or not exists (
                  select from memberships m where m.person_id = r.assigned_to and m.organisation_id = r.organisation_id and m.role = r.role and m.until is null))
              union all
              select d.id from unnest({clients}, {clientKinds}) as g (organisation, kind)
                join work_items d on d.organisation_id = g.organisation and d.kind = g.kind
                where d.done_at is null and d.person_id is null and d.assigned_to is null
              union all
              select s.id from work_absences x
                join work_items s on s.organisation_id = x.organisation_id and (s.assigned_to = x.person_id or (s.person_id = x.person_id and s.assigned_to is null))
                where x.colleague_id = {me} and x.ended_at is null and {Today} between x.from_day and x.until_day and s.done_at is null
                  and (s.organisation_id, s.role) in (select * from unnest({organisations}, {roles})))
            """);
    }

    /// <summary>The list as it is shown and counted: without what the person put off.</summary>
    public IQueryable<WorkItem> Shown(Guid me, IReadOnlyList<Grant> grants)
    {
        var today = Today;
        return Open(me, grants).Where(w => !db.Set<WorkPutOff>().Any(p => p.PersonId == me && p.WorkItemId == w.Id && (p.Until == null || p.Until > today)));
    }

    public IQueryable<WorkItem> PutOff(Guid me, IReadOnlyList<Grant> grants)
    {
        var today = Today;
        return Open(me, grants).Where(w => db.Set<WorkPutOff>().Any(p => p.PersonId == me && p.WorkItemId == w.Id && (p.Until == null || p.Until > today)));
    }

    public Task<int> CountAsync(Guid me, IReadOnlyList<Grant> grants, CancellationToken ct) => Shown(me, grants).CountAsync(ct);

    public Task<WorkItem?> FindAsync(Guid me, IReadOnlyList<Grant> grants, Guid id, CancellationToken ct) =>
        Open(me, grants).Where(w => w.Id == id).SingleOrDefaultAsync(ct);

    /// <summary>What others do for this person or one of their organisations.</summary>
    public IQueryable<WorkItem> Waiting(Guid me, IReadOnlyList<Grant> grants)
    {
        var mine = grants.Where(g => g.DelegatedActs is null).Select(g => g.OrganisationId).Distinct().ToArray();
        return db.Set<WorkItem>().Where(w => w.DoneAt == null && (w.WaitingPersonId == me || (w.WaitingOrganisationId != null && mine.Contains(w.WaitingOrganisationId.Value))));
    }

    /// <summary>The open item with this key, if this reader waits for it: their page about the thing then lets them urge.</summary>
    public async Task<WorkItem?> WaitedForAsync(Actor reader, string key, CancellationToken ct) =>
        reader.IsSignedIn ? await Waiting(reader.Id, reader.All).AsNoTracking().SingleOrDefaultAsync(w => w.Key == key, ct) : null;
}
