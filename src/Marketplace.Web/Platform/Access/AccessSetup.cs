using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face.Errors;

namespace Marketplace.Web.Platform.Access;

public static class AccessSetup
{
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<Actor>();
        builder.Services.AddScoped<AccessCheck>();
    }

    public static void UseAccess(this WebApplication app)
    {
        app.UseWhen(AsksWho, branch => branch.UseAuthentication());
        app.UseWhen(http => !ErrorPages.IsReplacement(http), branch => branch.UseMiddleware<AccessGate>());
    }

    /// <summary>An error page shown in place of another knows who asks, or could not find out; asking again would only fail again.</summary>
    private static bool AsksWho(HttpContext http) => !ErrorPages.IsReplacement(http) && http.GetEndpoint() switch
    {
        // An address that leads nowhere: its page must not look as if the reader had been signed out.
        null => !http.IsForPrograms(),
        var endpoint => endpoint.Metadata.GetMetadata<AccessAttribute>() is { Act: not Act.Probe },
    };

    /// <summary>Names the act of an endpoint or a group of them.</summary>
    public static TBuilder For<TBuilder>(this TBuilder endpoints, Act act) where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new AccessAttribute(act));
}
