using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.Reports;

internal static class ReportMessages
{
    public static readonly MessageTemplate Received = new()
    {
        Key = "report.received",
        Texts = ReportTexts.ResourceManager,
        SubjectName = nameof(ReportTexts.ReceivedSubject),
        TextName = nameof(ReportTexts.ReceivedText),
        Parameters = ["title", "code", "due", "link"],
        Purpose = MessagePurpose.Service,
    };

    public static readonly MessageTemplate Answered = new()
    {
        Key = "report.answered",
        Texts = ReportTexts.ResourceManager,
        SubjectName = nameof(ReportTexts.AnsweredSubject),
        TextName = nameof(ReportTexts.AnsweredText),
        Parameters = ["title", "code", "link"],
        Purpose = MessagePurpose.Service,
    };

    public static readonly IReadOnlyList<MessageTemplate> All = [Received, Answered];
}
