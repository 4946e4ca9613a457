using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs;

/// <summary>What the steps of a need put on people's lists and write to them. Messages name the need by its public title, and nothing else of it.</summary>
public sealed class NeedWork(WorkDesk work, PersonMail mail, Messenger messenger, PublicAddress address)
{
    /// <summary>Runs out soon: extend it, or say that it is solved.</summary>
    public const string Expiring = "need.expiring";

    /// <summary>Left by phone without a code: the station asks back.</summary>
    public const string Verify = "need.verify";

    public static readonly MessageTemplate MailExpiring = Make("need.expiring", nameof(NeedTexts.MailExpiringSubject), nameof(NeedTexts.MailExpiringText), [], "need", "day", "link");
    public static readonly MessageTemplate MailExpired = Make("need.expired", nameof(NeedTexts.MailExpiredSubject), nameof(NeedTexts.MailExpiredText), [], "need", "link");
    public static readonly MessageTemplate MailOnBehalf = Make("need.on-behalf", nameof(NeedTexts.MailOnBehalfSubject), nameof(NeedTexts.MailOnBehalfText), [], "bureau", "need", "link");

    /// <summary>To a number, with the link by which whoever left it, or for whom it was entered, takes it back.</summary>
    public static readonly MessageTemplate SmsLeft = Make("need.left", nameof(NeedTexts.SmsLeftSubject), nameof(NeedTexts.SmsLeftText), ["link"], "link");
    public static readonly MessageTemplate SmsOnBehalf = Make("need.left-on-behalf", nameof(NeedTexts.SmsOnBehalfSubject), nameof(NeedTexts.SmsOnBehalfText), ["link"], "bureau", "link");

    public static readonly IReadOnlyList<MessageTemplate> Templates = [MailExpiring, MailExpired, MailOnBehalf, SmsLeft, SmsOnBehalf];

    public async Task ExpiringAsync(AppDbContext db, Need need, DateOnly until, CancellationToken ct)
    {
        if (need.OwnerId is { } owner)
        {
            var role = await db.Set<Membership>().AnyAsync(m => m.OrganisationId == owner && m.Until == null && m.Role == Role.Operator, ct) ? Role.Operator : Role.Administrator;
            await work.AddAsync(db, new(Expiring, Key(Expiring, need.Id), new Audience.Holders(owner, role), $"/needs/{need.Id}", Words(need), until), ct);
        }
        else if (need.PersonId is { } person) await work.AddAsync(db, new(Expiring, Key(Expiring, need.Id), new Audience.One(person), $"/needs/{need.Id}", Words(need), until), ct);
        await TellAsync(db, need, MailExpiring, $"{Expiring}:{need.Id}:{until:yyyyMMdd}", ct, ("day", Dates.InTable(until)));
    }

    public Task ExpiredAsync(AppDbContext db, Need need, CancellationToken ct) => TellAsync(db, need, MailExpired, $"need.expired:{need.Id}:{need.ExpiresOn:yyyyMMdd}", ct);

    public Task OnBehalfAsync(AppDbContext db, Need need, string bureau, CancellationToken ct) => TellAsync(db, need, MailOnBehalf, $"need.on-behalf:{need.Id}", ct, ("bureau", bureau));

    /// <summary>A message to a number without an account.</summary>
    public Task<bool> TextAsync(AppDbContext db, Need need, string phone, MessageTemplate template, string link, string? bureau, CancellationToken ct) => messenger.QueueAsync(db, new()
    {
        Channel = MessageChannel.Sms,
        Address = phone,
        RecipientKey = $"need:{need.Id}",
        Template = template,
        Language = MessageLanguages.Of(System.Globalization.CultureInfo.CurrentUICulture),
        DedupeKey = $"{template.Key}:{need.Id}",
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["link"] = address.Of(link), ["bureau"] = bureau ?? "" },
    }, ct);

    public async Task VerifyAsync(AppDbContext db, Need need, Guid bureau, DateOnly due, CancellationToken ct) =>
        await work.AddAsync(db, new(Verify, Key(Verify, need.Id), new Audience.Holders(bureau, Role.BureauClerk), $"/needs/collected/{need.Id}", new Dictionary<string, string>(StringComparer.Ordinal) { ["need"] = need.Pseudonym }, due), ct);

    /// <summary>Nothing is left to do about it.</summary>
    public async Task SettledAsync(AppDbContext db, Need need, Guid? by, CancellationToken ct)
    {
        await work.DoneAsync(db, Key(Expiring, need.Id), by, ct);
        await work.DoneAsync(db, Key(Verify, need.Id), by, ct);
    }

    private async Task TellAsync(AppDbContext db, Need need, MessageTemplate template, string what, CancellationToken ct, params (string Name, string Value)[] more)
    {
        var words = Words(need);
        words["link"] = address.Of($"/needs/{need.Id}");
        foreach (var (name, value) in more) words[name] = value;
        await mail.TellAsync(db, await KeepersAsync(db, need, ct), template, words, what, ct);
    }

    private static async Task<IReadOnlyCollection<Guid>> KeepersAsync(AppDbContext db, Need need, CancellationToken ct) => need.OwnerId is { } owner
        ? await db.Set<Membership>().Where(m => m.OrganisationId == owner && m.Until == null && (m.Role == Role.Administrator || m.PersonId == need.PersonId)).Select(m => m.PersonId).Distinct().ToListAsync(ct)
        : need.PersonId is { } person ? [person] : [];

    private static Dictionary<string, string> Words(Need need) => new(StringComparer.Ordinal) { ["need"] = need.Title.ReplaceLineEndings(" ") };

    private static MessageTemplate Make(string key, string subject, string text, string[] secrets, params string[] parameters) => new()
    {
        Key = key,
        Texts = NeedTexts.ResourceManager,
        SubjectName = subject,
        TextName = text,
        Parameters = parameters,
        Secrets = secrets,
        Purpose = MessagePurpose.Service,
    };

    internal static string Key(string kind, Guid id) => $"{kind}:{id}";
}
