using Marketplace.Web.Platform.Messages.Channels;

namespace Marketplace.Web.Platform.Messages;

/// <summary>Which ways out are open in this installation: a feature that knows several addresses of a person takes the first of them that is.</summary>
public sealed class MessageChannels(IEnumerable<IMessageChannel> channels)
{
    private readonly HashSet<MessageChannel> _on = [.. channels.Where(channel => channel.IsOn).Select(channel => channel.Channel)];

    public bool IsOn(MessageChannel channel) => _on.Contains(channel);
}
