using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>
/// What meetings put on people's lists and write to them. A message names the patent, which is public, and an address; never a need's words, its owner or what was
/// written: mail passes through many hands.
/// </summary>
public sealed class MeetingNotices(WorkDesk work, PersonMessages messages, PublicAddress address)
{
    public const string Decide = "introduction.decide";
    public const string Agree = "introduction.agree";
    public const string Relay = "introduction.relay";
    public const string Answer = "talk.answer";
    public const string Unanswered = "talk.unanswered";
    public const string Licence = "licence.requested";

    public static readonly MessageTemplate MailTalk = About("meeting.talk", nameof(MeetingTexts.MailTalkSubject), nameof(MeetingTexts.MailTalkText));
    public static readonly MessageTemplate MailIntroduction = About("meeting.introduction", nameof(MeetingTexts.MailIntroductionSubject), nameof(MeetingTexts.MailIntroductionText));
    public static readonly MessageTemplate MailDisclosure = About("meeting.disclosure", nameof(MeetingTexts.MailDisclosureSubject), nameof(MeetingTexts.MailDisclosureText));
    public static readonly MessageTemplate MailRemind = About("meeting.remind", nameof(MeetingTexts.MailRemindSubject), nameof(MeetingTexts.MailRemindText));
    public static readonly MessageTemplate MailLicence = About("meeting.licence", nameof(MeetingTexts.MailLicenceSubject), nameof(MeetingTexts.MailLicenceText));

    public static readonly IReadOnlyList<MessageTemplate> Templates = [MailTalk, MailIntroduction, MailDisclosure, MailRemind, MailLicence];

    private static readonly Role[] s_everybody = [Role.Administrator, Role.Operator, Role.BureauClerk, Role.BureauReviewer];

    private static MessageTemplate About(string key, string subject, string text) => new()
    {
        Key = key,
        Texts = MeetingTexts.ResourceManager,
        SubjectName = subject,
        TextName = text,
        Parameters = ["patent", "link"],
        Purpose = MessagePurpose.Matches,
    };

    public static string Key(string kind, Guid id) => $"{kind}:{id}";

    /// <summary>Those who take part; as long as nobody does, all who could.</summary>
    public async Task TellTalkAsync(AppDbContext db, Talk talk, bool holder, MessageTemplate template, string what, CancellationToken ct)
    {
        var wrote = await db.Set<TalkMessage>().Where(m => m.TalkId == talk.Id && m.FromHolder == holder && m.PersonId != null).Select(m => m.PersonId!.Value).Distinct().ToListAsync(ct);
        if (!holder && talk.AskerPersonId is { } asker) wrote = [.. wrote.Append(asker).Distinct()];
        var organisation = holder ? talk.HolderId : talk.AskerId;
        if (organisation is { } own)
        {
            var members = await MembersAsync(db, own, ct);
            var still = wrote.Intersect(members).ToList();
            wrote = still.Count > 0 ? still : members;
        }
        await TellAsync(db, wrote, template, talk.ApplicationNo, $"/talks/{talk.Id}", what, ct);
    }

    public async Task TellOrganisationAsync(AppDbContext db, Guid organisation, MessageTemplate template, string no, string path, string what, CancellationToken ct) =>
        await TellAsync(db, await MembersAsync(db, organisation, ct), template, no, path, what, ct);

    /// <summary>The owner's people, or the person who owns it alone.</summary>
    public async Task TellOwnerAsync(AppDbContext db, Need need, MessageTemplate template, string no, string path, string what, CancellationToken ct) =>
        await TellAsync(db, need.OwnerId is { } owner ? await MembersAsync(db, owner, ct) : need.PersonId is { } person ? [person] : [], template, no, path, what, ct);

    /// <summary>Puts it on the list of whoever works on such things there: operators or clerks where there are any.</summary>
    public async Task AddWorkAsync(AppDbContext db, string kind, Guid id, Guid organisation, string no, string link, DateOnly? due, CancellationToken ct, string? other = null)
    {
        var roles = await db.Set<Membership>().Where(m => m.OrganisationId == organisation && m.Until == null && s_everybody.Contains(m.Role)).Select(m => m.Role).Distinct().ToListAsync(ct);
        var role = new[] { Role.Operator, Role.Administrator, Role.BureauClerk, Role.BureauReviewer }.Where(roles.Contains).DefaultIfEmpty(Role.Administrator).First();
        var words = new Dictionary<string, string>(StringComparer.Ordinal) { ["patent"] = await TitleAsync(db, no, ct), ["other"] = other ?? "" };
        await work.AddAsync(db, new(kind, Key(kind, id), new Audience.Holders(organisation, role), link, words, due), ct);
    }

    public Task DoneAsync(AppDbContext db, string kind, Guid id, Guid? by, CancellationToken ct) => work.DoneAsync(db, Key(kind, id), by, ct);

    /// <summary>A need that nobody has claimed yet is told to the bureau that brought it in, or to that of its place.</summary>
    public static async Task<Guid?> BureauOfAsync(AppDbContext db, Need need, CancellationToken ct) => need.BureauId ?? (await BureauOf.RegionAsync(db, need.RegionPath, ct))?.Id;

    private async Task TellAsync(AppDbContext db, IReadOnlyCollection<Guid> people, MessageTemplate template, string no, string path, string what, CancellationToken ct)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal) { ["patent"] = await TitleAsync(db, no, ct), ["link"] = address.Of(path) };
        foreach (var person in await db.Set<Person>().AsNoTracking().Where(p => people.Contains(p.Id)).OrderBy(p => p.Id).ToListAsync(ct))
            await messages.QueueAsync(db, person, template, what, () => words, inApp: true, ct);
    }

    private static Task<List<Guid>> MembersAsync(AppDbContext db, Guid organisation, CancellationToken ct) =>
        db.Set<Membership>().Where(m => m.OrganisationId == organisation && m.Until == null && s_everybody.Contains(m.Role)).Select(m => m.PersonId).Distinct().ToListAsync(ct);

    /// <summary>One that left the catalogue, such as a secret one, is told by its number alone.</summary>
    private static async Task<string> TitleAsync(AppDbContext db, string no, CancellationToken ct) =>
        (await db.Set<Patent>().Where(p => p.ApplicationNo == no).Select(p => p.RemovedAt == null ? p.Title : p.ApplicationNo).SingleAsync(ct)).ReplaceLineEndings(" ");
}
