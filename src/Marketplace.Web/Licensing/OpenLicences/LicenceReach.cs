using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>On which side of a licence somebody stands.</summary>
public sealed class LicenceReach(AppDbContext db, Actor actor, AccessCheck access, DelegationCheck delegation)
{
    /// <summary>Null: on none, and to them there is no such licence.</summary>
    public Side? Of(Licence licence) => access.May(Act.KeepLicences, new(licence.LicenseeId)) ? Side.Taker
        : licence.HolderId is { } holder && access.May(Act.KeepLicences, new(holder)) ? Side.Giver
        : access.May(Act.ReadLicences, new(RegionPath: licence.RegionPath)) ? Side.Bureau : null;

    public async Task<(Licence Licence, Side Side)?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<Licence>().AsNoTracking().SingleOrDefaultAsync(l => l.Id == id, ct) is { } licence && Of(licence) is { } side ? (licence, side) : null;

    /// <summary>Locks it for a step of one of these sides; the failure says why it cannot be.</summary>
    public async Task<(Licence? Licence, Side Side, Failure? Refused)> LockAsync(Guid id, CancellationToken ct, params Side[] sides)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from licences where id = {id} for update", ct);
        if (await db.Set<Licence>().SingleOrDefaultAsync(l => l.Id == id, ct) is not { } licence || Of(licence) is not { } side || !sides.Contains(side)) return (null, default, Failures.OfStatus(404));
        var own = side == Side.Taker ? licence.LicenseeId : licence.HolderId;
        if (side != Side.Bureau && own is { } lender && await delegation.RefuseAsync(db, Act.KeepLicences, lender, null, ct) is { } ended) return (null, default, ended);
        return (licence, side, null);
    }

    /// <summary>Licences the reader sees: taken, given, or of the region.</summary>
    public IQueryable<Licence> Seen()
    {
        var own = actor.ActingFor is { } acting && access.May(Act.KeepLicences, new(acting)) ? acting : Guid.Empty;
        var region = actor.WidestRegion(Act.ReadLicences);
        return db.Set<Licence>().AsNoTracking().Where(l => l.LicenseeId == own || l.HolderId == own || (region != null && l.RegionPath.StartsWith(region)));
    }
}
