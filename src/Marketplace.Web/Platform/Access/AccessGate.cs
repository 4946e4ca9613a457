using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Authentication;

namespace Marketplace.Web.Platform.Access;

/// <summary>Says which act a route is. A route without one is closed to everybody, and a test fails.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AccessAttribute(Act act) : Attribute
{
    public Act Act { get; } = act;
}

/// <summary>Stands before every endpoint: loads who asks and holds the route's act against the policy table.</summary>
internal sealed class AccessGate(RequestDelegate next, ILogger<AccessGate> logger)
{
    public async Task InvokeAsync(HttpContext http, Actor actor)
    {
        // Nothing there, or only the framework's own answer that the method or the kind of body is wrong.
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(http);
            return;
        }
        var act = endpoint.Metadata.GetMetadata<AccessAttribute>()?.Act;
        // Who reads a page for everybody is known only for its header; a page must not fail because the database is away.
        if (http.User.Identity?.IsAuthenticated == true) await actor.LoadAsync(http.User, http.Features.Get<SignInSession>(), http.RequestAborted);
        if (act is { } known && Opens(known, actor))
        {
            await next(http);
            return;
        }
        if (act is null) logger.LogError("The route {Route} names no act and is therefore closed", endpoint.DisplayName);
        await RefuseAsync(http, actor);
    }

    internal static bool Opens(Act act, Actor actor) =>
        AccessTable.Opens(act, actor.IsSignedIn, [.. actor.Grants.Where(g => g.DelegatedActs is null).Select(g => g.Role)])
        || actor.Grants.Any(g => g.DelegatedActs?.Contains(act) == true && AccessTable.For(act).Any(rule => rule.Delegable));

    private static async Task RefuseAsync(HttpContext http, Actor actor)
    {
        var status = actor.IsSignedIn ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized;
        if (http.IsForPrograms())
        {
            if (status == StatusCodes.Status401Unauthorized) http.Response.Headers.WWWAuthenticate = "Bearer";
            await Problems.WriteAsync(Failures.OfStatus(status), http);
        }
        else if (actor.IsSignedIn) http.Response.StatusCode = status;
        else await http.ChallengeAsync();
    }
}
