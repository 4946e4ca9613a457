using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.ApiClients;

/// <summary>The organisation a caller acts for, as the API shows it.</summary>
public sealed record OwnOrganisation(string Uscc, string Name, OrganisationKind Kind, string Region, OrganisationState State);

internal static class ApiClientsSetup
{
    public static void AddApiClients(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AccessTokens>();
        builder.Services.AddScoped<ApiClientDesk>();
        builder.Services.AddScoped<IGrantSource, ApiClientGrants>();
    }

    public static void MapApiClients(this RouteGroupBuilder api)
    {
        api.MapToken();
        api.MapGet("/organisation", async (Actor actor, AppDbContext db, HttpContext http, CancellationToken ct) =>
                await db.Set<Organisation>().AsNoTracking().SingleOrDefaultAsync(o => o.Id == actor.ActingFor, ct) is { } own
                    ? Results.Json(new OwnOrganisation(own.Uscc, own.Name, own.Kind, own.RegionCode, own.State))
                    : new[] { Failures.OfStatus(StatusCodes.Status404NotFound) }.ToResult(http))
            .For(Act.ReadOrganisation)
            .WithName("readOwnOrganisation").WithTags("Organisations").WithSummary("The organisation the caller acts for.")
            .Produces<OwnOrganisation>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);
    }
}
