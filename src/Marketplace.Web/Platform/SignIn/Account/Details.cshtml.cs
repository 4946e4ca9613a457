using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.SignIn.Account;

/// <summary>Name, and the language messages come in.</summary>
[Access(Act.UseAccount)]
public sealed class DetailsModel(AppDbContext db, AuditLog audit, Actor actor) : PageModel
{
    [BindProperty(Name = "name")]
    public string? Name { get; set; }

    [BindProperty(Name = "language")]
    public string? Tag { get; set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var person = await db.Set<Person>().AsNoTracking().SingleAsync(p => p.Id == actor.Id, ct);
        (Name, Tag) = (person.DisplayName, person.Language);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var name = Name?.Trim() ?? "";
        if (name.Length is 0 or > SignInDesk.NameMax)
            return this.Refuse(new Errors.Failure("name_wrong", 400, string.Format(CultureInfo.CurrentCulture, SignInTexts.NameWrong, SignInDesk.NameMax), "name"));
        if (Language.Find(Tag) is not { } language) return this.Refuse(new Errors.Failure("language_unknown", 400, AccountTexts.LanguageWrong, "language"));
        var person = await db.Set<Person>().SingleAsync(p => p.Id == actor.Id, ct);
        (person.DisplayName, person.Language) = (name, language.Tag);
        audit.Record(db, "person.details-changed", $"person:{person.Id}");
        await db.SaveChangesAsync(ct);
        return Redirect("/account?done=details");
    }
}
