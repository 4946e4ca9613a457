using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.Messages;

/// <summary>Leases due messages and records what became of them: short statements, none of them held open while a gateway is asked.</summary>
public sealed class MessageStore(AppDbContext db, TimeProvider time)
{
    /// <summary>
    /// Also takes what a dead sender left behind: the due instant of a message being sent is the end of its lease.
    /// So a message is sent at least once; gateways that know idempotency get its id.
    /// </summary>
    public async Task<IReadOnlyList<Message>> LeaseAsync(MessageChannel channel, int batch, TimeSpan leaseFor, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var leased = await db.Set<Message>().FromSql(
            $"""
            update messages set state = 'Sending', attempts = attempts + 1, lease_id = {Guid.CreateVersion7(now)}, due_at = {now + leaseFor}
            where id in (
                select id from messages
                where channel = {channel.ToString()} and state in ('Queued', 'Sending') and due_at <= {now}
                order by urgent desc, due_at, id
                limit {batch} for update skip locked)
            returning *
            """).AsNoTracking().ToListAsync(ct);
        return [.. leased.OrderByDescending(m => m.Urgent).ThenBy(m => m.NotBefore).ThenBy(m => m.Id)];
    }

    public Task<bool> HasOptedOutAsync(Message message, CancellationToken ct) => db.Set<MessageOptOut>().AnyAsync(
        o => o.RecipientKey == message.RecipientKey && o.Purpose == message.Purpose && o.Channel == message.Channel, ct);

    /// <summary>Later, and this time does not count as an attempt: nothing was tried.</summary>
    public Task<bool> PostponeAsync(Message message, DateTimeOffset until, CancellationToken ct) =>
        RequeueAsync(message, until, message.Attempts - 1, null, ct);

    public Task<bool> RetryAsync(Message message, DateTimeOffset at, string errorCode, CancellationToken ct) =>
        RequeueAsync(message, at, message.Attempts, errorCode, ct);

    private async Task<bool> RequeueAsync(Message message, DateTimeOffset at, int attempts, string? errorCode, CancellationToken ct) =>
        await Held(message).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, MessageState.Queued)
            .SetProperty(m => m.DueAt, at)
            .SetProperty(m => m.Attempts, attempts)
            .SetProperty(m => m.LeaseId, (Guid?)null)
            .SetProperty(m => m.ErrorCode, errorCode), ct) > 0;

    public async Task<bool> AcceptAsync(Message message, MessageState state, string? gatewayId, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await Held(message).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, state)
            .SetProperty(m => m.GatewayId, gatewayId)
            .SetProperty(m => m.LeaseId, (Guid?)null)
            .SetProperty(m => m.ErrorCode, (string?)null)
            .SetProperty(m => m.AcceptedAt, now)
            .SetProperty(m => m.FinishedAt, m => state == MessageState.Delivered ? now : null), ct) > 0;
    }

    public async Task<bool> EndAsync(Message message, MessageState state, string? errorCode, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await Held(message).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, state)
            .SetProperty(m => m.LeaseId, (Guid?)null)
            .SetProperty(m => m.ErrorCode, errorCode)
            .SetProperty(m => m.FinishedAt, now), ct) > 0;
    }

    /// <summary>A gateway's later word. Repeated or late reports change nothing: the states they would leave are final.</summary>
    public async Task<bool> ReportAsync(Guid id, MessageChannel channel, MessageState state, string? gatewayId, string? errorCode, CancellationToken ct)
    {
        var before = MessageStates.Before(state);
        var now = time.GetUtcNow();
        return await db.Set<Message>().Where(m => m.Id == id && m.Channel == channel && before.Contains(m.State)).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, state)
            .SetProperty(m => m.GatewayId, m => gatewayId ?? m.GatewayId)
            .SetProperty(m => m.LeaseId, (Guid?)null)
            .SetProperty(m => m.ErrorCode, errorCode)
            .SetProperty(m => m.AcceptedAt, m => m.AcceptedAt ?? now)
            .SetProperty(m => m.FinishedAt, now), ct) > 0;
    }

    private IQueryable<Message> Held(Message message) =>
        db.Set<Message>().Where(m => m.Id == message.Id && m.LeaseId == message.LeaseId && m.State == MessageState.Sending);
}
