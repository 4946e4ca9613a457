namespace Marketplace.Web.Platform.Messages;

/// <summary>Why a message is sent. Without a name to show it is transactional: part of what the person asked for, so it can't be opted out of.</summary>
public sealed record MessagePurpose(string Key, Func<string>? Name)
{
    public bool CanOptOut => Name is not null;

    public static readonly MessagePurpose Service = new("service", null);
    public static readonly MessagePurpose Notices = new("notices", () => MessagePageTexts.PurposeNotices);
    public static readonly MessagePurpose Matches = new("matches", () => MessagePageTexts.PurposeMatches);

    /// <summary>催办, and work handed over by a colleague.</summary>
    public static readonly MessagePurpose Work = new("work", () => MessagePageTexts.PurposeWork);
    public static readonly MessagePurpose Summary = new("work-summary", () => MessagePageTexts.PurposeSummary);

    /// <summary>定点推送: patents that a bureau chose for an enterprise.</summary>
    public static readonly MessagePurpose Pushes = new("pushes", () => MessagePageTexts.PurposePushes);

    /// <summary>New patents that answer to a search somebody saved.</summary>
    public static readonly MessagePurpose SavedSearches = new("saved-searches", () => MessagePageTexts.PurposeSavedSearches);

    public static readonly IReadOnlyDictionary<string, MessagePurpose> All =
        new[] { Service, Notices, Matches, Work, Summary, Pushes, SavedSearches }.ToDictionary(p => p.Key, StringComparer.Ordinal);
}
