using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Deals;

/// <summary>On which side of a deal somebody stands.</summary>
public sealed class DealReach(AppDbContext db, Actor actor, AccessCheck access, DelegationCheck delegation)
{
    /// <summary>Null: on none, and to them there is no such deal. A bureau of either side's region sees that it is there, not what it says.</summary>
    public Side? Of(Deal deal) => access.May(Act.KeepLicences, new(deal.TakerId)) ? Side.Taker
        : access.May(Act.KeepLicences, new(deal.HolderId)) ? Side.Giver
        : access.May(Act.ReadLicences, new(RegionPath: deal.HolderRegion)) || access.May(Act.ReadLicences, new(RegionPath: deal.TakerRegion)) ? Side.Bureau : null;

    public async Task<(Deal Deal, Side Side)?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<Deal>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is { } deal && Of(deal) is { } side ? (deal, side) : null;

    public async Task<bool> MayAsync(Deal deal, Side side, Act act, CancellationToken ct)
    {
        var own = deal.Own(side);
        return access.May(act, (await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == own, ct)).Target);
    }

    /// <summary>Locks it for a step of one of its two sides; the failure says why it cannot be.</summary>
    public async Task<(Deal? Deal, Side Side, Failure? Refused)> LockAsync(Guid id, Act act, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from deals where id = {id} for update", ct);
        if (await db.Set<Deal>().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } deal || Of(deal) is not { } side || side == Side.Bureau) return (null, default, Failures.OfStatus(404));
        var own = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == deal.Own(side), ct);
        if (access.Refuse(act, own.Target) is { } refused) return (null, side, refused.Status == 404 ? new("not_decider", 403, DealTexts.NotDecider) : refused);
        return await delegation.RefuseAsync(db, act, own.Id, act == Act.DisposePatents ? deal.Amount : null, ct) is { } ended ? (null, side, ended) : (deal, side, null);
    }

    /// <summary>Deals the reader sees: on either side, or of the region.</summary>
    public IQueryable<Deal> Seen()
    {
        var own = actor.ActingFor is { } acting && access.May(Act.KeepLicences, new(acting)) ? acting : Guid.Empty;
        var region = own == Guid.Empty ? actor.WidestRegion(Act.ReadLicences) : null;
        return db.Set<Deal>().AsNoTracking().Where(d => d.TakerId == own || d.HolderId == own || (region != null && (d.HolderRegion.StartsWith(region) || d.TakerRegion.StartsWith(region))));
    }
}

/// <summary>Contracts and papers of a deal: its two sides. They are confidential to everybody else, the bureau included.</summary>
internal sealed class DealFiles(DealReach reach) : IFileGuard
{
    private const string Subject = "deal";

    public string Kind => Subject;

    public static string Of(Guid id) => $"{Subject}:{id}";

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) => await reach.FindAsync(id, ct) is (_, not Side.Bureau);
}
