namespace Marketplace.Web.Platform.Messages.Channels;

/// <summary>One way out. It reports every failure as a value; it never writes address or text to a log.</summary>
public interface IMessageChannel
{
    MessageChannel Channel { get; }

    /// <summary>False while nothing is configured by which it could send; what is queued for it then ends as <c>channel_off</c>.</summary>
    bool IsOn { get; }

    Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken ct);
}

public sealed record OutgoingMessage(Message Message, MessageText Text, string? UnsubscribeUrl);

public enum SendOutcome { Accepted, Delivered, Permanent, Transient, OverQuota }

/// <summary>What a gateway said, sorted by what to do about it.</summary>
public sealed record SendResult(SendOutcome Outcome, string? GatewayId, string? Code, TimeSpan? RetryAfter = null)
{
    /// <summary>The channel has no gateway configured.</summary>
    public static readonly SendResult Off = Permanent("channel_off");

    public static SendResult Accepted(string? gatewayId) => new(SendOutcome.Accepted, gatewayId, null);

    public static SendResult Delivered() => new(SendOutcome.Delivered, null, null);

    /// <summary>Will fail again however often it is tried.</summary>
    public static SendResult Permanent(string code) => new(SendOutcome.Permanent, null, Short(code));

    public static SendResult Transient(string code) => new(SendOutcome.Transient, null, Short(code));

    public static SendResult OverQuota(string code, TimeSpan? retryAfter = null) => new(SendOutcome.OverQuota, null, Short(code), retryAfter);

    /// <summary>Codes come from outside and go to a column and to logs: letters, digits and the signs of codes, nothing that could be an address.</summary>
    private static string Short(string code) =>
        new([.. code.Take(60).Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_')]);
}
