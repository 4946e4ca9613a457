using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.WorkList;

internal static class WorkMessages
{
    public static readonly MessageTemplate Urged = new()
    {
        Key = "work.urged",
        Texts = WorkTexts.ResourceManager,
        SubjectName = nameof(WorkTexts.UrgedSubject),
        TextName = nameof(WorkTexts.UrgedText),
        Parameters = ["what", "from", "link"],
        Purpose = MessagePurpose.Work,
    };

    public static readonly MessageTemplate Transferred = new()
    {
        Key = "work.transferred",
        Texts = WorkTexts.ResourceManager,
        SubjectName = nameof(WorkTexts.TransferredSubject),
        TextName = nameof(WorkTexts.TransferredText),
        Parameters = ["what", "from", "reason", "link"],
        Purpose = MessagePurpose.Work,
    };

    public static readonly MessageTemplate Summary = new()
    {
        Key = "work.summary",
        Texts = WorkTexts.ResourceManager,
        SubjectName = nameof(WorkTexts.SummarySubject),
        TextName = nameof(WorkTexts.SummaryText),
        Parameters = ["open", "fresh", "due", "first", "link"],
        Purpose = MessagePurpose.Summary,
        // Tomorrow there is another one.
        GoodFor = TimeSpan.FromHours(12),
    };

    public static readonly IReadOnlyList<MessageTemplate> All = [Urged, Transferred, Summary];
}
