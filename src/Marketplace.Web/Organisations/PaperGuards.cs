using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Organisations.Registration;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations;

/// <summary>Licence and authorisation: the applicant, and those who review registrations of the place.</summary>
internal sealed class RegistrationPapers(AppDbContext db, AccessCheck access, RegistrationReview review) : IFileGuard
{
    public string Kind => "registration";

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) =>
        await db.Set<RegistrationCase>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) is { } registration
        && (access.May(Act.RegisterOrganisation, registration.Own) || await review.Within().AnyAsync(r => r.Id == id, ct));
}

/// <summary>Proofs of names, labels and standing: the organisation's own people, its agents, and its bureau.</summary>
internal sealed class OrganisationPapers(AppDbContext db, AccessCheck access) : IFileGuard
{
    public string Kind => "organisation";

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) =>
        await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == id, ct) is { } organisation && access.May(Act.ReadOrganisation, organisation.Target);
}

/// <summary>The power of attorney: whoever looks after delegations on either side.</summary>
internal sealed class DelegationPapers(AppDbContext db, AccessCheck access) : IFileGuard
{
    public string Kind => "delegation";

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<Delegation>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct) is not { } delegation) return false;
        var sides = await db.Set<Organisation>().AsNoTracking().Where(o => o.Id == delegation.FromId || o.Id == delegation.ToId).ToListAsync(ct);
        return sides.Exists(side => access.May(Act.ManageDelegations, side.Target));
    }
}
