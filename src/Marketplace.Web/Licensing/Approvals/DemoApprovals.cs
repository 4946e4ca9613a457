using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Approvals;

/// <summary>For the demonstration: a university whose contracts its research office looks at, and its head from a hundred thousand yuan on.</summary>
internal static class DemoApprovals
{
    private const string By = "林晓岚";

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<ApprovalRouteStep>().AnyAsync(ct) || await DemoPeople.FindAsync(services, db, By, ct) is not (_, [var grant, ..])) return;
        var own = await db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Id == grant.OrganisationId, ct);
        foreach (var (name, role, from) in ((string, Role, decimal?)[])[("科研处审核", Role.Operator, null), ("校领导批准", Role.Administrator, 100_000)])
            await DemoPeople.AsAsync<Outcome<Organisation>>(services, db, By, async scope => await scope.GetRequiredService<ApprovalRouteDesk>().AddAsync(own, new(Guid.CreateVersion7(), name, role, [], from, []), ct), ct);
    }
}
