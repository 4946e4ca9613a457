namespace Marketplace.Web.Platform.Access;

public static class AccessSetup
{
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<Actor>();
        builder.Services.AddScoped<AccessCheck>();
    }

    public static void UseAccess(this WebApplication app) => app.UseMiddleware<AccessGate>();

    /// <summary>Names the act of an endpoint or a group of them.</summary>
    public static TBuilder For<TBuilder>(this TBuilder endpoints, Act act) where TBuilder : IEndpointConventionBuilder => endpoints.WithMetadata(new AccessAttribute(act));
}
