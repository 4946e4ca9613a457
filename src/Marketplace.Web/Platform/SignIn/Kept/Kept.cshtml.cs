using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Platform.SignIn.Kept;

/// <summary>After signing in again: what was typed when the session ran out, ready to be sent.</summary>
[Access(Act.UseAccount)]
public sealed class KeptModel(KeptForms kept, Actor actor) : PageModel
{
    public KeptForm? Form { get; private set; }
    public IReadOnlyList<string[]> Fields { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        if (await kept.LastAsync(actor.Id, ct) is var (form, fields)) (Form, Fields) = (form, fields);
    }

    public async Task<IActionResult> OnPostDropAsync(CancellationToken ct)
    {
        await kept.DropAsync(actor.Id, ct);
        return Redirect("/account");
    }
}
