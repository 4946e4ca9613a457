using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income;

/// <summary>What a sharing writes to those who get a share and puts on the holder's list. No amounts: mail is read by others too.</summary>
public sealed class IncomeNotices(AppDbContext db, WorkDesk work, PersonMessages messages, PublicAddress address, Actor actor)
{
    public const string Settle = "sharing.settle";
    public const string Pay = "sharing.pay";

    public static readonly MessageTemplate MailProposed = About("sharing.proposed", nameof(IncomeTexts.MailProposedSubject), nameof(IncomeTexts.MailProposedText), "until");
    public static readonly MessageTemplate MailAnew = About("sharing.anew", nameof(IncomeTexts.MailAnewSubject), nameof(IncomeTexts.MailAnewText));
    public static readonly MessageTemplate MailConfirmed = About("sharing.confirmed", nameof(IncomeTexts.MailConfirmedSubject), nameof(IncomeTexts.MailConfirmedText));
    public static readonly MessageTemplate MailPaid = About("sharing.paid", nameof(IncomeTexts.MailPaidSubject), nameof(IncomeTexts.MailPaidText));
    public static readonly MessageTemplate MailObjected = About("sharing.objected", nameof(IncomeTexts.MailObjectedSubject), nameof(IncomeTexts.MailObjectedText));

    public static readonly IReadOnlyList<MessageTemplate> Templates = [MailProposed, MailAnew, MailConfirmed, MailPaid, MailObjected];

    private static readonly Role[] s_keepers = [Role.Operator, Role.Administrator];

    public async Task FollowAsync(Sharing sharing, Licence licence, SharingCause cause, CancellationToken ct)
    {
        var template = cause switch
        {
            SharingCause.Propose or SharingCause.Answer => MailProposed,
            SharingCause.TakeBack or SharingCause.Uphold or SharingCause.Reopen or SharingCause.Reverse => MailAnew,
            SharingCause.Drop when sharing.Steps > 2 => MailAnew,
            SharingCause.Confirm => MailConfirmed,
            SharingCause.Pay => MailPaid,
            _ => null,
        };
        if (template is not null) await ToContributorsAsync(sharing, licence, template, ct);
        if (cause == SharingCause.Challenge)
        {
            await AddAsync(Settle, sharing, licence, ct);
            await ToHolderAsync(sharing, licence, ct);
        }
        else if (sharing.State != SharingState.Objected) await work.DoneAsync(db, $"{Settle}:{sharing.Id}", actor.PersonId, ct);
        if (sharing.State == SharingState.Confirmed) await AddAsync(Pay, sharing, licence, ct);
        else await work.DoneAsync(db, $"{Pay}:{sharing.Id}", actor.PersonId, ct);
    }

    private async Task ToContributorsAsync(Sharing sharing, Licence licence, MessageTemplate template, CancellationToken ct)
    {
        var names = sharing.Shares.Where(share => share.ToPerson).Select(share => share.Name).ToList();
        var linked = await db.Set<InventorLink>().AsNoTracking().Where(l => l.HolderId == sharing.HolderId && l.ApplicationNo == licence.ApplicationNo && l.EndedAt == null && names.Contains(l.Name)).ToListAsync(ct);
        var (ids, contacts) = (linked.Select(l => l.PersonId).OfType<Guid>().ToList(), linked.Where(l => l.PersonId == null).Select(l => l.Contact!.ToUpperInvariant()).ToList());
        // Whoever has the number already need not have looked yet to be told.
        var people = await db.Set<Person>().AsNoTracking().Where(p => ids.Contains(p.Id) || (p.PhoneNumberConfirmed && contacts.Contains(p.PhoneNumber!)) || (p.EmailConfirmed && contacts.Contains(p.NormalizedEmail!))).OrderBy(p => p.Id).ToListAsync(ct);
        await TellAsync(people, sharing, licence, template, "/account/shares", ct);
    }

    private async Task ToHolderAsync(Sharing sharing, Licence licence, CancellationToken ct)
    {
        var members = await db.Set<Membership>().Where(m => m.OrganisationId == sharing.HolderId && m.Until == null && s_keepers.Contains(m.Role)).Select(m => m.PersonId).Distinct().ToListAsync(ct);
        await TellAsync(await db.Set<Person>().AsNoTracking().Where(p => members.Contains(p.Id)).OrderBy(p => p.Id).ToListAsync(ct), sharing, licence, MailObjected, $"/income/{sharing.Id}", ct);
    }

    private async Task TellAsync(List<Person> people, Sharing sharing, Licence licence, MessageTemplate template, string path, CancellationToken ct)
    {
        var (title, what) = (await TitleAsync(licence, ct), $"{template.Key}:{sharing.Id}:{sharing.Steps}");
        foreach (var person in people)
        {
            await messages.QueueAsync(db, person, template, what, () =>
            {
                var words = new Dictionary<string, string>(StringComparer.Ordinal) { ["patent"] = title, ["licence"] = licence.CertificateNo, ["link"] = address.Of(path) };
                if (template == MailProposed) words["until"] = Dates.InWords(sharing.ObjectUntil);
                return words;
            }, inApp: true, ct);
        }
    }

    private async Task AddAsync(string kind, Sharing sharing, Licence licence, CancellationToken ct)
    {
        var roles = await db.Set<Membership>().Where(m => m.OrganisationId == sharing.HolderId && m.Until == null && s_keepers.Contains(m.Role)).Select(m => m.Role).Distinct().ToListAsync(ct);
        var role = s_keepers.Where(roles.Contains).DefaultIfEmpty(Role.Administrator).First();
        await work.AddAsync(db, new(kind, $"{kind}:{sharing.Id}", new Audience.Holders(sharing.HolderId, role), $"/income/{sharing.Id}", new Dictionary<string, string>(StringComparer.Ordinal) { ["patent"] = await TitleAsync(licence, ct), ["licence"] = licence.CertificateNo }), ct);
    }

    private async Task<string> TitleAsync(Licence licence, CancellationToken ct) =>
        (await db.Set<Patent>().Where(p => p.ApplicationNo == licence.ApplicationNo).Select(p => p.RemovedAt == null ? p.Title : p.ApplicationNo).SingleAsync(ct)).ReplaceLineEndings(" ");

    private static MessageTemplate About(string key, string subject, string text, params string[] more) => new()
    {
        Key = key,
        Texts = IncomeTexts.ResourceManager,
        SubjectName = subject,
        TextName = text,
        Parameters = ["patent", "licence", "link", .. more],
        Purpose = MessagePurpose.Service,
    };
}
