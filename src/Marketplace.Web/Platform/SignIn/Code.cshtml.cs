using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn.Codes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Platform.SignIn;

/// <summary>The code that was sent. Whether its number has an account shows only after it is right.</summary>
[Access(Act.SignIn)]
public sealed class SignInCodeModel(CodeDesk codes, ProgressCookie progress, SignInDesk desk, AppDbContext db, IConfiguration configuration) : PageModel
{
    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    public LoginName Login { get; private set; } = null!;
    public bool SentAgain { get; private set; }

    /// <summary>In a demonstration messages are shown on a page instead of being sent.</summary>
    public bool IsDemo => configuration.GetValue("demo", false);

    public IActionResult OnGet(bool again)
    {
        ModelState.Clear();
        SentAgain = again;
        return Begin() is null ? Redirect("/sign-in") : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (Begin() is not { } begun) return Redirect("/sign-in");
        if (await codes.CheckAsync(begun.Code, Login, CodePurpose.SignIn, Code, ct) is { } failure) return this.Refuse(failure);
        var person = await Login.FindAsync(db, ct);
        if (person is null)
        {
            progress.Write(HttpContext, begun with { Code = null, Proven = true });
            return Redirect("/sign-in/register");
        }
        if (!person.MaySignIn) return this.Refuse(SignInDesk.Closed());
        return LocalRedirect(await desk.ContinueAsync(HttpContext, person, "code", begun.Return, strong: false, ct));
    }

    public async Task<IActionResult> OnPostAgainAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (Begin() is not { } begun) return Redirect("/sign-in");
        var sent = await codes.SendAsync(Login, CodePurpose.SignIn, HttpContext.Connection.RemoteIpAddress, ct);
        if (!sent.Succeeded) return this.Refuse([.. sent.Failures.Select(f => f with { Field = "code" })]);
        progress.Write(HttpContext, begun with { Code = sent.Value });
        return Redirect("/sign-in/code?again=true");
    }

    private SignInProgress? Begin()
    {
        var begun = progress.Read(HttpContext);
        if (begun is not { Login: { } login, Code: not null }) return null;
        Login = login;
        return begun;
    }
}
