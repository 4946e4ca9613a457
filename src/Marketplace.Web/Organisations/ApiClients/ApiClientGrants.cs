using System.Security.Claims;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.ApiClients;

/// <summary>A client has the acts of its scopes, in its own organisation, while that is active.</summary>
internal sealed class ApiClientGrants(AppDbContext db, IHttpContextAccessor http) : IGrantSource
{
    public async Task<IReadOnlyList<Grant>> OfAsync(Guid id, CancellationToken ct)
    {
        if (http.HttpContext?.User is not { } who || who.FindFirstValue(Actor.ClientClaim) != id.ToString("N")) return [];
        var acts = ApiScope.ActsOf(who.FindAll(BearerHandler.ScopeClaim).Select(claim => claim.Value));
        return [.. (await (from c in db.Set<ApiClient>()
                           join o in db.Set<Organisation>() on c.OrganisationId equals o.Id
                           where c.Id == id && o.State == OrganisationState.Active
                           select new { o.Id, o.Name, o.RegionPath, o.Kind }).ToListAsync(ct))
            .Select(o => new Grant(Role.Operator, o.Id, o.Name, o.Kind == OrganisationKind.Bureau ? o.RegionPath : "", acts))];
    }
}
