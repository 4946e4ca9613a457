using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Platform.SignIn;

internal static class FormPages
{
    /// <summary>The form again with what is wrong, under the status of what is wrong.</summary>
    public static PageResult Refuse(this PageModel page, params IReadOnlyList<Failure> failures)
    {
        foreach (var failure in failures) page.ModelState.AddModelError(failure.Field ?? "", failure.Message);
        page.Response.StatusCode = failures is [{ Status: var status }] ? status : StatusCodes.Status400BadRequest;
        // A status page would stand in the way of the form that holds what was typed.
        page.HttpContext.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        return page.Page();
    }

    /// <summary>Where to go after signing in: an address of ours, never somebody else's, and not back to this page.</summary>
    public static string Local(this PageModel page, string? address) =>
        page.Url.IsLocalUrl(address) && !address.StartsWith("/sign-in?", StringComparison.Ordinal) && address != "/sign-in" && !address.StartsWith('~') ? address : "/";

    public static string? From(this PageModel page) => Codes.CodeDesk.Outside(page.HttpContext.Connection.RemoteIpAddress);
}
