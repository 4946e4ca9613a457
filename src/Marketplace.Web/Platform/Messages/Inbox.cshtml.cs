using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Platform.Messages;

/// <summary>站内消息: what was written to me on the site and not yet put away.</summary>
[Access(Act.UseAccount)]
public sealed class InboxModel(InAppInbox inbox, Actor actor) : PageModel
{
    public IReadOnlyList<InAppMessage> Messages { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) =>
        Messages = await inbox.UnreadAsync(PersonMessages.KeyOf(actor.Id), Reader.Of(HttpContext).Language.Tag, null, ct);

    /// <summary>Somebody else's message and one that is put away already look alike: there is nothing to do.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        await inbox.MarkReadAsync(PersonMessages.KeyOf(actor.Id), id, ct);
        return Redirect(Request.Path);
    }
}
