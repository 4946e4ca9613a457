using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Signing;

/// <summary>A signing as one of its parties sees it.</summary>
/// <param name="Own">The reader's organisation.</param>
/// <param name="MaySign">They dispose of its patents.</param>
public sealed record SigningSeen(SigningCase Signing, IReadOnlyList<Signature> Signatures, Organisation Own, bool MaySign)
{
    public bool IsOpen => Signing.State is { } state && state.IsOpen();

    /// <summary>The reader's own to give, or to show for who is not here.</summary>
    public IEnumerable<Signature> ToGive => IsOpen && MaySign ? Signatures.Where(s => s.State == SignatureState.Awaited && IsTheirs(s)) : [];

    /// <summary>Scans that are the reader's to compare.</summary>
    public IEnumerable<Signature> ToCompare => IsOpen && MaySign ? Signatures.Where(s => s.State == SignatureState.Shown && s.ShownBy != Own.Id) : [];

    public bool IsTheirs(Signature signature) => signature.OrganisationId is null || signature.OrganisationId == Own.Id;

    /// <summary>Whether anybody but this organisation can compare a scan.</summary>
    public bool OthersHere => Signatures.Any(s => s.OrganisationId is { } other && other != Own.Id);
}

/// <summary>Who is a party of a signing, and may sign for it. Contracts are secret: nobody else sees one, no bureau either.</summary>
public sealed class SigningReach(AppDbContext db, Actor actor, AccessCheck access, DelegationCheck delegation)
{
    /// <summary>Null when there is none, or none for this reader.</summary>
    public async Task<SigningSeen?> FindAsync(Guid id, CancellationToken ct) =>
        await db.Set<SigningCase>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is { } signing ? await OfAsync(signing, ct) : null;

    public async Task<SigningSeen?> OfAsync(SigningCase signing, CancellationToken ct)
    {
        if (actor.ActingFor is not { } acting) return null;
        var signatures = await db.Set<Signature>().Where(s => s.SigningId == signing.Id).OrderBy(s => s.Place).ToListAsync(ct);
        if (!signatures.Exists(s => s.OrganisationId == acting)) return null;
        var own = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == acting, ct);
        var disposes = access.May(Act.DisposePatents, own.Target);
        return disposes || access.May(Act.KeepLicences, own.Target) ? new(signing, signatures, own, disposes) : null;
    }

    /// <summary>Of a signing that is locked, to sign for the reader's party; the failure says why it cannot be.</summary>
    public async Task<(SigningSeen? Seen, Failure? Refused)> ToSignAsync(SigningCase signing, CancellationToken ct)
    {
        if (await OfAsync(signing, ct) is not { } seen) return (null, Failures.OfStatus(404));
        if (access.Refuse(Act.DisposePatents, seen.Own.Target) is { } refused) return (null, refused.Status == 404 ? new("not_yours", 403, SigningTexts.MayNotSign) : refused);
        return await delegation.RefuseAsync(db, Act.DisposePatents, seen.Own.Id, signing.Amount, ct) is { } ended ? (null, ended) : (seen, null);
    }
}

/// <summary>Scans and powers of attorney: the parties.</summary>
internal sealed class SigningFiles(SigningReach reach) : IFileGuard
{
    private const string Subject = "signing";

    public string Kind => Subject;

    public static string Of(Guid id) => $"{Subject}:{id}";

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) => await reach.FindAsync(id, ct) is not null;
}
