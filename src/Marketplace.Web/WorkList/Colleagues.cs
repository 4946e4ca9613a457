using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.WorkList;

public sealed record Colleague(Guid PersonId, string Name, Guid OrganisationId, IReadOnlyList<Role> Roles);

/// <summary>Who belongs together: for handing over, standing in and telling those who are to do something.</summary>
public sealed class Colleagues(AppDbContext db, TimeProvider time)
{
    /// <summary>Everybody with a role in one of these organisations, without the one who asks.</summary>
    public async Task<IReadOnlyList<Colleague>> OfAsync(Guid me, IReadOnlyCollection<Guid> organisations, CancellationToken ct)
    {
        var rows = await (from m in db.Set<Membership>().AsNoTracking()
                          join p in db.Set<Person>() on m.PersonId equals p.Id
                          where organisations.Contains(m.OrganisationId) && m.Until == null && p.Id != me && p.DisabledAt == null && p.ErasedAt == null
                          orderby p.DisplayName, p.Id, m.Role
                          select new { p.Id, p.DisplayName, m.OrganisationId, m.Role }).ToListAsync(ct);
        return [.. rows.GroupBy(r => (r.Id, r.DisplayName, r.OrganisationId)).Select(g => new Colleague(g.Key.Id, g.Key.DisplayName, g.Key.OrganisationId, [.. g.Select(r => r.Role)]))];
    }

    /// <summary>Those who are to do an item now, with whoever stands in for them.</summary>
    public async Task<IReadOnlyList<Person>> AudienceAsync(WorkItem item, CancellationToken ct)
    {
        var ids = (item.AssignedTo ?? item.PersonId) is { } one ? [one]
            : await db.Set<Membership>().Where(m => m.OrganisationId == item.OrganisationId && m.Role == item.Role && m.Until == null).Select(m => m.PersonId).ToListAsync(ct);
        var today = Dates.Today(time);
        var standIns = await db.Set<WorkAbsence>()
            .Where(a => ids.Contains(a.PersonId) && a.OrganisationId == item.OrganisationId && a.EndedAt == null && a.FromDay <= today && a.UntilDay >= today
                && db.Set<Membership>().Any(m => m.PersonId == a.ColleagueId && m.OrganisationId == a.OrganisationId && m.Role == item.Role && m.Until == null))
            .Select(a => a.ColleagueId).ToListAsync(ct);
        var everybody = ids.Union(standIns).ToList();
        return await db.Set<Person>().Where(p => everybody.Contains(p.Id)).OrderBy(p => p.Id).ToListAsync(ct);
    }
}
