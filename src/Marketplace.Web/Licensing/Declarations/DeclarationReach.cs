using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Declarations;

/// <summary>Whose a declaration is, and who may do what with it.</summary>
public sealed class DeclarationReach(AppDbContext db, Actor actor, AccessCheck access, DelegationCheck delegation)
{
    /// <summary>Null when there is none, or none for this reader.</summary>
    public async Task<Declaration?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<Declaration>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is { OwnerId: not null } found && await MayAsync(found, Act.KeepListings, ct) ? found : null;

    public async Task<bool> MayAsync(Declaration declaration, Act act, CancellationToken ct) =>
        declaration.OwnerId is { } owner && access.May(act, (await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == owner, ct)).Target);

    /// <summary>The declarations of the organisation acted for.</summary>
    public IQueryable<Declaration> Own() => db.Set<Declaration>().AsNoTracking().Where(d => d.OwnerId != null && d.OwnerId == actor.ActingFor);

    /// <summary>Locks it for a step; the failure says why it cannot be.</summary>
    public async Task<(Declaration? Declaration, Failure? Refused)> LockAsync(Guid id, Act act, CancellationToken ct)
    {
        await db.Database.ExecuteSqlAsync($"select 1 from declarations where id = {id} for update", ct);
        if (await db.Set<Declaration>().SingleOrDefaultAsync(d => d.Id == id, ct) is not { OwnerId: { } owner } declaration) return (null, Failures.OfStatus(404));
        var organisation = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == owner, ct);
        if (!access.May(Act.KeepListings, organisation.Target)) return (null, Failures.OfStatus(404));
        if (access.Refuse(act, organisation.Target) is { } refused) return (null, refused);
        return await delegation.RefuseAsync(db, act, owner, null, ct) is { } ended ? (null, ended) : (declaration, null);
    }
}

/// <summary>Papers of a declaration: its owner's people.</summary>
internal sealed class DeclarationFiles(DeclarationReach reach) : IFileGuard
{
    private const string Subject = "declaration";

    public string Kind => Subject;

    public static string Of(Guid id) => $"{Subject}:{id}";

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) => await reach.FindAsync(id, ct) is not null;
}
