using Marketplace.Web.Data;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Payments.Refunds;

/// <summary>A refund as one of its sides sees it.</summary>
/// <param name="SeesLicence">Whoever got money that was another's does not.</param>
public sealed record RefundSeen(Refund Refund, Licence Licence, Side Side, bool SeesLicence);

/// <summary>On which side of a refund somebody stands: who has the money, who gets it back, the bureaus of the region.</summary>
public sealed class RefundReach(AppDbContext db, Actor actor, AccessCheck access, LicenceReach licences, DelegationCheck delegation)
{
    public async Task<RefundSeen?> FindAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<Refund>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is not { } refund) return null;
        var licence = await db.Set<Licence>().AsNoTracking().SingleAsync(l => l.Id == refund.LicenceId, ct);
        return Of(refund, licence) is { } side ? new(refund, licence, side, licences.Of(licence) is not null) : null;
    }

    /// <summary>Locks licence and refund, in the order in which everything locks them.</summary>
    public async Task<(Refund? Refund, Licence? Licence, Failure? Refused)> LockAsync(Guid id, Side side, CancellationToken ct)
    {
        var of = await db.Set<Refund>().Where(r => r.Id == id).Select(r => (Guid?)r.LicenceId).SingleOrDefaultAsync(ct);
        if (of is not { } licenceId) return (null, null, Failures.OfStatus(404));
        await db.Database.ExecuteSqlAsync($"select 1 from licences where id = {licenceId} for update", ct);
        var licence = await db.Set<Licence>().SingleAsync(l => l.Id == licenceId, ct);
        var refund = await db.Set<Refund>().SingleAsync(r => r.Id == id, ct);
        if (Of(refund, licence) != side || (side == Side.Bureau && !access.May(Act.Mediate, new(RegionPath: licence.RegionPath)))) return (null, null, Failures.OfStatus(404));
        var own = side == Side.Taker ? refund.TakerId : refund.GiverId;
        if (side != Side.Bureau && own is { } lender && await delegation.RefuseAsync(db, Act.KeepLicences, lender, null, ct) is { } ended) return (null, null, ended);
        return (refund, licence, null);
    }

    /// <summary>What the reader's organisation owes and is owed, or a bureau's region.</summary>
    public IQueryable<Refund> Seen()
    {
        var own = actor.ActingFor is { } acting && access.May(Act.KeepLicences, new(acting)) ? acting : Guid.Empty;
        var regional = licences.Seen().Where(l => own == Guid.Empty).Select(l => l.Id);
        return db.Set<Refund>().AsNoTracking().Where(r => r.GiverId == own || r.TakerId == own || regional.Contains(r.LicenceId));
    }

    private Side? Of(Refund refund, Licence licence) => access.May(Act.KeepLicences, new(refund.TakerId)) ? Side.Taker
        : refund.GiverId is { } giver && access.May(Act.KeepLicences, new(giver)) ? Side.Giver
        : access.May(Act.ReadLicences, new(RegionPath: licence.RegionPath)) ? Side.Bureau : null;
}

/// <summary>Proofs of a refund: its sides and the bureaus of the region.</summary>
internal sealed class RefundFiles(RefundReach reach) : IFileGuard
{
    public const string Subject = "refund";

    public string Kind => Subject;

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) => await reach.FindAsync(id, ct) is not null;
}
