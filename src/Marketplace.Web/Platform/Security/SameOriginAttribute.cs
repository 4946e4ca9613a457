using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Marketplace.Web.Platform.Security;

/// <summary>
/// Takes a form only from our own pages, by what the browser itself says about who sends it. Needs no token and so no key from the
/// database: for forms that every page carries, the error page included.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SameOriginAttribute : Attribute, IAuthorizationFilter
{
    public void OnAuthorization(AuthorizationFilterContext context)
    {
        if (!IsSafe(context.HttpContext.Request)) context.Result = new StatusCodeResult(StatusCodes.Status403Forbidden);
    }

    internal static bool IsSafe(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return true;
        // "none": typed or repeated by the reader. Scripts cannot set this header.
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site) return site is "same-origin" or "none";
        // Browsers leave it out on plain HTTP. Every one of our floor names the origin of a POST; what names none is no browser, and
        // nobody can make it act for somebody else.
        return request.Headers.Origin.ToString() is not { Length: > 0 } origin
            || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
