using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Reports;

/// <summary>Who answers a report: the nearest bureau above the place, or the operator of the platform.</summary>
internal static class ReportOffice
{
    public static async Task<Guid?> FindAsync(AppDbContext db, string? regionPath, CancellationToken ct)
    {
        var bureau = regionPath is null ? null : await BureauOf.RegionAsync(db, regionPath, ct);
        return bureau?.Id ?? await db.Set<Organisation>().Where(o => o.Kind == OrganisationKind.PlatformOperator && o.State == OrganisationState.Active)
            .OrderBy(o => o.Id).Select(o => (Guid?)o.Id).FirstOrDefaultAsync(ct);
    }

    /// <summary>Clerks first; in an office without one, whoever else may answer.</summary>
    public static async Task<Role> AnsweringRoleAsync(AppDbContext db, Guid office, CancellationToken ct)
    {
        if (await db.Set<Organisation>().AnyAsync(o => o.Id == office && o.Kind == OrganisationKind.PlatformOperator, ct)) return Role.SystemAdministrator;
        return await db.Set<Membership>().AnyAsync(m => m.OrganisationId == office && m.Until == null && m.Role == Role.BureauClerk, ct) ? Role.BureauClerk : Role.BureauReviewer;
    }
}
