using Marketplace.Web.Data;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Contact;

/// <summary>Tells the sender that the enquiry arrived, and the operator that somebody waits for an answer.</summary>
internal sealed class EnquiryAcknowledgement(Messenger messenger, IConfiguration configuration) : IOutboxHandler
{
    public string Kind => ContactDesk.Received;

    public async Task ApplyAsync(OutboxEvent happened, AppDbContext db, CancellationToken ct)
    {
        var id = happened.Read<EnquiryReceived>().EnquiryId;
        var enquiry = await db.Set<Enquiry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct);
        if (enquiry is null) return;   // Erased meanwhile at the sender's wish.

        // The mail address first: a text message costs money and holds less.
        var (channel, address) = enquiry.Mail is { } mail ? (MessageChannel.Mail, mail) : (MessageChannel.Sms, enquiry.Phone!);
        if (channel == MessageChannel.Mail || ContactRules.IsMobile(address))
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
        if (configuration["Site:ContactMail"] is { Length: > 0 } operatorMail)
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

    private static Dictionary<string, string> Parameters(Enquiry enquiry) => new(StringComparer.Ordinal)
    {
        ["reference"] = enquiry.Reference,
        ["name"] = enquiry.Name,
        ["replyTo"] = string.Join(' ', new[] { enquiry.Mail, enquiry.Phone }.Where(way => way is not null)),
        ["message"] = enquiry.Text,
    };
}
