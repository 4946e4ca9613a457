using Marketplace.Web.Platform.Messages.Channels;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages;

/// <summary>Takes one batch of a channel: what may not or need not be sent is settled, the rest goes out, the outcome is recorded.</summary>
public sealed class MessageDispatcher(
    IServiceScopeFactory scopes,
    IEnumerable<IMessageChannel> channels,
    MessageTemplates templates,
    UnsubscribeLinks links,
    IOptions<MessageOptions> options,
    MessageMetrics metrics,
    TimeProvider time,
    ILogger<MessageDispatcher> logger)
{
    private readonly Dictionary<MessageChannel, IMessageChannel> _channels = channels.ToDictionary(c => c.Channel);

    /// <summary>Returns how many messages were due; a full batch means that there may be more.</summary>
    public async Task<int> SendDueAsync(MessageChannel channel, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<MessageStore>();
        var batch = await store.LeaseAsync(channel, options.Value.Batch, options.Value.LeaseFor, ct);
        foreach (var message in batch) await HandleAsync(store, message, ct);
        return batch.Count;
    }

    public async Task ForgetSecretsAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<MessageStore>().ForgetSecretsAsync(ct) is var forgotten and > 0) logger.LogInformation("{Count} messages lost the codes and links they held", forgotten);
    }

    private async Task HandleAsync(MessageStore store, Message message, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        // Due at the end of the lease. Past its half nothing is begun any more: one slow gateway must not let a batch outlive what holds it.
        if (now >= message.DueAt - options.Value.LeaseFor / 2)
            await store.PostponeAsync(message, now, ct);
        else if (now >= message.ExpiresAt)
            await EndAsync(store, message, MessageState.Expired, message.ErrorCode, ct);
        else if (message.Attempts > RetrySchedule.MaxAttempts)
            await EndAsync(store, message, MessageState.Failed, message.ErrorCode ?? "attempts_used_up", ct);
        else if (templates.Find(message.Template) is not { } template)
            await EndAsync(store, message, MessageState.Failed, "template_gone", ct);
        else if (template.Purpose.CanOptOut && await store.HasOptedOutAsync(message, ct))
            await EndAsync(store, message, MessageState.OptedOut, null, ct);
        else if (!message.Urgent && options.Value.QuietHoursOf(message.Channel)?.EndAfter(now) is { } morning)
            await store.PostponeAsync(message, morning, ct);
        else
            await RecordAsync(store, message, await SendAsync(message, template, ct), ct);
    }

    private async Task<SendResult> SendAsync(Message message, MessageTemplate template, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        SendResult result;
        try
        {
            var text = MessageText.Render(template, message.Language, message.Parameters);
            var unsubscribe = template.Purpose.CanOptOut ? links.For(message) : null;
            result = await _channels[message.Channel].SendAsync(new OutgoingMessage(message, text, unsubscribe), ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // A bug. Its type is all that is said: messages of exceptions may hold addresses and text.
            logger.LogError("Message {MessageId} on {Channel} met {Exception}", message.Id, message.Channel, e.GetType().FullName);
            result = SendResult.Transient("unexpected");
        }
        logger.LogInformation("Message {MessageId} on {Channel}: {Outcome} {ErrorCode} after {Milliseconds} ms",
            message.Id, message.Channel, result.Outcome, result.Code, (long)time.GetElapsedTime(started).TotalMilliseconds);
        return result;
    }

    private async Task RecordAsync(MessageStore store, Message message, SendResult result, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var unit = RetrySchedule.Unit(message.Id);
        if (result.Outcome is SendOutcome.Accepted or SendOutcome.Delivered)
        {
            var state = result.Outcome == SendOutcome.Accepted ? MessageState.Accepted : MessageState.Delivered;
            await store.AcceptAsync(message, state, result.GatewayId, ct);
            metrics.Sent(message.Channel, now - message.NotBefore);
            return;
        }
        metrics.Failed(message.Channel, result.Code!);
        if (result.Outcome == SendOutcome.Permanent || message.Attempts >= RetrySchedule.MaxAttempts)
            await EndAsync(store, message, MessageState.Failed, result.Code, ct);
        else if (result.Outcome == SendOutcome.OverQuota)
            await store.RetryAsync(message, now + RetrySchedule.OverQuota(result.RetryAfter, unit), result.Code!, ct);
        else
            await store.RetryAsync(message, now + RetrySchedule.After(message.Attempts, unit), result.Code!, ct);
    }

    private async Task EndAsync(MessageStore store, Message message, MessageState state, string? code, CancellationToken ct)
    {
        await store.EndAsync(message, state, code, ct);
        var ours = code == SendResult.Off.Code;   // Nothing is wrong with the message; somebody has to configure the channel.
        logger.Log(ours ? LogLevel.Warning : LogLevel.Information, "Message {MessageId} on {Channel} ends as {State} {ErrorCode}", message.Id, message.Channel, state, code);
    }
}
