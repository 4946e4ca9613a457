using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Platform.SignIn;

/// <summary>A proven number that has no account yet: name and consent, and it has one.</summary>
[Access(Act.SignIn)]
public sealed class RegisterModel(ProgressCookie progress, SignInDesk desk) : PageModel
{
    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    [BindProperty(Name = "agree")]
    public bool Agree { get; set; }

    public LoginName Login { get; private set; } = null!;

    public IActionResult OnGet()
    {
        ModelState.Clear();
        return Begin() is null ? Redirect("/sign-in") : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (Begin() is not { } begun) return Redirect("/sign-in");
        var registered = await desk.RegisterAsync(Login, Name, Agree, ct);
        if (!registered.Succeeded) return this.Refuse(registered.Failures);
        return LocalRedirect(await desk.ContinueAsync(HttpContext, registered.Value, "code", begun.Return, strong: false, ct));
    }

    private SignInProgress? Begin()
    {
        var begun = progress.Read(HttpContext);
        if (begun is not { Login: { } login, Proven: true }) return null;
        Login = login;
        return begun;
    }
}
