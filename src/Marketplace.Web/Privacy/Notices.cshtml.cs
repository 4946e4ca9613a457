using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Privacy;

/// <summary>消息设置: which messages come by mail and by SMS. What is part of something asked for (codes, decisions) is not listed: it always comes.</summary>
[Access(Act.UseAccount)]
public sealed class NoticesModel(AppDbContext db, Actor actor, TimeProvider time) : PageModel
{
    private static readonly MessageChannel[] s_channels = [MessageChannel.Mail, MessageChannel.Sms];

    public IReadOnlyList<(string Value, string Purpose, string Channel, bool On)> Choices { get; private set; } = [];

    [BindProperty(SupportsGet = true)]
    public bool Saved { get; set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var key = PersonMessages.KeyOf(actor.Id);
        var off = (await db.Set<MessageOptOut>().AsNoTracking().Where(o => o.RecipientKey == key).ToListAsync(ct)).Select(o => (o.Purpose, o.Channel)).ToHashSet();
        Choices = [.. from purpose in Offered() from channel in s_channels select (Value(purpose, channel), purpose.Name!(), MessageNames.Of(channel), !off.Contains((purpose.Key, channel)))];
    }

    public async Task<IActionResult> OnPostAsync(List<string> on, CancellationToken ct)
    {
        var key = PersonMessages.KeyOf(actor.Id);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Set<MessageOptOut>().Where(o => o.RecipientKey == key && s_channels.Contains(o.Channel)).ExecuteDeleteAsync(ct);
        foreach (var purpose in Offered())
        {
            foreach (var channel in s_channels.Where(c => !on.Contains(Value(purpose, c), StringComparer.Ordinal)))
                db.Add(new MessageOptOut { RecipientKey = key, Purpose = purpose.Key, Channel = channel, CreatedAt = time.GetUtcNow() });
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return Redirect("/account/notices?saved=true");
    }

    private static IEnumerable<MessagePurpose> Offered() => MessagePurpose.All.Values.Where(p => p.CanOptOut).OrderBy(p => p.Key, StringComparer.Ordinal);

    private static string Value(MessagePurpose purpose, MessageChannel channel) => $"{purpose.Key}.{channel}";
}
