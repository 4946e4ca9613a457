using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Platform.SignIn.Outside;

/// <summary>Which outside accounts lead into mine.</summary>
[Access(Act.UseAccount)]
internal sealed class LinksModel(OutsideFlow flow, IEnumerable<IOutsideProvider> providers, UserManager<Person> people, AppDbContext db, AuditLog audit, Actor actor) : PageModel
{
    public sealed record Row(string Name, string Title, string? Key);

    public IReadOnlyList<Row> Rows { get; private set; } = [];

    /// <summary>The account just come from, waiting for a yes.</summary>
    public (string Title, string? Person)? Pending { get; private set; }
    public bool Taken { get; private set; }

    public async Task OnGetAsync(bool taken)
    {
        Taken = taken;
        await LoadAsync();
    }

    public async Task<IActionResult> OnPostLinkAsync()
    {
        var pending = flow.Remembered(HttpContext);
        var provider = providers.FirstOrDefault(p => p.Name == pending?.Provider);
        if (pending is null || provider is null) return RedirectToPage();
        OutsideFlow.Forget(HttpContext);
        var me = (await people.FindByIdAsync(actor.Id.ToString()))!;
        audit.Record(db, "person.login-linked", $"person:{me.Id}", new { provider = provider.Name });
        var added = await people.AddLoginAsync(me, new(provider.Name, pending.Subject, provider.Options.Title));
        return Redirect(added.Succeeded ? OutsideSignIn.LinksPage : OutsideSignIn.LinksPage + "?taken=true");
    }

    public IActionResult OnPostForget()
    {
        OutsideFlow.Forget(HttpContext);
        return Redirect(OutsideSignIn.LinksPage);
    }

    public async Task<IActionResult> OnPostUnlinkAsync(string name, string key)
    {
        var me = (await people.FindByIdAsync(actor.Id.ToString()))!;
        audit.Record(db, "person.login-unlinked", $"person:{me.Id}", new { provider = name });
        await people.RemoveLoginAsync(me, name, key);
        return Redirect(OutsideSignIn.LinksPage);
    }

    private async Task LoadAsync()
    {
        var me = (await people.FindByIdAsync(actor.Id.ToString()))!;
        var logins = await people.GetLoginsAsync(me);
        Rows = [.. providers.Select(p => new Row(p.Name, p.Options.Title, logins.FirstOrDefault(l => l.LoginProvider == p.Name)?.ProviderKey))];
        if (flow.Remembered(HttpContext) is { } pending && providers.FirstOrDefault(p => p.Name == pending.Provider) is { } provider) Pending = (provider.Options.Title, pending.Name);
    }
}
