using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>Queues the messages of pushes whose time has come, and writes down what became of them.</summary>
public sealed class PushSender(AppDbContext db, PushPatents patents, Messenger messenger, PublicAddress address, TimeProvider time)
{
    /// <summary>Committed together, so that a crash repeats little and the page sees progress.</summary>
    private const int Chunk = 200;

    /// <summary>Titles in a message; the link leads to all.</summary>
    private const int Named = 5;

    /// <summary>Gateways report within hours, mail servers give up after days, and what lies in an inbox is read within a month or not at all.</summary>
    private static readonly TimeSpan s_settles = TimeSpan.FromDays(30);

    public async Task SendDueAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await db.Set<Push>().Where(p => p.State == PushState.Waiting && p.NotBefore <= now).ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PushState.Sending), ct);
        foreach (var push in await db.Set<Push>().AsNoTracking().Where(p => p.State == PushState.Sending).OrderBy(p => p.Id).ToListAsync(ct))
        {
            while (await QueueAsync(push, ct) > 0) { }
            await db.Set<Push>().Where(p => p.Id == push.Id && p.State == PushState.Sending && !db.Set<PushDelivery>().Any(d => d.PushId == p.Id && d.QueuedAt == null && d.FailedAt == null))
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.State, PushState.Sent), ct);
        }
    }

    /// <summary>
    /// From the states of the messages to the receipt log, and from there to the items. A text message counts when the gateway reports it delivered, mail and robots, which
    /// never report, when they were taken; somebody who read it proves any of them.
    /// </summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        var since = time.GetUtcNow() - s_settles;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await PushCounting.LockAsync(db, ct);
        var messages = from d in db.Set<PushDelivery>()
                       join m in db.Set<Message>() on PushMessages.DedupePrefix + d.Id.ToString().Replace("-", "") equals m.DedupeKey
                       where d.QueuedAt > since && d.FailedAt == null
                       select new { d, m };
        await messages.Where(x => x.d.AcceptedAt == null && (x.m.State == MessageState.Accepted || x.m.State == MessageState.Delivered))
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.d.AcceptedAt, x => x.m.AcceptedAt ?? x.m.FinishedAt), ct);
        await messages.Where(x => x.d.DeliveredAt == null && x.m.State == MessageState.Delivered).ExecuteUpdateAsync(set => set.SetProperty(x => x.d.DeliveredAt, x => x.m.FinishedAt ?? x.m.AcceptedAt), ct);
        await messages.Where(x => x.d.ReadAt == null && x.m.ReadAt != null).ExecuteUpdateAsync(set => set.SetProperty(x => x.d.ReadAt, x => x.m.ReadAt), ct);
        await messages.Where(x => x.m.State == MessageState.Failed || x.m.State == MessageState.OptedOut || x.m.State == MessageState.Expired)
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.d.FailedAt, x => x.m.FinishedAt ?? x.m.CreatedAt)
                .SetProperty(x => x.d.FailCode, x => x.m.State == MessageState.OptedOut ? "opted_out" : x.m.State == MessageState.Expired ? "expired" : x.m.ErrorCode), ct);
        var recent = db.Set<PushDelivery>().Where(d => d.QueuedAt > since);
        var counted = await recent.Where(d => d.FailedAt == null && d.CountsAt == null && (d.DeliveredAt != null || d.ReadAt != null || (d.Channel != PushChannel.Sms && d.AcceptedAt != null)))
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.CountsAt, d => d.DeliveredAt ?? (d.Channel != PushChannel.Sms ? d.AcceptedAt ?? d.ReadAt : d.ReadAt)).SetProperty(d => d.Recount, true), ct);
        counted += await recent.Where(d => d.FailedAt != null && d.ReadAt == null && d.CountsAt != null).ExecuteUpdateAsync(set => set.SetProperty(d => d.CountsAt, (DateTimeOffset?)null).SetProperty(d => d.Recount, true), ct);
        if (counted > 0) await PushCounting.RecountAsync(db, ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<int> QueueAsync(Push push, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var open = await db.Set<PushDelivery>().FromSql($"select * from push_deliveries where push_id = {push.Id} and queued_at is null and failed_at is null order by id limit {Chunk} for update skip locked")
            .AsNoTracking().ToListAsync(ct);
        if (open.Count == 0) return 0;
        // What was taken off the market or marked secret within the ten minutes goes to nobody.
        var offered = (await patents.CheckAsync(push.Patents, ct)).Where(p => p.Problem is null).ToDictionary(p => p.ApplicationNo, StringComparer.Ordinal);
        Guid[] ids = [.. open.Select(d => d.Id)];
        string[] still = [.. offered.Keys];
        await db.Set<PushDeliveryPatent>().Where(p => ids.Contains(p.DeliveryId) && !still.Contains(p.ApplicationNo)).ExecuteDeleteAsync(ct);
        var numbers = (await db.Set<PushDeliveryPatent>().AsNoTracking().Where(p => ids.Contains(p.DeliveryId)).OrderBy(p => p.Place).ToListAsync(ct)).ToLookup(p => p.DeliveryId, p => offered[p.ApplicationNo]);
        var to = await RecipientsAsync(open, ct);
        var now = time.GetUtcNow();
        foreach (var delivery in open)
        {
            var (name, way, language) = to(delivery);
            var titles = numbers[delivery.Id].ToList();
            if (way is null || titles.Count == 0)
            {
                var code = way is null ? "recipient_gone" : "patents_gone";
                await db.Set<PushDelivery>().Where(d => d.Id == delivery.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.FailedAt, now).SetProperty(d => d.FailCode, code), ct);
                continue;
            }
            await messenger.QueueAsync(db, new()
            {
                Channel = Enum.Parse<MessageChannel>(delivery.Channel.ToString()),
                Address = way,
                RecipientKey = delivery.Uscc is null ? "push-group:" + way : PushMessages.KeyOf(delivery),
                Template = PushMessages.Patents,
                Language = language,
                DedupeKey = $"{PushMessages.DedupePrefix}{delivery.Id:N}",
                Parameters = Language.In(language, () => new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["bureau"] = push.BureauName,
                    ["enterprise"] = name,
                    ["count"] = titles.Count.ToString(CultureInfo.InvariantCulture),
                    ["titles"] = string.Join('\n', titles.Take(Named).Select(p => $"· {p.Title} ({p.Number})")) + (titles.Count > Named ? "\n…" : ""),
                    ["reason"] = push.Reason ?? "",
                    ["link"] = address.Of("/pushed/" + delivery.Token),
                    ["news"] = address.Of("/patents/new"),
                }),
            }, ct);
            await db.Set<PushDelivery>().Where(d => d.Id == delivery.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.QueuedAt, now), ct);
        }
        await transaction.CommitAsync(ct);
        return open.Count;
    }

    /// <summary>As they can be reached now: who left the enterprise or changed their number within the ten minutes is not written to.</summary>
    private async Task<Func<PushDelivery, (string Name, string? Way, string Language)>> RecipientsAsync(List<PushDelivery> open, CancellationToken ct)
    {
        string[] codes = [.. open.Select(d => d.Uscc).OfType<string>().Distinct(StringComparer.Ordinal)];
        Guid[] people = [.. open.Select(d => d.PersonId).OfType<Guid>().Distinct()];
        var entries = await (from e in db.Set<DirectoryEntry>()
                             join o in db.Set<Organisation>() on e.OrganisationId equals o.Id
                             where codes.Contains(e.Uscc)
                             select new { e.Uscc, o.Name, e.ContactPhone, e.ContactMail }).ToDictionaryAsync(e => e.Uscc, StringComparer.Ordinal, ct);
        var persons = await db.Set<Person>().AsNoTracking().Where(p => people.Contains(p.Id) && p.DisabledAt == null && p.ErasedAt == null).ToDictionaryAsync(p => p.Id, ct);
        var members = (await (from m in db.Set<Membership>()
                              join o in db.Set<Organisation>() on m.OrganisationId equals o.Id
                              where people.Contains(m.PersonId) && m.Until == null && codes.Contains(o.Uscc)
                              select new { m.PersonId, o.Uscc }).ToListAsync(ct)).Select(m => (m.PersonId, (string?)m.Uscc)).ToHashSet();
        var logins = await db.Set<IdentityUserLogin<Guid>>().Where(l => people.Contains(l.UserId) && l.LoginProvider == "wechat").GroupBy(l => l.UserId)
            .Select(g => new { g.Key, Subject = g.Min(l => l.ProviderKey) }).ToDictionaryAsync(l => l.Key, l => l.Subject, ct);
        return delivery =>
        {
            if (delivery.Uscc is null) return (PushTexts.GroupName, delivery.Recipient, MessageLanguages.Chinese);
            if (!entries.TryGetValue(delivery.Uscc, out var entry)) return ("", null, MessageLanguages.Chinese);
            if (delivery.PersonId is not { } id) return (entry.Name, delivery.Channel == PushChannel.Sms ? entry.ContactPhone : entry.ContactMail, MessageLanguages.Chinese);
            if (!persons.TryGetValue(id, out var person) || !members.Contains((id, delivery.Uscc))) return (entry.Name, null, MessageLanguages.Chinese);
            var language = MessageLanguages.All.Contains(person.Language, StringComparer.Ordinal) ? person.Language : MessageLanguages.Chinese;
            return (entry.Name, delivery.Channel switch
            {
                PushChannel.InApp => PersonMessages.KeyOf(id),
                PushChannel.WeChat => logins.GetValueOrDefault(id),
                PushChannel.Sms => person.PhoneNumberConfirmed ? person.PhoneNumber : null,
                _ => person.EmailConfirmed ? person.Email : null,
            }, language);
        };
    }
}

/// <summary>Sends and settles in the background.</summary>
public sealed class PushWorker(IServiceScopeFactory scopes, DatabaseSignals signals, DatabaseReady ready, ILogger<PushWorker> logger)
    // Pushes fall due by the clock, which notifies nobody.
    : Platform.Jobs.QueueWorker(Channel, TimeSpan.FromSeconds(10), signals, ready, logger)
{
    public const string Channel = "pushes";

    internal override async Task RunAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var sender = scope.ServiceProvider.GetRequiredService<PushSender>();
        await sender.SendDueAsync(ct);
        await sender.SettleAsync(ct);
    }
}
