namespace Marketplace.Web.Platform.Messages;

public enum MessageState { Queued, Sending, Accepted, Delivered, Failed, OptedOut, Expired }

/// <summary>The one transition table; every update of a state asks it.</summary>
public static class MessageStates
{
    private static readonly Dictionary<MessageState, MessageState[]> s_next = new()
    {
        // A report may overtake our own bookkeeping: the gateway took the message, we timed out and queued it again.
        [MessageState.Queued] = [MessageState.Sending, MessageState.Delivered, MessageState.Failed],
        [MessageState.Sending] =
        [
            MessageState.Sending, MessageState.Queued, MessageState.Accepted, MessageState.Delivered,
            MessageState.Failed, MessageState.OptedOut, MessageState.Expired,
        ],
        [MessageState.Accepted] = [MessageState.Delivered, MessageState.Failed],
        [MessageState.Delivered] = [],
        [MessageState.Failed] = [],
        [MessageState.OptedOut] = [],
        [MessageState.Expired] = [],
    };

    public static bool MayBecome(this MessageState from, MessageState to) => s_next[from].Contains(to);

    /// <summary>The states from which <paramref name="to"/> may be reached, for the WHERE of an update.</summary>
    public static MessageState[] Before(MessageState to) => [.. s_next.Where(row => row.Value.Contains(to)).Select(row => row.Key)];
}
