using Marketplace.Web.Data;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Members;

/// <summary>What whoever asked to join is told about the outcome.</summary>
public sealed class JoinMail(PersonMail mail)
{
    public static readonly MessageTemplate Accepted = PersonMail.About(JoinTexts.ResourceManager, "membership.accepted", nameof(JoinTexts.MailAcceptedSubject), nameof(JoinTexts.MailAcceptedText));
    public static readonly MessageTemplate Declined = PersonMail.About(JoinTexts.ResourceManager, "membership.declined", nameof(JoinTexts.MailDeclinedSubject), nameof(JoinTexts.MailDeclinedText), "reason");
    public static readonly MessageTemplate Lapsed = PersonMail.About(JoinTexts.ResourceManager, "membership.lapsed", nameof(JoinTexts.MailLapsedSubject), nameof(JoinTexts.MailLapsedText));

    public static readonly IReadOnlyList<MessageTemplate> Templates = [Accepted, Declined, Lapsed];

    public async Task TellAsync(AppDbContext db, JoinRequest request, CancellationToken ct)
    {
        var template = request.State switch { JoinState.Accepted => Accepted, JoinState.Declined => Declined, _ => Lapsed };
        var words = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["organisation"] = await db.Set<Organisation>().Where(o => o.Id == request.OrganisationId).Select(o => o.Name).SingleAsync(ct),
            ["reason"] = request.Reason ?? "",
        };
        await mail.TellAsync(db, [request.PersonId], template, words, $"{template.Key}:{request.Id}", ct);
    }
}
