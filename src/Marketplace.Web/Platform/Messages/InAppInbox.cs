using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.Messages;

/// <summary>What somebody finds on the site: unread messages of one recipient key, newest first.</summary>
public sealed class InAppInbox(AppDbContext db, MessageTemplates templates, TimeProvider time)
{
    /// <param name="after">The last id of the page before.</param>
    public async Task<IReadOnlyList<InAppMessage>> UnreadAsync(string recipientKey, string language, Guid? after, CancellationToken ct)
    {
        var rows = await Unread(recipientKey).Where(m => after == null || m.Id < after)
            .OrderByDescending(m => m.Id).Take(100).AsNoTracking().ToListAsync(ct);
        // In the reader's language of now, which may not be that of when it was queued.
        return [.. from row in rows
                   let template = templates.Find(row.Template)
                   where template is not null
                   select new InAppMessage(row.Id, MessageText.Render(template, language, row.Parameters), row.CreatedAt)];
    }

    public Task<int> CountUnreadAsync(string recipientKey, CancellationToken ct) => Unread(recipientKey).CountAsync(ct);

    /// <summary>False when it is not theirs, not there or read already.</summary>
    public async Task<bool> MarkReadAsync(string recipientKey, Guid id, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await Unread(recipientKey).Where(m => m.Id == id).ExecuteUpdateAsync(set => set.SetProperty(m => m.ReadAt, now), ct) > 0;
    }

    private IQueryable<Message> Unread(string recipientKey) => db.Set<Message>().Where(
        m => m.RecipientKey == recipientKey && m.Channel == MessageChannel.InApp && m.State == MessageState.Delivered && m.ReadAt == null);
}

public sealed record InAppMessage(Guid Id, MessageText Text, DateTimeOffset At);
