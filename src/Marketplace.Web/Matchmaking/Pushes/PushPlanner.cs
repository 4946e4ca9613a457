using System.Security.Cryptography;
using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Privacy;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>Why an enterprise gets nothing.</summary>
public enum PushLeft
{
    /// <summary>没有可用的联系方式</summary>
    NoContact,

    /// <summary>已退订</summary>
    OptedOut,

    /// <summary>近期推送已达上限</summary>
    Cap,

    /// <summary>这些专利都已推送过</summary>
    PushedBefore,

    /// <summary>注销、合并、停用</summary>
    Gone,
}

/// <param name="Channel">By which way.</param>
/// <param name="PersonId">Somebody of a registered enterprise; null: the directory's contact.</param>
/// <param name="Masked">To whom, for the clerk and the log.</param>
public sealed record PushRecipient(PushChannel Channel, Guid? PersonId, string Masked);

public sealed record PushTo(string Uscc, string Name, string RegionPath, IReadOnlyList<PushRecipient> Recipients, IReadOnlyList<string> Patents);

/// <param name="Patents">All that were picked, with what stands against some.</param>
/// <param name="To">Who gets what.</param>
/// <param name="Left">Who gets nothing, and why.</param>
/// <param name="Cut">More enterprises were chosen than go into one push.</param>
/// <param name="QuietUntil">Text messages wait until then.</param>
public sealed record PushPlan(IReadOnlyList<PushPatent> Patents, IReadOnlyList<PushTo> To, IReadOnlyList<(string Uscc, string Name, PushLeft Why)> Left, bool Cut, DateTimeOffset? QuietUntil)
{
    /// <summary>What the clerk saw; with another one, they look again before anything goes out.</summary>
    public string Fingerprint => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        To.Select(t => $"{t.Uscc} {string.Join(',', t.Patents)} {string.Join(',', t.Recipients.Select(r => $"{r.Channel}{r.PersonId}{r.Masked}"))}")))))[..32];

    public int Count(PushChannel channel) => To.Sum(t => t.Recipients.Count(r => r.Channel == channel));

    public int Count(PushLeft why) => Left.Count(l => l.Why == why);
}

/// <summary>Works out who would get which patents by which way, and who is left out and why.</summary>
public sealed class PushPlanner(AppDbContext db, DirectoryQuery query, PushPatents patents, MessageChannels channels, IOptions<MessageOptions> messages, TimeProvider time)
{
    /// <summary>Of one bureau's directory at once; a prefecture has some thousands.</summary>
    public const int MostEnterprises = 5000;

    /// <summary>Two in a week, in answer to the issue's "caps": with more, people leave the list and are lost to later pushes.</summary>
    public const int MostInAWeek = 2;

    /// <summary>门类 of GB/T 4754.</summary>
    private static readonly string[] s_sections = [.. Enumerable.Range('A', 20).Select(letter => ((char)letter).ToString())];

    /// <summary>One enterprise may have dozens of members; those first of its administrators and operators are asked.</summary>
    private const int MostPeople = 3;

    public async Task<PushPlan> PlanAsync(Push push, CancellationToken ct)
    {
        var checkedPatents = await patents.CheckAsync(push.Patents, ct);
        string[] good = [.. checkedPatents.Where(p => p.Problem is null).Select(p => p.ApplicationNo)];
        var lines = await LinesAsync(push, ct);
        var cut = lines.Count > MostEnterprises;
        if (cut) lines = lines[..MostEnterprises];
        string[] codes = [.. lines.Select(l => l.Uscc)];
        var week = time.GetUtcNow().AddDays(-7);
        var often = (await db.Set<PushDelivery>().Where(d => d.Uscc != null && codes.Contains(d.Uscc) && d.PushId != push.Id && d.CreatedAt > week && d.FailedAt == null && d.HappenedOn == null)
            .GroupBy(d => d.Uscc!).Select(g => new { g.Key, Count = g.Select(d => d.PushId).Distinct().Count() }).Where(g => g.Count >= MostInAWeek).Select(g => g.Key).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);
        // Delivered, or on its way.
        var before = push.Resend ? [] : (await (from d in db.Set<PushDelivery>()
                                                join p in db.Set<PushDeliveryPatent>() on d.Id equals p.DeliveryId
                                                where d.Uscc != null && codes.Contains(d.Uscc) && d.PushId != push.Id && good.Contains(p.ApplicationNo) && (d.CountsAt != null || (d.FailedAt == null && d.HappenedOn == null))
                                                select new { d.Uscc, p.ApplicationNo }).Distinct().ToListAsync(ct)).Select(p => (p.Uscc!, p.ApplicationNo)).ToHashSet();
        var off = (await db.Set<MessageOptOut>().Where(o => o.Purpose == MessagePurpose.Pushes.Key).Select(o => new { o.RecipientKey, o.Channel }).ToListAsync(ct)).Select(o => (o.RecipientKey, o.Channel)).ToHashSet();
        var people = await PeopleAsync([.. lines.Where(l => l.Stage == DirectoryStage.Registered).Select(l => l.Uscc)], ct);
        List<PushTo> to = [];
        List<(string, string, PushLeft)> left = [];
        foreach (var line in lines)
        {
            string[] news = [.. good.Where(no => !before.Contains((line.Uscc, no)))];
            var ways = Ways(line, people[line.Uscc], push.Way);
            var open = ways.Where(w => !off.Contains((KeyOf(line.Uscc, w.PersonId), Enum.Parse<MessageChannel>(w.Channel.ToString())))).ToList();
            if (line.Stage == DirectoryStage.Gone) left.Add((line.Uscc, line.Name, PushLeft.Gone));
            else if (ways.Count == 0) left.Add((line.Uscc, line.Name, PushLeft.NoContact));
            else if (open.Count == 0) left.Add((line.Uscc, line.Name, PushLeft.OptedOut));
            else if (good.Length > 0 && news.Length == 0) left.Add((line.Uscc, line.Name, PushLeft.PushedBefore));
            else if (often.Contains(line.Uscc)) left.Add((line.Uscc, line.Name, PushLeft.Cap));
            else if (good.Length > 0) to.Add(new(line.Uscc, line.Name, line.RegionPath, open, news));
        }
        return new(checkedPatents, to, left, cut, messages.Value.QuietHoursOf(MessageChannel.Sms)?.EndAfter(time.GetUtcNow() + PushDesk.Undo));
    }

