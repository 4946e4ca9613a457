namespace Marketplace.Web.Platform.Messages;

/// <summary>One message to one recipient on one channel. Text is not stored: template, language and parameters make it again.</summary>
public sealed class Message
{
    public required Guid Id { get; init; }
    public required MessageChannel Channel { get; init; }
    /// <summary>Mail address, phone number, openid or the name of a configured robot. Personal data: never in a log.</summary>
    public required string Address { get; init; }
    /// <summary>Stable id of who it is for; opt-outs and the in-app inbox go by it.</summary>
    public required string RecipientKey { get; init; }
    public required string Language { get; init; }
    public required string Template { get; init; }
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }
    public required string Purpose { get; init; }
    public required bool Urgent { get; init; }
    public required string DedupeKey { get; init; }
    public required DateTimeOffset NotBefore { get; init; }
    /// <summary>Nobody wants it after this instant: a code that has run out, an invitation that is over.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
    public required MessageState State { get; init; }
    /// <summary>Counted when leased, so that a message which kills the program is given up in the end.</summary>
    public required int Attempts { get; init; }
    /// <summary>Queued: next attempt. Sending: end of the lease, after which another sender takes it.</summary>
    public required DateTimeOffset DueAt { get; init; }
    /// <summary>Who holds it; an outcome is recorded only by the holder.</summary>
    public Guid? LeaseId { get; init; }
    public string? GatewayId { get; init; }
    public string? ErrorCode { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? AcceptedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    /// <summary>In-app only.</summary>
    public DateTimeOffset? ReadAt { get; init; }
}
