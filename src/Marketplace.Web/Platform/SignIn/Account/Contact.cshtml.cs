using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn.Codes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.SignIn.Account;

/// <summary>A new number or mail address: only with a code sent to it, and the old one is told.</summary>
[Access(Act.UseAccount)]
public sealed class ContactChangeModel(CodeDesk codes, ProgressCookie progress, ContactChange change, AppDbContext db, Actor actor) : PageModel
{
    /// <summary>Beside a sign-in under way, not in its place.</summary>
    private const string Cookie = "changing-contact";

    [BindProperty(SupportsGet = true)]
    public string Kind { get; set; } = "phone";

    [BindProperty(Name = "login")]
    public string? Address { get; set; }

    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    public bool IsPhone => Kind == "phone";
    public string? Current { get; private set; }

    /// <summary>Where the code went, once it did.</summary>
    public LoginName? SentTo { get; private set; }

    public async Task<IActionResult> OnGetAsync(bool sent, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await LoadAsync(ct)) return NotFound();
        if (sent) SentTo = Begun()?.Login;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (!await LoadAsync(ct)) return NotFound();
        if (LoginName.Parse(Address) is not { } login || (login.Channel == MessageChannel.Sms) != IsPhone)
            return this.Refuse(new Failure("login_wrong", 400, IsPhone ? SignInTexts.PhoneWrong : SignInTexts.MailWrong, "login"));
        var sent = await codes.SendAsync(login, CodePurpose.ChangeContact, HttpContext.Connection.RemoteIpAddress, ct);
        if (!sent.Succeeded) return this.Refuse(sent.Failures);
        progress.Write(HttpContext, new() { Login = login, Code = sent.Value, PersonId = actor.Id }, Cookie);
        return Redirect($"/account/contact/{Kind}?sent=true");
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (!await LoadAsync(ct)) return NotFound();
        if (Begun() is not { Login: { } login } begun) return Redirect($"/account/contact/{Kind}");
        SentTo = login;
        var failure = await codes.CheckAsync(begun.Code, login, CodePurpose.ChangeContact, Code, ct) ?? await change.ApplyAsync(actor.Id, login, ct);
        if (failure is not null) return this.Refuse(failure);
        ProgressCookie.Clear(HttpContext, Cookie);
        return Redirect("/account?done=contact");
    }

    private SignInProgress? Begun() =>
        progress.Read(HttpContext, Cookie) is { Login: { } login } begun && begun.PersonId == actor.Id && (login.Channel == MessageChannel.Sms) == IsPhone ? begun : null;

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (Kind is not ("phone" or "mail")) return false;
        var person = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == actor.Id, ct);
        Current = IsPhone ? person.PhoneNumber : person.Email;
        return true;
    }
}
