namespace Marketplace.Web.Platform.Messages;

/// <summary>What a feature asks for; see <see cref="Messenger"/>.</summary>
public sealed record MessageRequest
{
    public required MessageChannel Channel { get; init; }
    public required string Address { get; init; }
    public required string RecipientKey { get; init; }
    public required MessageTemplate Template { get; init; }
    /// <summary>Says what happened, not when: <c>contact.received:{enquiry id}</c>. The channel and recipient belong in it where one event goes to several.</summary>
    public required string DedupeKey { get; init; }
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public string Language { get; init; } = MessageLanguages.Chinese;
    public DateTimeOffset? NotBefore { get; init; }
}
