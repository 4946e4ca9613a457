using Marketplace.Web.Data;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Contact;

/// <summary>Tells the sender that the enquiry arrived, and the operator that somebody waits for an answer.</summary>
internal sealed class EnquiryAcknowledgement(
    Messenger messenger, MessageChannels channels, IConfiguration configuration, ILogger<EnquiryAcknowledgement> logger) : IOutboxHandler
{
    public string Kind => ContactDesk.Received;

    public async Task ApplyAsync(OutboxEvent happened, AppDbContext db, CancellationToken ct)
    {
        var id = happened.Read<EnquiryReceived>().EnquiryId;
        var enquiry = await db.Set<Enquiry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct);
        if (enquiry is null) return;   // Erased meanwhile at the sender's wish.

        if (Ways(enquiry).FirstOrDefault(way => channels.IsOn(way.Channel)) is not (var channel, { } address))
        {
            logger.LogWarning("Enquiry {Enquiry} gets no receipt: no channel is configured that reaches its sender", id);
        }
        else
        {
            await messenger.QueueAsync(db, new()
            {
                Channel = channel,
                Address = address,
                RecipientKey = $"enquiry:{id}",
                Template = MessageTemplates.ContactReceived,
                Language = MessageLanguages.All.Contains(enquiry.Language, StringComparer.Ordinal) ? enquiry.Language : MessageLanguages.Chinese,
                DedupeKey = $"contact.received:{id}",
                Parameters = Parameters(enquiry),
            }, ct);
        }
        if (configuration["Site:ContactMail"] is not { Length: > 0 } operatorMail) return;
        if (!channels.IsOn(MessageChannel.Mail))
        {
            logger.LogWarning("Enquiry {Enquiry} is not announced to the operator: no mail server is configured", id);
        }
        else
        {
            await messenger.QueueAsync(db, new()
            {
                Channel = MessageChannel.Mail,
                Address = operatorMail,
                RecipientKey = "operator",
                Template = MessageTemplates.ContactOperator,
                DedupeKey = $"contact.operator:{id}",
                Parameters = Parameters(enquiry),
            }, ct);
        }
    }

    /// <summary>The mail address first: a text message costs money and holds less.</summary>
    private static IEnumerable<(MessageChannel Channel, string? Address)> Ways(Enquiry enquiry)
    {
        if (enquiry.Mail is { } mail) yield return (MessageChannel.Mail, mail);
        if (enquiry.Phone is { } phone && ContactRules.IsMobile(phone)) yield return (MessageChannel.Sms, phone);
    }

    private static Dictionary<string, string> Parameters(Enquiry enquiry) => new(StringComparer.Ordinal)
    {
        ["reference"] = enquiry.Reference,
        ["name"] = enquiry.Name,
        ["replyTo"] = string.Join(' ', new[] { enquiry.Mail, enquiry.Phone }.Where(way => way is not null)),
        ["message"] = enquiry.Text,
    };
}
