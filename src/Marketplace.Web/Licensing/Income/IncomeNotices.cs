using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Income;

/// <summary>What a sharing writes to those who get a share and puts on the holder's list. No amounts: mail is read by others too.</summary>
public sealed class IncomeNotices(AppDbContext db, CaseNotices notices, PersonMail mail, PublicAddress address)
{
    public const string Settle = "sharing.settle";
    public const string Pay = "sharing.pay";

    public static readonly MessageTemplate MailProposed = About("sharing.proposed", nameof(IncomeTexts.MailProposedSubject), nameof(IncomeTexts.MailProposedText), "until");
    public static readonly MessageTemplate MailAnew = About("sharing.anew", nameof(IncomeTexts.MailAnewSubject), nameof(IncomeTexts.MailAnewText));
    public static readonly MessageTemplate MailConfirmed = About("sharing.confirmed", nameof(IncomeTexts.MailConfirmedSubject), nameof(IncomeTexts.MailConfirmedText));
    public static readonly MessageTemplate MailPaid = About("sharing.paid", nameof(IncomeTexts.MailPaidSubject), nameof(IncomeTexts.MailPaidText));
    public static readonly MessageTemplate MailObjected = About("sharing.objected", nameof(IncomeTexts.MailObjectedSubject), nameof(IncomeTexts.MailObjectedText));

    public static readonly IReadOnlyList<MessageTemplate> Templates = [MailProposed, MailAnew, MailConfirmed, MailPaid, MailObjected];

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
        else if (sharing.State != SharingState.Objected) await notices.DoneAsync(Settle, sharing.Id.ToString(), ct);
        if (sharing.State == SharingState.Confirmed) await AddAsync(Pay, sharing, licence, ct);
        else await notices.DoneAsync(Pay, sharing.Id.ToString(), ct);
    }

    private async Task ToContributorsAsync(Sharing sharing, Licence licence, MessageTemplate template, CancellationToken ct)
    {
        var names = sharing.Shares.Where(share => share.ToPerson).Select(share => share.Name).ToList();
        var linked = await db.Set<InventorLink>().AsNoTracking().Where(l => l.HolderId == sharing.HolderId && l.ApplicationNo == licence.ApplicationNo && l.EndedAt == null && names.Contains(l.Name)).ToListAsync(ct);
        var (ids, contacts) = (linked.Select(l => l.PersonId).OfType<Guid>().ToList(), linked.Where(l => l.PersonId == null).Select(l => l.Contact!.ToUpperInvariant()).ToList());
        // Whoever has the number already need not have looked yet to be told.
        var people = await db.Set<Person>().Where(p => ids.Contains(p.Id) || (p.PhoneNumberConfirmed && contacts.Contains(p.PhoneNumber!)) || (p.EmailConfirmed && contacts.Contains(p.NormalizedEmail!))).Select(p => p.Id).ToListAsync(ct);
        await mail.TellAsync(db, people, template, await WordsAsync(sharing, licence, template, "/account/shares", ct), What(sharing, template), ct);
    }

    private async Task ToHolderAsync(Sharing sharing, Licence licence, CancellationToken ct) =>
        await notices.TellAsync(sharing.HolderId, CaseNotices.Keepers, MailObjected, What(sharing, MailObjected), await WordsAsync(sharing, licence, MailObjected, $"/income/{sharing.Id}", ct), ct);

    private async Task AddAsync(string kind, Sharing sharing, Licence licence, CancellationToken ct) =>
        await notices.AddAsync(kind, sharing.Id.ToString(), sharing.HolderId, CaseNotices.Keepers, $"/income/{sharing.Id}", new Dictionary<string, string>(StringComparer.Ordinal) { ["patent"] = await notices.TitleAsync(licence.ApplicationNo, ct), ["licence"] = licence.CertificateNo }, null, ct);

    private static string What(Sharing sharing, MessageTemplate template) => $"{template.Key}:{sharing.Id}:{sharing.Steps}";

    /// <summary>Asked anew for each reader: a day is said in their language.</summary>
    private async Task<Func<IReadOnlyDictionary<string, string>>> WordsAsync(Sharing sharing, Licence licence, MessageTemplate template, string path, CancellationToken ct)
    {
        var title = await notices.TitleAsync(licence.ApplicationNo, ct);
        return () =>
        {
            var words = new Dictionary<string, string>(StringComparer.Ordinal) { ["patent"] = title, ["licence"] = licence.CertificateNo, ["link"] = address.Of(path) };
            if (template == MailProposed) words["until"] = Dates.InWords(sharing.ObjectUntil);
            return words;
        };
    }

    private static MessageTemplate About(string key, string subject, string text, params ReadOnlySpan<string> more) => CaseNotices.About(IncomeTexts.ResourceManager, key, subject, text, ["patent", "licence", "link", .. more]);
}
