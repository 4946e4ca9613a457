using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.SignIn.Factors;

/// <summary>
/// Whoever acts in one of certain roles has shown a second factor in this session (domain.md §7.4). Without one the account pages are all that
/// opens, because there it can be set up.
/// </summary>
internal sealed class SecondFactorRule(RequestDelegate next, IOptions<SignInOptions> options, IConfiguration configuration)
{
    private readonly bool _required = options.Value.RequireSecondFactor ?? !configuration.GetValue("demo", false);

    public Task InvokeAsync(HttpContext http)
    {
        if (!_required || http.User.Identity?.IsAuthenticated != true || http.RequestServices.GetRequiredService<Actor>() is not { IsSignedIn: true } actor
            || http.Features.Get<SignInSession>()?.SecondFactor != false
            || !actor.Grants.Any(g => SignInOptions.SecondFactorRoles.Contains(g.Role))
            || http.GetEndpoint()?.Metadata.GetMetadata<AccessAttribute>()?.Act is null or Act.ReadPublic or Act.CallSigned or Act.SignIn
            || http.Request.Path.StartsWithSegments("/account", StringComparison.OrdinalIgnoreCase))
            return next(http);
        if (http.IsForPrograms()) return Problems.WriteAsync(new("second_factor_required", 403, SignInTexts.FactorRequired), http);
        http.Response.Redirect("/account/second-factor?required=true");
        return Task.CompletedTask;
    }
}
