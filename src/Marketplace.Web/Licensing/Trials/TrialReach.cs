using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>On which side of a trial somebody stands. Bureaus of the region see what was agreed, and nothing of what is still talked about.</summary>
public sealed class TrialReach(AppDbContext db, Actor actor, AccessCheck access, DelegationCheck delegation)
{
    /// <summary>Null: on none, and to them there is no such trial.</summary>
    public Side? Of(Trial trial) => access.May(Act.KeepLicences, new(trial.TakerId)) ? Side.Taker
        : access.May(Act.KeepLicences, new(trial.HolderId)) ? Side.Giver
        : trial.AgreedOn is not null && access.May(Act.ReadLicences, new(RegionPath: trial.RegionPath)) ? Side.Bureau : null;

    public async Task<(Trial Trial, Side Side)?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<Trial>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) is { } trial && Of(trial) is { } side ? (trial, side) : null;

    /// <summary>Locks it for a step of one of these sides; the failure says why it cannot be.</summary>
    public async Task<(Trial? Trial, Side Side, Failure? Refused)> LockAsync(Guid id, CancellationToken ct, params Side[] sides)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from trials where id = {id} for update", ct);
        if (await db.Set<Trial>().SingleOrDefaultAsync(t => t.Id == id, ct) is not { } trial || Of(trial) is not { } side || !sides.Contains(side)) return (null, default, Failures.OfStatus(404));
        return await delegation.RefuseAsync(db, Act.KeepLicences, side == Side.Taker ? trial.TakerId : trial.HolderId, null, ct) is { } ended ? (null, default, ended) : (trial, side, null);
    }

    /// <summary>Terms bind the patents of whoever gives them: that is for those who dispose of them.</summary>
    public async Task<Failure?> RefuseDisposalAsync(Guid holder, CancellationToken ct)
    {
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == holder, ct);
        if (access.Refuse(Act.DisposePatents, organisation.Target) is { } refused) return refused.Status == 404 ? new("not_yours", 403, TrialTexts.DisposeWho) : refused;
        return await delegation.RefuseAsync(db, Act.DisposePatents, holder, null, ct);
    }

    /// <summary>Trials the reader sees: taken, given, or of the region.</summary>
    public IQueryable<Trial> Seen()
    {
        var own = actor.ActingFor is { } acting && access.May(Act.KeepLicences, new(acting)) ? acting : Guid.Empty;
        var region = actor.Grants.Where(grant => grant.RegionPath.Length > 0 && AccessTable.For(Act.ReadLicences).Any(rule => rule.Reach == Platform.Access.Reach.Region && rule.Roles.Contains(grant.Role))).Select(grant => grant.RegionPath).MinBy(path => path.Length);
        return db.Set<Trial>().AsNoTracking().Where(t => t.TakerId == own || t.HolderId == own || (region != null && t.AgreedOn != null && t.RegionPath.StartsWith(region)));
    }
}

/// <summary>Reports and proofs of a trial: its two sides and the bureaus of its region.</summary>
internal sealed class TrialFiles(TrialReach reach) : IFileGuard
{
    public const string Subject = "trial";

    public string Kind => Subject;

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) => await reach.FindAsync(id, ct) is not null;
}
