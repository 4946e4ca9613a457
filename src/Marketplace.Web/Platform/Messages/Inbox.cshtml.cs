using System.Text.RegularExpressions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Platform.Messages;

/// <summary>站内消息: what was written to me on the site and not yet put away.</summary>
[Access(Act.UseAccount)]
public sealed partial class InboxModel(InAppInbox inbox, PublicAddress address, Actor actor) : PageModel
{
    public IReadOnlyList<InAppMessage> Messages { get; private set; } = [];

    /// <summary>The text in pieces; those that lead to a page of this site come with its path, so that one need not copy them.</summary>
    public IEnumerable<(string Piece, string? Path)> Pieces(string text)
    {
        var at = 0;
        foreach (Match link in Link.Matches(text))
        {
            if (address.PathOf(link.Value) is not { } path) continue;
            yield return (text[at..link.Index], null);
            yield return (link.Value, path);
            at = link.Index + link.Length;
        }
        yield return (text[at..], null);
    }

    public async Task OnGetAsync(CancellationToken ct) =>
        Messages = await inbox.UnreadAsync(PersonMessages.KeyOf(actor.Id), Reader.Of(HttpContext).Language.Tag, null, ct);

    /// <summary>Somebody else's message and one that is put away already look alike: there is nothing to do.</summary>
    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        await inbox.MarkReadAsync(PersonMessages.KeyOf(actor.Id), id, ct);
        return Redirect(Request.Path);
    }

    [GeneratedRegex(@"https?://[!-~]+", RegexOptions.None, 1000)]
    private static partial Regex Link { get; }
}
