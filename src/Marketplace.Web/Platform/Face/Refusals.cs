using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Platform.Face;

/// <summary>Shows a form again with what was wrong, under the status that says so.</summary>
public static class Refusals
{
    public static PageResult Refuse(this PageModel page, params IReadOnlyList<Failure> failures)
    {
        page.ModelState.Clear();   // Ours are the only rules: they speak the reader's language.
        foreach (var failure in failures) page.ModelState.AddModelError(failure.Field ?? "", failure.Message);
        page.Response.StatusCode = failures is [{ Status: var status }] ? status : StatusCodes.Status400BadRequest;
        // A status page would stand in the way of the form that holds what was typed.
        page.HttpContext.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        return page.Page();
    }
}
