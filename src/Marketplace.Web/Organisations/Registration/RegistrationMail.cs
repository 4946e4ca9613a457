using Marketplace.Web.Data;
using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.Organisations.Registration;

/// <summary>What the applicant is told.</summary>
public sealed class RegistrationMail(PersonMail mail)
{
    public static readonly MessageTemplate Received = PersonMail.About(RegistrationTexts.ResourceManager, "registration.received", nameof(RegistrationTexts.MailReceivedSubject), nameof(RegistrationTexts.MailReceivedText));
    public static readonly MessageTemplate Returned = PersonMail.About(RegistrationTexts.ResourceManager, "registration.returned", nameof(RegistrationTexts.MailReturnedSubject), nameof(RegistrationTexts.MailReturnedText), "reason");
    public static readonly MessageTemplate Refused = PersonMail.About(RegistrationTexts.ResourceManager, "registration.refused", nameof(RegistrationTexts.MailRefusedSubject), nameof(RegistrationTexts.MailRefusedText), "reason");
    public static readonly MessageTemplate Approved = PersonMail.About(RegistrationTexts.ResourceManager, "registration.approved", nameof(RegistrationTexts.MailApprovedSubject), nameof(RegistrationTexts.MailApprovedText));

    public static readonly IReadOnlyList<MessageTemplate> Templates = [Received, Returned, Refused, Approved];

    public Task TellAsync(AppDbContext db, RegistrationCase registration, MessageTemplate template, CancellationToken ct)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal) { ["organisation"] = registration.Name! };
        if (registration.Reason is { } reason) words["reason"] = reason;
        // Returned twice are two messages: the moment tells them apart.
        var moment = (registration.DecidedAt ?? registration.SubmittedAt)!.Value.UtcTicks;
        return mail.TellAsync(db, [registration.ApplicantId], template, words, $"{template.Key}:{registration.Id}:{moment}", ct);
    }
}
