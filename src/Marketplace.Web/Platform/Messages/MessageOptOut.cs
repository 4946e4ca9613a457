namespace Marketplace.Web.Platform.Messages;

/// <summary>Somebody does not want messages of one purpose on one channel any more (PIPL Art. 24).</summary>
public sealed class MessageOptOut
{
    public required string RecipientKey { get; init; }
    public required string Purpose { get; init; }
    public required MessageChannel Channel { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}
