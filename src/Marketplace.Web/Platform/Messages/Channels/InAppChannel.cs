namespace Marketplace.Web.Platform.Messages.Channels;

/// <summary>The row is the message: nothing leaves, and it is delivered as soon as opt-out and time allow. <see cref="InAppInbox"/> reads it.</summary>
public sealed class InAppChannel : IMessageChannel
{
    public MessageChannel Channel => MessageChannel.InApp;

    public bool IsOn => true;

    public Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken ct) => Task.FromResult(SendResult.Delivered());
}
