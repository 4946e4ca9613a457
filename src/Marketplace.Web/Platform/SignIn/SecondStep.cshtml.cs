using Marketplace.Web.Data;
using Marketplace.Web.People;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn.Factors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.SignIn;

/// <summary>After the first factor: the code of the authenticator app, or a recovery code.</summary>
[Access(Act.SignIn)]
public sealed class SecondStepModel(ProgressCookie progress, SecondFactorDesk factors, SignInDesk desk, FactorResetDesk resets, AppDbContext db) : PageModel
{
    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    public IActionResult OnGet()
    {
        ModelState.Clear();
        return progress.Read(HttpContext)?.PersonId is null ? Redirect("/sign-in") : Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (progress.Read(HttpContext) is not { PersonId: { } id, Method: { } method } begun) return Redirect("/sign-in");
        if (await factors.CheckAsync(id, Code, this.From(), ct) is { } failure) return this.Refuse(failure);
        if (await db.Set<Person>().SingleOrDefaultAsync(p => p.Id == id, ct) is not { MaySignIn: true } person) return this.Refuse(SignInDesk.Closed());
        await desk.FinishAsync(HttpContext, person, method, secondFactor: true);
        // Whoever can show a code has not lost it: a reset under way was asked for by somebody else, or is no longer needed.
        await resets.StopAsync(id, id, ct);
        // Whoever comes by the last recovery codes hears of it before they stand without any.
        return await factors.RecoveryCodesLeftAsync(id, ct) < SecondFactorDesk.Few && Code?.Trim().Length > 6
            ? LocalRedirect("/account/second-factor?few=true") : LocalRedirect(begun.Return);
    }
}
