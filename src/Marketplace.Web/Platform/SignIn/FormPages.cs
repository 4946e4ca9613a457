using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Platform.SignIn;

internal static class FormPages
{
    /// <summary>Where to go after signing in: an address of ours, never somebody else's, and not back to this page.</summary>
    public static string Local(this PageModel page, string? address) =>
        page.Url.IsLocalUrl(address) && !address.StartsWith("/sign-in?", StringComparison.Ordinal) && address != "/sign-in" && !address.StartsWith('~') ? address : "/";

    public static string? From(this PageModel page) => Codes.CodeDesk.Outside(page.HttpContext.Connection.RemoteIpAddress);
}
