using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Pledges;

/// <summary>On which side of a pledge somebody stands: giver is the pledgor, taker the pledgee.</summary>
public sealed class PledgeReach(AppDbContext db, Actor actor, AccessCheck access, DelegationCheck delegation)
{
    /// <summary>Null: on none, and to them there is no such pledge. A draft nobody sent is the pledgor's alone; a bureau of either region counts it, and reads no contract.</summary>
    public Side? Of(Pledge pledge) => access.May(Act.KeepLicences, new(pledge.PledgorId)) ? Side.Giver
        : !pledge.Shown ? null
        : pledge.PledgeeId is { } pledgee && access.May(Act.KeepLicences, new(pledgee)) ? Side.Taker
        : access.May(Act.ReadLicences, new(RegionPath: pledge.PledgorRegion)) || (pledge.PledgeeRegion is { } region && access.May(Act.ReadLicences, new(RegionPath: region))) ? Side.Bureau : null;

    public async Task<(Pledge Pledge, Side Side)?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<Pledge>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is { } pledge && Of(pledge) is { } side ? (pledge, side) : null;

    public async Task<bool> MayAsync(Pledge pledge, Side side, Act act, CancellationToken ct) =>
        pledge.Own(side) is { } own && access.May(act, (await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == own, ct)).Target);

    /// <summary>Locks it, and with it its patents, for a step of one of its two sides: two pledges of one patent are looked at one after the other.</summary>
    public async Task<(Pledge? Pledge, Side Side, Failure? Refused)> LockAsync(Guid id, Act act, CancellationToken ct, params Side[] sides)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from pledges where id = {id} for update", ct);
        await db.Database.ExecuteSqlAsync($"select 1 from patents where application_no in (select application_no from pledge_patents where pledge_id = {id}) order by application_no for update", ct);
        if (await db.Set<Pledge>().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } pledge || Of(pledge) is not { } side || side == Side.Bureau) return (null, default, Failures.OfStatus(404));
        if (sides.Length > 0 && !sides.Contains(side)) return (null, side, new("other_side", 403, side == Side.Giver ? PledgeTexts.PledgeeOnly : PledgeTexts.PledgorOnly));
        var own = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == pledge.Own(side), ct);
        if (access.Refuse(act, own.Target) is { } refused) return (null, side, refused.Status == 404 ? new("not_decider", 403, PledgeTexts.NotDecider) : refused);
        return await delegation.RefuseAsync(db, act, own.Id, act == Act.DisposePatents ? pledge.Amount : null, ct) is { } ended ? (null, side, ended) : (pledge, side, null);
    }

    /// <summary>Pledges the reader sees: on either side, or of the region.</summary>
    public IQueryable<Pledge> Seen()
    {
        var own = actor.ActingFor is { } acting && access.May(Act.KeepLicences, new(acting)) ? acting : Guid.Empty;
        var region = own == Guid.Empty ? actor.WidestRegion(Act.ReadLicences) : null;
        return db.Set<Pledge>().AsNoTracking().Where(p => p.PledgorId == own || (p.Shown && p.PledgeeId == own) || (p.Shown && region != null && (p.PledgorRegion.StartsWith(region) || p.PledgeeRegion!.StartsWith(region))));
    }
}

/// <summary>Contracts and papers of a pledge: its two sides. They are confidential to everybody else, the bureau included.</summary>
internal sealed class PledgeFiles(PledgeReach reach) : IFileGuard
{
    private const string Subject = "pledge";

    public string Kind => Subject;

    public static string Of(Guid id) => $"{Subject}:{id}";

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) => await reach.FindAsync(id, ct) is (_, not Side.Bureau);
}
