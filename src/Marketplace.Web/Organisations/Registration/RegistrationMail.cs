using Marketplace.Web.Data;
using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.Organisations.Registration;

/// <summary>What the applicant is told.</summary>
public sealed class RegistrationMail(PersonMail mail)
{
    public static readonly MessageTemplate Received = Template("registration.received", nameof(RegistrationTexts.MailReceivedSubject), nameof(RegistrationTexts.MailReceivedText));
    public static readonly MessageTemplate Returned = Template("registration.returned", nameof(RegistrationTexts.MailReturnedSubject), nameof(RegistrationTexts.MailReturnedText), "reason");
    public static readonly MessageTemplate Refused = Template("registration.refused", nameof(RegistrationTexts.MailRefusedSubject), nameof(RegistrationTexts.MailRefusedText), "reason");
    public static readonly MessageTemplate Approved = Template("registration.approved", nameof(RegistrationTexts.MailApprovedSubject), nameof(RegistrationTexts.MailApprovedText));

    public static readonly IReadOnlyList<MessageTemplate> Templates = [Received, Returned, Refused, Approved];

    public Task TellAsync(AppDbContext db, RegistrationCase registration, MessageTemplate template, CancellationToken ct)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal) { ["organisation"] = registration.Name! };
        if (registration.Reason is { } reason) words["reason"] = reason;
        // Returned twice are two messages: the moment tells them apart.
        var moment = (registration.DecidedAt ?? registration.SubmittedAt)!.Value.UtcTicks;
        return mail.TellAsync(db, [registration.ApplicantId], template, words, $"{template.Key}:{registration.Id}:{moment}", ct);
    }

    private static MessageTemplate Template(string key, string subject, string text, params ReadOnlySpan<string> more) => new()
    {
        Key = key,
        Texts = RegistrationTexts.ResourceManager,
        SubjectName = subject,
        TextName = text,
        Parameters = ["organisation", .. more],
        Purpose = MessagePurpose.Service,
    };
}
