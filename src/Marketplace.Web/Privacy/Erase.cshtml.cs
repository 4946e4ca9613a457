using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Privacy;

/// <summary>注销账号: what goes, what stays and why, and a word to type.</summary>
[Access(Act.UseAccount)]
public sealed class EraseModel(Erasure erasure, IEnumerable<IPersonalData> sections, Actor actor, SignInManager<Person> signIn) : PageModel
{
    public IReadOnlyList<IPersonalData> Sections { get; } = [.. sections];
    public IReadOnlyList<string> LastAdministratorOf { get; private set; } = [];

    [BindProperty(Name = "typed")]
    public string? Typed { get; set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        LastAdministratorOf = await erasure.LastAdministratorOfAsync(actor.Id, ct);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        LastAdministratorOf = await erasure.LastAdministratorOfAsync(actor.Id, ct);
        if (Typed?.Trim() != PrivacyTexts.EraseWord) return this.Refuse([new Failure("word_wrong", 400, PrivacyTexts.EraseWordWrong, "typed")]);
        var erased = await erasure.EraseAsync(actor.Id, ct);
        if (!erased.Succeeded) return this.Refuse(erased.Failures);
        await signIn.SignOutAsync();
        return Redirect("/account/erased");
    }
}
