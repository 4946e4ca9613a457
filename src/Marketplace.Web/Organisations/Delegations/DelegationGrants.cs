using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Delegations;

/// <summary>What people may do for other organisations by a delegation in force at this moment.</summary>
internal sealed class DelegationGrants(AppDbContext db, TimeProvider time) : IGrantSource
{
    /// <summary>Of those who receive: the agents of an agency, the administrators of a subsidiary.</summary>
    public static Role RoleOf(DelegationKind kind) => kind == DelegationKind.Agency ? Role.Agent : Role.Administrator;

    public async Task<IReadOnlyList<Grant>> OfAsync(Guid personId, CancellationToken ct)
    {
        var today = Dates.Today(time);
        var rows = await (from d in db.Set<Delegation>().AsNoTracking()
                          join m in db.Set<Membership>() on d.ToId equals m.OrganisationId
                          join to in db.Set<Organisation>() on d.ToId equals to.Id
                          join client in db.Set<Organisation>() on d.FromId equals client.Id
                          where m.PersonId == personId && m.Until == null && to.State == OrganisationState.Active && client.State == OrganisationState.Active
                              && d.State == DelegationState.Accepted && d.Since <= today && today <= d.Until
                              && m.Role == (d.Kind == DelegationKind.Agency ? Role.Agent : Role.Administrator)
                          orderby client.Name, d.Id
                          select new { m.Role, client.Id, client.Name, client.Uscc, d }).ToListAsync(ct);
        var grants = new List<Grant>();
        foreach (var x in rows)
        {
            // By delegation nobody reaches into a region, not even for a bureau.
            if (await x.d.StandsAsync(db, today, ct)) grants.Add(new(x.Role, x.Id, x.Name, "", x.d.Acts.ToHashSet(), x.d.Id) { OrganisationCode = x.Uscc });
        }
        return grants;
    }
}

internal static class DelegationInGroup
{
    /// <summary>What a parent lends a subsidiary stands on a confirmed link between them, asked each time: the group may come apart before the paper ends.</summary>
    public static async Task<bool> StandsAsync(this Delegation delegation, AppDbContext db, DateOnly today, CancellationToken ct) =>
        delegation.Kind != DelegationKind.Disposal || await OrganisationLinks.IsAboveAsync(db, delegation.FromId, delegation.ToId, today, ct);
}

/// <summary>
/// The check at the act itself, inside its transaction: a delegation that ended or was revoked since the page was opened stops it, and one that is
/// being revoked waits until it is done.
/// </summary>
public sealed class DelegationCheck(Actor actor, TimeProvider time)
{
    /// <summary>Null: the actor is a member and needs no delegation, or has one that covers act and amount.</summary>
    public async Task<Failure?> RefuseAsync(AppDbContext db, Act act, Guid organisationId, decimal? yuan, CancellationToken ct)
    {
        var grants = actor.Grants.Where(g => g.OrganisationId == organisationId).ToList();
        if (grants.Exists(g => g.DelegatedActs is null)) return null;
        var ids = grants.Where(g => g.DelegatedActs!.Contains(act)).Select(g => g.DelegationId!.Value).ToArray();
        await db.Database.ExecuteSqlAsync($"select 1 from delegations where id = any({ids}) for share", ct);
        var today = Dates.Today(time);
        var inForce = new List<Delegation>();
        foreach (var delegation in await db.Set<Delegation>().AsNoTracking().Where(d => ids.Contains(d.Id)).ToListAsync(ct))
        {
            if (delegation.InForce(today) && await delegation.StandsAsync(db, today, ct)) inForce.Add(delegation);
        }
        if (inForce.Count == 0) return AccessCheck.RightEnded();
        if (yuan is not { } amount || inForce.Exists(d => d.CeilingYuan is null || amount <= d.CeilingYuan)) return null;
        return new("delegation_ceiling", 409, DelegationTexts.OverCeiling.Fill(Money.Exact(amount), Money.Exact(inForce.Max(d => d.CeilingYuan!.Value))));
    }
}
