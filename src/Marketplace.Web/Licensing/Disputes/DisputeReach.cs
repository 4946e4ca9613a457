using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Disputes;

/// <summary>
/// Confidential: its two sides, and the bureaus it was laid before. Other bureaus of the region know nothing of it, and while the sides negotiate none does. A bureau that passed it on still reads what
/// it had, and does nothing more.
/// </summary>
public sealed class DisputeReach(AppDbContext db, Actor actor, AccessCheck access, DelegationCheck delegation)
{
    /// <summary>Null: on none, and to them there is no such dispute.</summary>
    public Side? Of(Dispute dispute) => access.May(Act.KeepLicences, new(dispute.TakerId)) ? Side.Taker
        : access.May(Act.KeepLicences, new(dispute.GiverId)) ? Side.Giver
        : actor.ActingFor is { } own && dispute.BureauIds.Contains(own) && access.May(Act.Mediate, new(RegionPath: dispute.RegionPath)) ? Side.Bureau : null;

    public async Task<(Dispute Dispute, Side Side)?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<Dispute>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is { } dispute && Of(dispute) is { } side ? (dispute, side) : null;

    /// <summary>Locks it for a step of one of these sides; of bureaus only the one that has it takes one.</summary>
    public async Task<(Dispute? Dispute, Side Side, Failure? Refused)> LockAsync(Guid id, CancellationToken ct, params Side[] sides)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from disputes where id = {id} for update", ct);
        if (await db.Set<Dispute>().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } dispute || Of(dispute) is not { } side || !sides.Contains(side)) return (null, default, Failures.OfStatus(404));
        if (side == Side.Bureau) return dispute.BureauId == actor.ActingFor ? (dispute, side, null) : (null, default, new("passed_on", 409, DisputeTexts.PassedOn));
        return await delegation.RefuseAsync(db, Act.KeepLicences, side == Side.Taker ? dispute.TakerId : dispute.GiverId, null, ct) is { } ended ? (null, default, ended) : (dispute, side, null);
    }

    public IQueryable<Dispute> Seen()
    {
        var acting = actor.ActingFor ?? Guid.Empty;
        var own = access.May(Act.KeepLicences, new(acting)) ? acting : Guid.Empty;
        var bureau = AccessGate.Opens(Act.Mediate, actor) ? acting : Guid.Empty;
        return db.Set<Dispute>().AsNoTracking().Where(d => d.TakerId == own || d.GiverId == own || d.BureauIds.Contains(bureau));
    }
}

/// <summary>Evidence, minutes and records of a dispute: whoever sees it.</summary>
internal sealed class DisputeFiles(DisputeReach reach) : IFileGuard
{
    public const string Subject = "dispute";

    public string Kind => Subject;

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) => await reach.FindAsync(id, ct) is not null;
}
