using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.SignIn.Account;

/// <summary>Passkeys: list, add, name, remove. Under a number instead of a name browsers know none, so the page moves to the name.</summary>
[Access(Act.UseAccount)]
public sealed class PasskeysModel(UserManager<Person> people, SessionSignInManager sessions, AppDbContext db, AuditLog audit, Actor actor, IOptions<SignInOptions> options) : PageModel
{
    /// <summary>More than anybody has devices.</summary>
    private const int AtMost = 20;
    private const int NameMax = 50;

    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    public IReadOnlyList<UserPasskeyInfo> Passkeys { get; private set; } = [];

    public static string IdOf(UserPasskeyInfo passkey) => WebEncoders.Base64UrlEncode(passkey.CredentialId);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        if (HostName.Move(Request, options.Value) is { } name) return Redirect(name + "/account/passkeys");
        await LoadAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostOptionsAsync(CancellationToken ct)
    {
        var person = await PersonAsync(ct);
        return Content(await sessions.MakePasskeyCreationOptionsAsync(new() { Id = person.Id.ToString(), Name = person.DisplayName, DisplayName = person.DisplayName }), "application/json");
    }

    public async Task<IActionResult> OnPostAsync(string? credential, CancellationToken ct)
    {
        ModelState.Clear();
        var person = await LoadAsync(ct);
        var failure = new Failure("passkey_refused", 400, AccountTexts.PasskeyNotAdded, "name");
        if (Passkeys.Count >= AtMost || string.IsNullOrEmpty(credential)) return this.Refuse(failure);
        PasskeyAttestationResult made;
        try
        {
            made = await sessions.PerformPasskeyAttestationAsync(credential);
        }
        catch (InvalidOperationException)
        {
            return this.Refuse(failure);   // No dialogue was begun in this browser, or long ago.
        }
        if (!made.Succeeded || made.UserEntity.Id != person.Id.ToString()) return this.Refuse(failure);
        made.Passkey.Name = Clean(Name) ?? string.Format(CultureInfo.CurrentCulture, AccountTexts.PasskeyDefaultName, Passkeys.Count + 1);
        audit.Record(db, "person.passkey-added", $"person:{person.Id}");
        await people.AddOrUpdatePasskeyAsync(person, made.Passkey);
        return Redirect("/account/passkeys");
    }

    public async Task<IActionResult> OnPostRenameAsync(string? id, CancellationToken ct)
    {
        ModelState.Clear();
        var person = await LoadAsync(ct);
        if (Find(id) is not { } passkey) return NotFound();
        if (Clean(Name) is { } name)
        {
            passkey.Name = name;
            await people.AddOrUpdatePasskeyAsync(person, passkey);
        }
        return Redirect("/account/passkeys");
    }

    public async Task<IActionResult> OnPostRemoveAsync(string? id, CancellationToken ct)
    {
        ModelState.Clear();
        var person = await LoadAsync(ct);
        if (Find(id) is not { } passkey) return NotFound();
        audit.Record(db, "person.passkey-removed", $"person:{person.Id}");
        await people.RemovePasskeyAsync(person, passkey.CredentialId);
        return Redirect("/account/passkeys");
    }

    private UserPasskeyInfo? Find(string? id) => Passkeys.FirstOrDefault(p => IdOf(p) == id);

    private static string? Clean(string? name) => string.IsNullOrWhiteSpace(name) ? null : name.Trim() is { Length: > NameMax } longer ? longer[..NameMax] : name.Trim();

    private Task<Person> PersonAsync(CancellationToken ct) => db.Set<Person>().SingleAsync(p => p.Id == actor.Id, ct);

    private async Task<Person> LoadAsync(CancellationToken ct)
    {
        var person = await PersonAsync(ct);
        Passkeys = [.. (await people.GetPasskeysAsync(person)).OrderBy(p => p.CreatedAt).ThenBy(IdOf, StringComparer.Ordinal)];
        return person;
    }
}
