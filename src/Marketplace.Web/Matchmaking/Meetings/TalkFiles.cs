using Marketplace.Web.Data;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>What goes with a message: the two sides of its talk.</summary>
internal sealed class TalkFiles(AppDbContext db, TalkDesk talks) : IFileGuard
{
    public const string Subject = "talk-message";

    public string Kind => Subject;

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) =>
        await db.Set<TalkMessage>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, ct) is { } message && await talks.FindAsync(message.TalkId, ct) is not null;
}
