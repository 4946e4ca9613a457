using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.SignIn.Factors;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Privacy;

/// <summary>注销账号: what goes, what stays and why, a word to type and a fresh proof that it is they.</summary>
[Access(Act.UseAccount)]
public sealed class EraseModel(Erasure erasure, FreshProof proof, IEnumerable<IPersonalData> sections, Actor actor, SignInManager<Person> signIn) : PageModel
{
    public IReadOnlyList<IPersonalData> Sections { get; } = [.. sections];
    public IReadOnlyList<string> LastAdministratorOf { get; private set; } = [];

    [BindProperty(Name = "typed")]
    public string? Typed { get; set; }

    [BindProperty(Name = "code")]
    public string? Code { get; set; }

    public Proof Needed { get; private set; }

    /// <summary>Where the code went, once it did.</summary>
    public LoginName? SentTo { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        await ReadAsync(ct);
    }

    public async Task<IActionResult> OnPostCodeAsync(CancellationToken ct)
    {
        ModelState.Clear();
        await ReadAsync(ct);
        var sent = await proof.SendAsync(HttpContext, ct);
        if (!sent.Succeeded) return this.Refuse(sent.Failures);
        SentTo = sent.Value;
        ModelState.SetModelValue("typed", Typed, Typed);   // The word stays typed.
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await ReadAsync(ct);
        if (Typed?.Trim() != PrivacyTexts.EraseWord) return this.Refuse([new Failure("word_wrong", 400, PrivacyTexts.EraseWordWrong, "typed")]);
        // Said before a code is asked for: a code that led nowhere would be spent.
        if (LastAdministratorOf.Count > 0) return this.Refuse([Erasure.LastAdministrator(LastAdministratorOf)]);
        if (await proof.CheckAsync(HttpContext, Code, ct) is { } notThem) return this.Refuse([notThem]);
        var erased = await erasure.EraseAsync(actor.Id, ct);
        if (!erased.Succeeded) return this.Refuse(erased.Failures);
        await signIn.SignOutAsync();
        return Redirect("/account/erased");
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        LastAdministratorOf = await erasure.LastAdministratorOfAsync(actor.Id, ct);
        Needed = await proof.NeededAsync(HttpContext, ct);
    }
}
