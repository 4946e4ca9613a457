using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn.Outside;
using Marketplace.Web.Platform.SignIn.Sessions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Platform.SignIn.Account;

/// <summary>Where one is signed in, to be ended one by one or all at once.</summary>
[Access(Act.UseAccount)]
public sealed class SessionsModel(SessionList sessions, Actor actor) : PageModel
{
    public IReadOnlyList<SignInSession> Sessions { get; private set; } = [];
    public Guid? Mine => SessionSignInManager.SessionId(User);

    /// <summary>In words; the ways of others bear the title their operator gave them.</summary>
    public static string MethodName(string method, IEnumerable<IOutsideProvider> outside) => method switch
    {
        "code" => AccountTexts.MethodCode,
        "password" => AccountTexts.MethodPassword,
        "passkey" => AccountTexts.MethodPasskey,
        "demo" => AccountTexts.MethodDemo,
        _ => outside.FirstOrDefault(way => way.Name == method)?.Options.Title ?? AccountTexts.MethodOther,
    };

    public async Task OnGetAsync(CancellationToken ct) => Sessions = await sessions.RunningAsync(actor.Id, ct);

    public async Task<IActionResult> OnPostEndAsync(Guid id, CancellationToken ct) =>
        await sessions.EndAsync(actor.Id, id, ct) ? Redirect("/account/sessions") : NotFound();

    public async Task<IActionResult> OnPostEndOthersAsync(CancellationToken ct)
    {
        await sessions.EndOthersAsync(actor.Id, Mine, ct);
        return Redirect("/account/sessions");
    }
}
