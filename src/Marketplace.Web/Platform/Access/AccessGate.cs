using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.SignIn.Kept;
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
    /// <summary>Tells the error page that a right ended while it was used.</summary>
    public static readonly object LostKey = new();

    public async Task InvokeAsync(HttpContext http)
    {
        // Nothing there, or only the framework's own answer that the method or the kind of body is wrong.
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(http);
            return;
        }
        var act = endpoint.Metadata.GetMetadata<AccessAttribute>()?.Act;
        var isSomebody = http.User.Identity?.IsAuthenticated == true;
        // Nobody at a door that stands open: an actor with nothing in it, and what it is made from, would cost more than many an answer.
        if (!isSomebody && act is { } open && AccessTable.Opens(open, signedIn: false, []))
        {
            await next(http);
            return;
        }
        var actor = http.RequestServices.GetRequiredService<Actor>();
        // Who reads a page for everybody is known only for its header; a page must not fail because the database is away.
        if (isSomebody) await actor.LoadAsync(http.User, http.Features.Get<SignInSession>(), http.RequestAborted);
        if (act is { } known && Opens(known, actor))
        {
            await next(http);
            return;
        }
        if (act is null) logger.LogError("The route {Route} names no act and is therefore closed", endpoint.DisplayName);
        if (act is { } wanted) actor.Elsewhere = Elsewhere(wanted, actor, http);
        await RefuseAsync(http, endpoint, actor);
    }

    internal static bool Opens(Act act, Actor actor) => Opens(act, actor.IsSignedIn, actor.Grants);

    private static bool Opens(Act act, bool signedIn, IReadOnlyList<Grant> grants) =>
        AccessTable.Opens(act, signedIn, [.. grants.Where(g => g.DelegatedActs is null).Select(g => g.Role)])
        || grants.Any(g => g.DelegatedActs?.Contains(act) == true && AccessTable.For(act).Any(rule => rule.Delegable));

    /// <summary>For which of their other organisations the reader could open this; of an address that names one of them, that one only.</summary>
    private static IReadOnlyList<(Guid, string)> Elsewhere(Act act, Actor actor, HttpContext http)
    {
        var named = Named(http, actor);
        return [.. actor.Others().Where(other => (named is null || named == other.Id) && Opens(act, true, other.Grants)).Select(other => (other.Id, other.Name))];
    }

    /// <summary>The organisation in the address, if it is one of the reader's own.</summary>
    private static Guid? Named(HttpContext http, Actor actor) => http.GetRouteValue("uscc") is string code
        ? actor.All.FirstOrDefault(g => string.Equals(g.OrganisationCode, code, StringComparison.OrdinalIgnoreCase))?.OrganisationId : null;

    /// <summary>
    /// An address that names one thing answers as if that thing did not exist, like the pages behind it do (<see cref="AccessCheck"/>): only about
    /// their own organisation, or a right they had a moment ago, people are told that they may not.
    /// </summary>
    private static int Status(HttpContext http, RouteEndpoint endpoint, Actor actor) =>
        !actor.IsSignedIn ? StatusCodes.Status401Unauthorized
        : endpoint.RoutePattern.Parameters.Count == 0 || actor.Lost is not null || Named(http, actor) is not null ? StatusCodes.Status403Forbidden
        : StatusCodes.Status404NotFound;

    private static async Task RefuseAsync(HttpContext http, RouteEndpoint endpoint, Actor actor)
    {
        http.Items[LostKey] = actor.Lost;
        var status = Status(http, endpoint, actor);
        if (http.IsForPrograms())
        {
            if (status == StatusCodes.Status401Unauthorized) http.Response.Headers.WWWAuthenticate = "Bearer";
            await Problems.WriteAsync(Failures.OfStatus(status), http);
        }
        else if (actor.IsSignedIn) http.Response.StatusCode = status;
        // What was typed before the session ran out comes back after signing in.
        else if (await http.RequestServices.GetRequiredService<KeptForms>().KeepAsync(http)) http.Response.Redirect("/sign-in?return=" + Uri.EscapeDataString(KeptForms.Page));
        else await http.ChallengeAsync();
    }
}
