using Marketplace.Web.Organisations.ApiClients;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Organisations;

public static class OrganisationsSetup
{
    public static void AddOrganisations(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<IGrantSource, MembershipGrants>();
        builder.AddApiClients();
    }

    public static void MapOrganisationsApi(this RouteGroupBuilder api) => api.MapApiClients();
}
