using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Members;

/// <summary>Somebody with all their roles in one organisation.</summary>
public sealed record Member(Guid Id, string Name, IReadOnlyList<Role> Roles, DateTimeOffset Since);

/// <summary>Changes roles and lets members leave. One organisation's members change one after the other, so that two last administrators cannot leave at once.</summary>
public sealed class MemberDesk(AppDbContext db, IEnumerable<IHandOver> handOvers, AuditLog audit, TimeProvider time)
{
    public async Task<IReadOnlyList<Member>> ListAsync(Guid organisationId, CancellationToken ct) =>
        [.. (await (from m in db.Set<Membership>()
                    join p in db.Set<Person>() on m.PersonId equals p.Id
                    where m.OrganisationId == organisationId && m.Until == null
                    select new { p.Id, p.DisplayName, m.Role, m.Since }).ToListAsync(ct))
            .GroupBy(x => x.Id).Select(g => new Member(g.Key, g.First().DisplayName, [.. g.Select(x => x.Role).Order()], g.Min(x => x.Since)))
            .OrderBy(m => m.Since).ThenBy(m => m.Id)];

    public async Task<int> OpenItemsAsync(Guid organisationId, Guid personId, CancellationToken ct)
    {
        var open = 0;
        foreach (var handOver in handOvers) open += await handOver.CountAsync(db, organisationId, personId, ct);
        return open;
    }

    public async Task<Outcome<Organisation>> ChangeRolesAsync(Organisation organisation, Guid personId, IReadOnlyCollection<Role> roles, CancellationToken ct)
    {
        var failures = InvitationDesk.Check(organisation, roles);
        if (failures.Count > 0) return failures;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await LockAsync(db, organisation.Id, ct);
        var has = await db.Set<Membership>().Where(m => m.OrganisationId == organisation.Id && m.PersonId == personId && m.Until == null).ToListAsync(ct);
        if (has.Count == 0) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (!roles.Contains(Role.Administrator) && await IsLastAdministratorAsync(organisation.Id, personId, ct)) return LastAdministrator("roles");
        if (await SeparateAsync(db, personId, [.. roles.Except(has.Select(m => m.Role))], ct) is { } two) return two;
        var now = time.GetUtcNow();
        foreach (var membership in has.Where(m => !roles.Contains(m.Role))) membership.Until = now;
        foreach (var role in roles.Except(has.Select(m => m.Role))) db.Add(new Membership { PersonId = personId, OrganisationId = organisation.Id, Role = role, Since = now });
        audit.Record(db, "member.roles-changed", $"person:{personId}",
            new { organisation = organisation.Id, before = has.Select(m => m.Role.ToString()).Order(StringComparer.Ordinal), after = roles.Select(r => r.ToString()).Order(StringComparer.Ordinal) });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return organisation;
    }

    /// <param name="organisation">Which they leave.</param>
    /// <param name="personId">Who leaves, by themselves or because an administrator says so.</param>
    /// <param name="heir">The colleague who takes over what is open; needed only when something is.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Outcome<Organisation>> RemoveAsync(Organisation organisation, Guid personId, Guid? heir, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await LockAsync(db, organisation.Id, ct);
        var has = await db.Set<Membership>().Where(m => m.OrganisationId == organisation.Id && m.PersonId == personId && m.Until == null).ToListAsync(ct);
        if (has.Count == 0) return Failures.OfStatus(StatusCodes.Status404NotFound);
        if (await IsLastAdministratorAsync(organisation.Id, personId, ct)) return LastAdministrator("heir");
        var open = await OpenItemsAsync(organisation.Id, personId, ct);
        if (open > 0)
        {
            if (heir is null) return new Failure("heir_missing", 400, MemberTexts.HeirMissing.Fill(open), "heir");
            if (heir == personId || !await db.Set<Membership>().AnyAsync(m => m.OrganisationId == organisation.Id && m.PersonId == heir && m.Until == null, ct))
                return new Failure("heir_no_colleague", 400, MemberTexts.HeirNoColleague, "heir");
            foreach (var handOver in handOvers) await handOver.MoveAsync(db, organisation.Id, personId, heir.Value, ct);
        }
        foreach (var membership in has) membership.Until = time.GetUtcNow();
        audit.Record(db, "member.left", $"person:{personId}", new { organisation = organisation.Id, heir = open > 0 ? heir : null, items = open });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return organisation;
    }

    internal static Task<int> LockAsync(AppDbContext db, Guid organisationId, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select 1 from organisations where id = {organisationId} for update", ct);

    /// <summary>系统、安全、审计: a person who is one of them cannot become another, in whatever organisation.</summary>
    internal static async Task<Failure?> SeparateAsync(AppDbContext db, Guid personId, IReadOnlyCollection<Role> added, CancellationToken ct)
    {
        var asked = added.Intersect(RolesOfKind.Separate).ToList();
        if (asked.Count == 0) return null;
        var held = await db.Set<Membership>().AnyAsync(m => m.PersonId == personId && m.Until == null && RolesOfKind.Separate.Contains(m.Role) && !asked.Contains(m.Role), ct);
        return held || asked.Count > 1 ? new("separate_administrators", 409, MemberTexts.SeparateAdministrators, "roles") : null;
    }

    private async Task<bool> IsLastAdministratorAsync(Guid organisationId, Guid personId, CancellationToken ct)
    {
        var administrators = await (from m in db.Set<Membership>()
                                    join p in db.Set<Person>() on m.PersonId equals p.Id
                                    where m.OrganisationId == organisationId && m.Role == Role.Administrator && m.Until == null && p.DisabledAt == null && p.ErasedAt == null
                                    select m.PersonId).ToListAsync(ct);
        return administrators.Contains(personId) && administrators.Count == 1;
    }

    private static Failure LastAdministrator(string field) => new("last_administrator", 409, MemberTexts.LastAdministrator, field);
}
