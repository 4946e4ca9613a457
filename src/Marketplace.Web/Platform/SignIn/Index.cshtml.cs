using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn.Codes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.SignIn;

/// <summary>The way in: a number or an address, then a code or a password. New people come the same way.</summary>
[Access(Act.SignIn)]
public sealed class SignInModel(
    CodeDesk codes, ProgressCookie progress, SignInDesk desk, SessionSignInManager sessions, DemoAccounts demo, AppDbContext db, IOptions<SignInOptions> options) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "return")]
    public string? Return { get; set; }

    [BindProperty(Name = "login")]
    public string? Login { get; set; }

    public string GoTo => this.Local(Return);

    /// <summary>Where the passkey button leads first when the site was called by a number.</summary>
    public string? MoveTo => HostName.Move(Request, options.Value);

    public IReadOnlyList<DemoAccount> Demo => demo.Shown ? demo.All : [];

    public IActionResult OnGet()
    {
        ModelState.Clear();
        if (User.Identity?.IsAuthenticated == true) return LocalRedirect(GoTo == "/" ? "/account" : GoTo);
        Login = progress.Read(HttpContext)?.Login?.Address;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (LoginName.Parse(Login) is not { } login) return this.Refuse(Wrong());
        var sent = await codes.SendAsync(login, CodePurpose.SignIn, HttpContext.Connection.RemoteIpAddress, ct);
        if (!sent.Succeeded) return this.Refuse(sent.Failures);
        progress.Write(HttpContext, new() { Login = login, Code = sent.Value, Return = GoTo });
        return Redirect("/sign-in/code");
    }

    public IActionResult OnPostPassword()
    {
        ModelState.Clear();
        if (LoginName.Parse(Login) is not { } login) return this.Refuse(Wrong());
        progress.Write(HttpContext, new() { Login = login, Return = GoTo });
        return Redirect("/sign-in/password");
    }

    /// <summary>What the browser's own dialogue needs to offer the passkeys of this site.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync() => Content(await sessions.MakePasskeyRequestOptionsAsync(null), "application/json");

    public async Task<IActionResult> OnPostPasskeyAsync(string? credential, CancellationToken ct)
    {
        ModelState.Clear();
        Login = null;
        var failure = new Failure("passkey_refused", 400, SignInTexts.PasskeyRefused, "");
        if (string.IsNullOrEmpty(credential)) return this.Refuse(failure);
        Microsoft.AspNetCore.Identity.PasskeyAssertionResult<Person> assertion;
        try
        {
            assertion = await sessions.PerformPasskeyAssertionAsync(credential);
        }
        catch (InvalidOperationException)
        {
            return this.Refuse(failure);   // No dialogue was begun in this browser, or long ago.
        }
        if (!assertion.Succeeded || !assertion.User.MaySignIn) return this.Refuse(failure);
        await sessions.UserManager.AddOrUpdatePasskeyAsync(assertion.User, assertion.Passkey);
        return LocalRedirect(await desk.ContinueAsync(HttpContext, assertion.User, "passkey", GoTo, assertion.Passkey.IsUserVerified, ct));
    }

    /// <summary>One click into a ready account, in a demonstration only.</summary>
    public async Task<IActionResult> OnPostDemoAsync(string? phone, CancellationToken ct)
    {
        ModelState.Clear();
        if (!demo.Shown || !demo.All.Any(a => a.Phone == phone) || LoginName.Parse(phone) is not { } login) return NotFound();
        if (await login.FindAsync(db, ct) is not { MaySignIn: true } person) return this.Refuse(SignInDesk.Closed());
        return LocalRedirect(await desk.ContinueAsync(HttpContext, person, "demo", GoTo, strong: false, ct));
    }

    private static Failure Wrong() => new("login_wrong", 400, SignInTexts.LoginWrong, "login");
}