    /// <summary>What <see cref="Push.Filter"/> says, as the directory reads it.</summary>
    public static DirectoryFilter FilterOf(string? text)
    {
        var read = QueryHelpers.ParseQuery(text);
        string? Of(string name) => read.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } one ? one : null;
        return new() { Region = Of("region"), Size = Of("size"), Label = Of("label"), Place = Of("place"), Stage = Of("stage"), Q = Of("q") };
    }

    internal static string KeyOf(string uscc, Guid? person) => person is { } id ? PersonMessages.KeyOf(id) : DirectoryInvitations.RecipientKey(uscc);

    internal static bool IsMobile(string? phone) => phone is ['1', >= '3', _, _, _, _, _, _, _, _, _];

    private async Task<List<DirectoryLine>> LinesAsync(Push push, CancellationToken ct)
    {
        List<DirectoryLine> found = [];
        if (push.Filter is not null)
        {
            var filtered = query.Lines(push.RegionPath, FilterOf(push.Filter));
            if (push.Industry is { Length: > 0 } industry)
            {
                // Lists have C3572 and 3572.
                var digits = industry.TrimStart([.. s_sections.Select(section => section[0])]);
                filtered = digits.Length == 0 ? filtered.Where(l => l.Industry != null && l.Industry.StartsWith(industry))
                    : filtered.Where(l => l.Industry != null && (l.Industry.StartsWith(digits) || (s_sections.Contains(l.Industry.Substring(0, 1)) && l.Industry.Substring(1).StartsWith(digits))));
            }
            found.AddRange(await filtered.OrderBy(l => l.Uscc).Take(MostEnterprises + 1).ToListAsync(ct));
        }
        var picked = push.Enterprises.Except(found.Select(l => l.Uscc), StringComparer.Ordinal).ToArray();
        if (picked.Length > 0) found.AddRange(await query.Lines(push.RegionPath, new()).Where(l => picked.Contains(l.Uscc)).OrderBy(l => l.Uscc).ToListAsync(ct));
        return found;
    }

    private sealed record Member(Person Person, bool HasWeChat);

    private async Task<ILookup<string, Member>> PeopleAsync(string[] codes, CancellationToken ct)
    {
        var members = await (from m in db.Set<Membership>()
                             join o in db.Set<Organisation>() on m.OrganisationId equals o.Id
                             join p in db.Set<Person>() on m.PersonId equals p.Id
                             where codes.Contains(o.Uscc) && o.State == OrganisationState.Active && m.Until == null && (m.Role == Role.Administrator || m.Role == Role.Operator)
                                && p.DisabledAt == null && p.ErasedAt == null
                             orderby o.Uscc, m.Role, m.Since, m.Id
                             select new { o.Uscc, Person = p, HasWeChat = db.Set<IdentityUserLogin<Guid>>().Any(l => l.UserId == p.Id && l.LoginProvider == "wechat") }).AsNoTracking().ToListAsync(ct);
        return members.GroupBy(m => m.Uscc, StringComparer.Ordinal)
            .SelectMany(g => g.DistinctBy(m => m.Person.Id).Take(MostPeople).Select(m => (g.Key, new Member(m.Person, m.HasWeChat)))).ToLookup(x => x.Key, x => x.Item2, StringComparer.Ordinal);
    }

    private List<PushRecipient> Ways(DirectoryLine line, IEnumerable<Member> members, PushWay prefer)
    {
        List<PushRecipient> ways = [];
        foreach (var (person, wechat) in members)
        {
            ways.Add(new(PushChannel.InApp, person.Id, Masking.Name(person.DisplayName) ?? "***"));
            if (wechat && channels.IsOn(MessageChannel.WeChat)) ways.Add(new(PushChannel.WeChat, person.Id, Masking.Name(person.DisplayName) ?? "***"));
            if (One(person.PhoneNumberConfirmed ? person.PhoneNumber : null, person.EmailConfirmed ? person.Email : null, prefer) is { } way) ways.Add(way with { PersonId = person.Id });
        }
        if (ways.Count == 0 && One(line.ContactPhone, line.ContactMail, prefer) is { } contact) ways.Add(contact);
        return ways;
    }

    private PushRecipient? One(string? phone, string? mail, PushWay prefer)
    {
        var sms = IsMobile(phone) && channels.IsOn(MessageChannel.Sms) ? new PushRecipient(PushChannel.Sms, null, RecipientMask.Of(MessageChannel.Sms, phone!)) : null;
        var post = !string.IsNullOrEmpty(mail) && channels.IsOn(MessageChannel.Mail) ? new PushRecipient(PushChannel.Mail, null, RecipientMask.Of(MessageChannel.Mail, mail)) : null;
        return prefer == PushWay.SmsFirst ? sms ?? post : post ?? sms;
    }
}
