using Marketplace.Web.Data;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Links;

/// <summary>What the administrators of the other side are told about a link.</summary>
public sealed class LinkMail(PersonMail mail)
{
    public static readonly MessageTemplate Confirmed = PersonMail.About(LinkTexts.ResourceManager, "link.confirmed", nameof(LinkTexts.MailConfirmedSubject), nameof(LinkTexts.MailConfirmedText));
    public static readonly MessageTemplate Declined = PersonMail.About(LinkTexts.ResourceManager, "link.declined", nameof(LinkTexts.MailDeclinedSubject), nameof(LinkTexts.MailDeclinedText), "reason");
    public static readonly MessageTemplate Ended = PersonMail.About(LinkTexts.ResourceManager, "link.ended", nameof(LinkTexts.MailEndedSubject), nameof(LinkTexts.MailEndedText));

    public static readonly IReadOnlyList<MessageTemplate> Templates = [Confirmed, Declined, Ended];

    public async Task TellAsync(AppDbContext db, MessageTemplate template, OrganisationLink link, Guid side, string other, CancellationToken ct)
    {
        var people = await db.Set<Membership>().Where(m => m.OrganisationId == side && m.Role == Role.Administrator && m.Until == null).Select(m => m.PersonId).ToListAsync(ct);
        await mail.TellAsync(db, people, template, new Dictionary<string, string>(StringComparer.Ordinal) { ["organisation"] = other, ["reason"] = link.Reason ?? "" },
            $"{template.Key}:{link.Id}", ct);
    }
}
