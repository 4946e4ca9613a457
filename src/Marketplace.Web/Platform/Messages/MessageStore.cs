using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages;

/// <summary>Leases due messages and records what became of them: short statements, none of them held open while a gateway is asked.</summary>
public sealed class MessageStore(AppDbContext db, MessageTemplates templates, IOptions<MessageOptions> options, TimeProvider time)
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
        var kept = Kept(message);
        return await Held(message).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, state)
            .SetProperty(m => m.Parameters, kept)
            .SetProperty(m => m.GatewayId, gatewayId)
            .SetProperty(m => m.LeaseId, (Guid?)null)
            .SetProperty(m => m.ErrorCode, (string?)null)
            .SetProperty(m => m.AcceptedAt, now)
            .SetProperty(m => m.FinishedAt, m => state == MessageState.Delivered ? now : null), ct) > 0;
    }

    public async Task<bool> EndAsync(Message message, MessageState state, string? errorCode, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var kept = Kept(message);
        return await Held(message).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, state)
            .SetProperty(m => m.Parameters, kept)
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

    /// <summary>What was not forgotten when it was sent: in a sandbox, whose messages are read on a page, or because the program died meanwhile.</summary>
    public async Task<int> ForgetSecretsAsync(CancellationToken ct)
    {
        var (now, forgotten) = (time.GetUtcNow(), 0);
        foreach (var template in templates.All.Where(t => t.Secrets.Count > 0))
        {
            // Ids begin with their instant, so only the youngest rows are read; a day covers a program that was down, and retention the rest.
            var (youngest, names) = (Guid.CreateVersion7(now - template.GoodFor - TimeSpan.FromDays(1)), template.Secrets.ToArray());
            forgotten += await db.Database.ExecuteSqlAsync(
                $"""
                update messages set parameters = parameters - {names}
                where id > {youngest} and template = {template.Key} and expires_at <= {now} and jsonb_exists_any(parameters, {names})
                """, ct);
        }
        return forgotten;
    }

    /// <summary>A sandbox's messages are read by people, not sent: there they last as long as they are good for something.</summary>
    private IReadOnlyDictionary<string, string> Kept(Message message) =>
        options.Value.IsSandbox && time.GetUtcNow() < message.ExpiresAt ? message.Parameters : templates.Find(message.Template)?.WithoutSecrets(message.Parameters) ?? message.Parameters;

    private IQueryable<Message> Held(Message message) =>
        db.Set<Message>().Where(m => m.Id == message.Id && m.LeaseId == message.LeaseId && m.State == MessageState.Sending);
}
