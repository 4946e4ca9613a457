using Marketplace.Web.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.Messages;

/// <summary>
/// Opening the link changes nothing (mail scanners open links); the button does. The token is the whole authority, so there is no
/// antiforgery field: a mailbox's own unsubscribe button posts here too (RFC 8058).
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class UnsubscribeModel(AppDbContext db, UnsubscribeLinks links, TimeProvider time) : PageModel
{
    public MessageOptOut? Choice { get; private set; }
    public bool Done { get; private set; }

    public string Question => MessagePageTexts.UnsubscribeQuestion
        .Replace("{0}", MessageNames.Of(Choice!.Channel), StringComparison.Ordinal)
        .Replace("{1}", MessagePurpose.All[Choice.Purpose].Name!(), StringComparison.Ordinal);

    public void OnGet(string token) => Read(token);

    public async Task OnPostAsync(string token, CancellationToken ct)
    {
        Read(token);
        if (Choice is null) return;
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into message_opt_outs (recipient_key, purpose, channel, created_at)
            values ({Choice.RecipientKey}, {Choice.Purpose}, {Choice.Channel.ToString()}, {Choice.CreatedAt})
            on conflict do nothing
            """, ct);
        Done = true;
    }

    private void Read(string token)
    {
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Robots-Tag"] = "noindex";
        Choice = links.Read(token, time.GetUtcNow());
        if (Choice is not null && MessagePurpose.All.GetValueOrDefault(Choice.Purpose) is not { CanOptOut: true }) Choice = null;
        if (Choice is null) Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
