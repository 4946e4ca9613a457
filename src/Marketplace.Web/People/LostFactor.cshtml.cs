using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.People;

/// <summary>Before the second step: neither the app nor a recovery code is left.</summary>
[Access(Act.SignIn)]
public sealed class LostFactorModel(ProgressCookie progress, FactorResetDesk desk) : PageModel
{
    [BindProperty(Name = "reason")]
    public string? Reason { get; set; }

    /// <summary>What was asked before and is still open.</summary>
    public FactorReset? Open { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (progress.Read(HttpContext)?.PersonId is not { } id) return Redirect("/sign-in");
        Open = await desk.OpenAsync(id, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (progress.Read(HttpContext)?.PersonId is not { } id) return Redirect("/sign-in");
        var asked = await desk.AskAsync(id, Reason, ct);
        return asked.Succeeded ? Redirect("/sign-in/lost-factor") : this.Refuse(asked.Failures);
    }
}
