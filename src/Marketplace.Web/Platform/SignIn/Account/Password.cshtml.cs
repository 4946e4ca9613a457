using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn.Passwords;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.SignIn.Account;

/// <summary>Sets or changes the password.</summary>
[Access(Act.UseAccount)]
public sealed class PasswordModel(AppDbContext db, PasswordDesk passwords, FailedSignIns failed, IPasswordHasher<Person> hasher, Actor actor, TimeProvider time) : PageModel
{
    [BindProperty(Name = "current")]
    public string? Current { get; set; }

    [BindProperty(Name = "new")]
    public string? New { get; set; }

    [BindProperty(Name = "again")]
    public string? Again { get; set; }

    public Person Person { get; private set; } = null!;
    public bool AsksCurrent { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        await LoadAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        ModelState.Clear();
        await LoadAsync(ct);
        if (AsksCurrent)
        {
            var key = FailedSignIns.Factor(Person.Id);
            if (await failed.LockedAsync(key, this.From(), ct)) return this.Refuse(FailedSignIns.Locked("current"));
            if (hasher.VerifyHashedPassword(Person, Person.PasswordHash!, Current ?? "") == PasswordVerificationResult.Failed)
            {
                var locked = await failed.CountAsync(key, this.From(), ct);
                return this.Refuse(locked ? FailedSignIns.Locked("current") : new("password_wrong", 400, AccountTexts.CurrentWrong, "current"));
            }
        }
        if (New != Again) return this.Refuse(new Failure("password_differs", 400, AccountTexts.PasswordDiffers, "again"));
        var failures = await passwords.SetAsync(Person, New, SessionSignInManager.SessionId(User), ct);
        return failures.Count > 0 ? this.Refuse(failures) : Redirect("/account?done=password");
    }

    private async Task LoadAsync(CancellationToken ct)
    {
        Person = await db.Set<Person>().SingleAsync(p => p.Id == actor.Id, ct);
        // Who has just come in by a code or a passkey need not know the old password: that is how a forgotten one is replaced.
        AsksCurrent = Person.PasswordHash is not null && HttpContext.Features.Get<SignInSession>()?.IsFresh(time.GetUtcNow()) != true;
    }
}
