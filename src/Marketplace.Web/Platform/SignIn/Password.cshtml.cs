using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn.Codes;
using Marketplace.Web.Platform.SignIn.Passwords;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Platform.SignIn;

[Access(Act.SignIn)]
public sealed class SignInPasswordModel(PasswordDesk passwords, CodeDesk codes, ProgressCookie progress, SignInDesk desk) : PageModel
{
    public const string SetPassword = "/account/password";

    [BindProperty(Name = "password")]
    public string? Password { get; set; }

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
        var checkedPerson = await passwords.CheckAsync(Login, Password, this.From(), ct);
        if (!checkedPerson.Succeeded) return this.Refuse(checkedPerson.Failures);
        return LocalRedirect(await desk.ContinueAsync(HttpContext, checkedPerson.Value, "password", begun.Return, strong: false, ct));
    }

    /// <summary>A code instead; with <paramref name="forgotten"/> it leads to where a new password is set.</summary>
    public async Task<IActionResult> OnPostCodeAsync(bool forgotten, CancellationToken ct)
    {
        ModelState.Clear();
        if (Begin() is not { } begun) return Redirect("/sign-in");
        var sent = await codes.SendAsync(Login, CodePurpose.SignIn, HttpContext.Connection.RemoteIpAddress, ct);
        if (!sent.Succeeded) return this.Refuse([.. sent.Failures.Select(f => f with { Field = "password" })]);
        progress.Write(HttpContext, begun with { Code = sent.Value, Return = forgotten ? SetPassword : begun.Return });
        return Redirect("/sign-in/code");
    }

    private SignInProgress? Begin()
    {
        var begun = progress.Read(HttpContext);
        if (begun?.Login is not { } login) return null;
        Login = login;
        return begun;
    }
}
