using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>What is said. Neutral words only: the bureau passes on information and commends nothing (Patent Law Art. 79).</summary>
public static class PushMessages
{
    public const string DedupePrefix = "push:";

    /// <summary>Public patents, by name.</summary>
    public static readonly MessageTemplate Patents = new()
    {
        Key = "push.patents",
        Texts = PushTexts.ResourceManager,
        SubjectName = nameof(PushTexts.MessageSubject),
        TextName = nameof(PushTexts.MessageText),
        Parameters = ["bureau", "enterprise", "count", "titles", "reason", "link", "news"],
        Purpose = MessagePurpose.Pushes,
        GoodFor = TimeSpan.FromDays(7),
    };

    /// <summary>
    /// News of one's own needs. It names neither need nor patent: gateways and mail servers in between would learn what a firm cannot solve. Who signs in sees them.
    /// </summary>
    public static readonly MessageTemplate Matches = new()
    {
        Key = "push.matches",
        Texts = PushTexts.ResourceManager,
        SubjectName = nameof(PushTexts.MatchesSubject),
        TextName = nameof(PushTexts.MatchesText),
        Parameters = ["count", "link", "news"],
        Purpose = MessagePurpose.Matches,
    };

    /// <summary>Where opt-outs of an enterprise that is not registered are kept: the same as for invitations.</summary>
    public static string KeyOf(PushDelivery delivery) =>
        delivery.PersonId is { } person ? PersonMessages.KeyOf(person) : Organisations.Directory.DirectoryInvitations.RecipientKey(delivery.Uscc ?? "");
}
