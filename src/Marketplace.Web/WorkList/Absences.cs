using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.WorkList;

/// <param name="Mine">Whether the reader is the one who is away; else the one who stands in.</param>
/// <param name="Missing">Roles of the absent person the colleague lacks: those items do not come along.</param>
public sealed record AbsenceRow(WorkAbsence Absence, bool Mine, string Other, string Organisation, IReadOnlyList<Role> Missing);

/// <summary>Standing in for each other (外出委托). It moves items, never rights: the colleague must have the role already.</summary>
public sealed class Absences(AppDbContext db, Colleagues colleagues, Actor actor, AuditLog audit, TimeProvider time)
{
    /// <summary>Longer than any leave; whoever stays away longer hands over instead.</summary>
    private const int LongestDays = 366;

    private IReadOnlyList<Grant> Held => [.. actor.All.Where(g => g.DelegatedActs is null)];

    /// <summary>Those who share a role with the one who goes away: nobody else could take an item over.</summary>
    public async Task<IReadOnlyList<Colleague>> CandidatesAsync(CancellationToken ct) =>
        [.. (await ColleaguesAsync(ct)).Where(c => Held.Any(g => g.OrganisationId == c.OrganisationId && c.Roles.Contains(g.Role)))];

    private Task<IReadOnlyList<Colleague>> ColleaguesAsync(CancellationToken ct) => colleagues.OfAsync(actor.Id, [.. Held.Select(g => g.OrganisationId).Distinct()], ct);

    public async Task<Outcome<WorkAbsence>> BeginAsync(DateOnly? from, DateOnly? until, Guid? organisation, Guid? colleague, CancellationToken ct)
    {
        var today = Dates.Today(time);
        var failures = new List<Failure>();
        if (from is null || from < today) failures.Add(new("from_wrong", 400, WorkTexts.AwayFromWrong, "from"));
        if (until is null || until < from || until > today.AddDays(LongestDays)) failures.Add(new("until_wrong", 400, WorkTexts.AwayUntilWrong, "until"));
        var mine = Held.Where(g => g.OrganisationId == organisation).Select(g => g.Role).ToList();
        var chosen = (await ColleaguesAsync(ct)).FirstOrDefault(c => c.OrganisationId == organisation && c.PersonId == colleague);
        if (chosen is null) failures.Add(new("colleague_missing", 400, WorkTexts.AwayColleagueMissing, "colleague"));
        else if (!mine.Exists(chosen.Roles.Contains))
        {
            var names = string.Join(WorkTexts.ListComma, mine.Select(role => role.Name()));
            failures.Add(new("colleague_lacks_role", 409, string.Format(CultureInfo.CurrentCulture, WorkTexts.AwayLacksRole, chosen.Name, names), "colleague"));
        }
        if (failures.Count > 0) return failures;
        var me = actor.Id;
        if (await db.Set<WorkAbsence>().AnyAsync(a => a.PersonId == me && a.OrganisationId == organisation && a.EndedAt == null && a.FromDay <= until && a.UntilDay >= from, ct))
            return new Failure("away_overlaps", 409, WorkTexts.AwayOverlaps, "from");
        var absence = new WorkAbsence { PersonId = me, OrganisationId = organisation!.Value, ColleagueId = colleague!.Value, FromDay = from!.Value, UntilDay = until!.Value };
        db.Add(absence);
        audit.Record(db, "work.away", $"person:{me}", new { colleague, organisation, from, until });
        await db.SaveChangesAsync(ct);
        return absence;
    }

    /// <summary>Back early, or the colleague would rather not.</summary>
    public async Task<Outcome<WorkAbsence>> EndAsync(Guid id, CancellationToken ct)
    {
        var me = actor.Id;
        if (await db.Set<WorkAbsence>().SingleOrDefaultAsync(a => a.Id == id && a.EndedAt == null && (a.PersonId == me || a.ColleagueId == me), ct) is not { } absence)
            return Failures.OfStatus(404);
        absence.EndedAt = time.GetUtcNow();
        audit.Record(db, "work.away-ended", $"person:{absence.PersonId}", new { absence.Id });
        await db.SaveChangesAsync(ct);
        return absence;
    }

    /// <summary>What runs or is to come, for the one who is away and the one who stands in.</summary>
    public async Task<IReadOnlyList<AbsenceRow>> CurrentAsync(CancellationToken ct)
    {
        var me = actor.Id;
        var today = Dates.Today(time);
        var rows = await (from a in db.Set<WorkAbsence>().AsNoTracking()
                          join p in db.Set<Person>() on a.PersonId == me ? a.ColleagueId : a.PersonId equals p.Id
                          join o in db.Set<Organisations.Organisation>() on a.OrganisationId equals o.Id
                          where a.EndedAt == null && a.UntilDay >= today && (a.PersonId == me || a.ColleagueId == me)
                          orderby a.FromDay, a.Id
                          select new { Absence = a, Other = p.DisplayName, Organisation = o.Name }).ToListAsync(ct);
        var result = new List<AbsenceRow>();
        foreach (var row in rows) result.Add(new(row.Absence, row.Absence.PersonId == me, row.Other, row.Organisation, await MissingAsync(row.Absence, ct)));
        return result;
    }

    /// <summary>For whom the reader stands in today: person, name, and the roles that person has there.</summary>
    public async Task<IReadOnlyList<(WorkAbsence Absence, string Name, IReadOnlyList<Role> Roles)>> StandingInAsync(CancellationToken ct)
    {
        var me = actor.Id;
        var today = Dates.Today(time);
        var rows = await (from a in db.Set<WorkAbsence>().AsNoTracking()
                          join p in db.Set<Person>() on a.PersonId equals p.Id
                          where a.ColleagueId == me && a.EndedAt == null && a.FromDay <= today && a.UntilDay >= today
                          orderby a.Id
                          select new { Absence = a, p.DisplayName }).ToListAsync(ct);
        var result = new List<(WorkAbsence, string, IReadOnlyList<Role>)>();
        foreach (var row in rows) result.Add((row.Absence, row.DisplayName, await RolesAsync(row.Absence.PersonId, row.Absence.OrganisationId, ct)));
        return result;
    }

    private async Task<IReadOnlyList<Role>> MissingAsync(WorkAbsence absence, CancellationToken ct) =>
        [.. (await RolesAsync(absence.PersonId, absence.OrganisationId, ct)).Except(await RolesAsync(absence.ColleagueId, absence.OrganisationId, ct))];

    private async Task<IReadOnlyList<Role>> RolesAsync(Guid person, Guid organisation, CancellationToken ct) =>
        await db.Set<Membership>().Where(m => m.PersonId == person && m.OrganisationId == organisation && m.Until == null).Select(m => m.Role).ToListAsync(ct);
}
