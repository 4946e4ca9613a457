using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>Who of a list would be invited, and why the others not.</summary>
public sealed record InvitationPlan(int Matched, int NotListed, int Recently, int Unreachable, int OptedOut, IReadOnlyList<(string Uscc, MessageChannel Channel)> Invitable);

/// <summary>Invites enterprises of the list to come: in rounds that can be taken back for ten minutes, and each enterprise at most once in thirty days.</summary>
public sealed class DirectoryInvitations(AppDbContext db, DirectoryQuery query, Messenger messenger, PublicAddress address, AuditLog audit, TimeProvider time)
{
    /// <summary>Long enough to notice a wrong filter, short enough to be sent the same hour.</summary>
    public static readonly TimeSpan Undo = TimeSpan.FromMinutes(10);

    /// <summary>Asked for in the work order of the directory: more often is a nuisance, and text messages cost money.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromDays(30);

    /// <summary>Committed together, so that a crash repeats little and the page sees progress.</summary>
    private const int Chunk = 200;

    /// <summary>Two clerks inviting at once. "invit" in ASCII.</summary>
    private const long InviteLock = 0x696E766974;

    public static readonly MessageTemplate Template = new()
    {
        Key = "directory.invitation",
        Texts = DirectoryTexts.ResourceManager,
        SubjectName = nameof(DirectoryTexts.InvitationSubject),
        TextName = nameof(DirectoryTexts.InvitationText),
        Parameters = ["bureau", "enterprise", "link"],
        Purpose = MessagePurpose.Notices,
        GoodFor = TimeSpan.FromDays(7),
    };

    public static string RecipientKey(string uscc) => $"directory:{uscc}";

    private const string MessagePrefix = "directory.invitation:";

    /// <summary>Gateways report within hours, mail servers give up after days.</summary>
    private static readonly TimeSpan s_bounces = TimeSpan.FromDays(3);

    public async Task<InvitationPlan> PlanAsync(string reach, DirectoryFilter filter, CancellationToken ct)
    {
        var since = time.GetUtcNow() - Apart;
        var lines = await query.Lines(reach, filter).Select(l => new
        {
            l.Uscc,
            l.ContactPhone,
            l.ContactMail,
            Listed = l.Stage == DirectoryStage.Listed || l.Stage == DirectoryStage.Invited,
            Recently = db.Set<DirectoryInvitation>().Any(i => i.Uscc == l.Uscc && i.InvitedAt > since),
            OptedOut = db.Set<MessageOptOut>().Where(o => o.RecipientKey == "directory:" + l.Uscc && o.Purpose == Template.Purpose.Key).Select(o => o.Channel).ToList(),
        }).ToListAsync(ct);
        var listed = lines.Where(l => l.Listed).ToList();
        var due = listed.Where(l => !l.Recently).ToList();
        var reachable = due.Where(l => IsMobile(l.ContactPhone) || l.ContactMail is not null).ToList();
        var invitable = reachable.Select(l => (l.Uscc, Channel: Way(l.ContactPhone, l.ContactMail, l.OptedOut))).Where(l => l.Channel is not null).Select(l => (l.Uscc, l.Channel!.Value)).ToList();
        return new(lines.Count, lines.Count - listed.Count, listed.Count - due.Count, due.Count - reachable.Count, reachable.Count - invitable.Count, invitable);
    }

    /// <summary>Null when nobody was left to invite.</summary>
    public async Task<InvitationRound?> InviteAsync(Organisation bureau, Guid person, DirectoryFilter filter, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({InviteLock})", ct);
        var plan = await PlanAsync(bureau.RegionPath, filter, ct);
        if (plan.Invitable.Count == 0) return null;
        var round = new InvitationRound
        {
            BureauId = bureau.Id,
            BureauName = bureau.Name,
            RegionPath = bureau.RegionPath,
            PersonId = person,
            State = InvitationRoundState.Waiting,
            Invited = plan.Invitable.Count,
            CreatedAt = now,
            NotBefore = now + Undo,
        };
        db.Add(round);
        audit.Record(db, "directory.invited", $"directory-invitations:{round.Id}", new { bureau = bureau.Id, round.Invited });
        await db.SaveChangesAsync(ct);
        Guid[] ids = [.. plan.Invitable.Select(_ => Guid.CreateVersion7(now))];
        string[] codes = [.. plan.Invitable.Select(i => i.Uscc)];
        string[] channels = [.. plan.Invitable.Select(i => i.Channel.ToString())];
        await db.Database.ExecuteSqlAsync(
            $"insert into directory_invitations (id, round_id, uscc, channel, invited_at) select i, {round.Id}, u, c, {now} from unnest({ids}, {codes}, {channels}) as t (i, u, c)", ct);
        await transaction.CommitAsync(ct);
        return round;
    }

    /// <summary>Takes the round back as if it had not been; null: done.</summary>
    public async Task<Failure?> WithdrawAsync(Guid roundId, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var now = time.GetUtcNow();
        var moved = await db.Set<InvitationRound>().Where(r => r.Id == roundId && r.State == InvitationRoundState.Waiting && r.NotBefore > now)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, InvitationRoundState.Withdrawn), ct);
        if (moved == 0) return new("invitations_sent", StatusCodes.Status409Conflict, DirectoryTexts.TooLateToWithdraw);
        await db.Set<DirectoryInvitation>().Where(i => i.RoundId == roundId).ExecuteDeleteAsync(ct);
        audit.Record(db, "directory.invitations.withdrawn", $"directory-invitations:{roundId}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>Queues the messages of rounds whose time has come.</summary>
    public async Task SendDueAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await db.Set<InvitationRound>().Where(r => r.State == InvitationRoundState.Waiting && r.NotBefore <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, InvitationRoundState.Sending), ct);
        foreach (var round in await db.Set<InvitationRound>().AsNoTracking().Where(r => r.State == InvitationRoundState.Sending).OrderBy(r => r.Id).ToListAsync(ct))
        {
            while (await QueueAsync(round, ct) > 0) { }
            await db.Set<InvitationRound>().Where(r => r.Id == round.Id && r.State == InvitationRoundState.Sending && !db.Set<DirectoryInvitation>().Any(i => i.RoundId == r.Id && i.QueuedAt == null))
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, InvitationRoundState.Sent), ct);
        }
    }

    /// <summary>Writes down what became of the messages: whether somebody has been invited is asked of every line of the list.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        var messages = from i in db.Set<DirectoryInvitation>()
                       join m in db.Set<Message>() on MessagePrefix + i.Id.ToString().Replace("-", "") equals m.DedupeKey
                       where i.QueuedAt != null && i.FailedAt == null
                       select new { i, m };
        await messages.Where(x => x.i.SentAt == null && (x.m.State == MessageState.Accepted || x.m.State == MessageState.Delivered))
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.i.SentAt, x => x.m.AcceptedAt ?? x.m.FinishedAt), ct);
        // What was taken can still come back.
        var since = time.GetUtcNow() - s_bounces;
        await messages.Where(x => (x.i.SentAt == null || x.i.SentAt > since) && (x.m.State == MessageState.Failed || x.m.State == MessageState.OptedOut || x.m.State == MessageState.Expired))
            .ExecuteUpdateAsync(set => set.SetProperty(x => x.i.FailedAt, x => x.m.FinishedAt ?? x.m.CreatedAt).SetProperty(x => x.i.SentAt, (DateTimeOffset?)null), ct);
    }

    /// <summary>The link was followed; the code to register with, or null when there is no such invitation.</summary>
    public async Task<string?> OpenAsync(Guid id, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await db.Set<DirectoryInvitation>().Where(i => i.Id == id && i.OpenedAt == null).ExecuteUpdateAsync(set => set.SetProperty(i => i.OpenedAt, now), ct);
        return await db.Set<DirectoryInvitation>().Where(i => i.Id == id).Select(i => i.Uscc).SingleOrDefaultAsync(ct);
    }

    private async Task<int> QueueAsync(InvitationRound round, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var open = await db.Set<DirectoryInvitation>().FromSql($"select * from directory_invitations where round_id = {round.Id} and queued_at is null order by id limit {Chunk} for update skip locked")
            .AsNoTracking().ToListAsync(ct);
        if (open.Count == 0) return 0;
        var ids = open.Select(i => i.Uscc).ToArray();
        // Who registered or left the list meanwhile is not asked any more.
        var entries = await (from e in db.Set<DirectoryEntry>()
                             join o in db.Set<Organisation>() on e.OrganisationId equals o.Id
                             where ids.Contains(e.Uscc) && o.State == OrganisationState.Listed
                             select new { e.Uscc, o.Name, e.ContactPhone, e.ContactMail }).ToDictionaryAsync(e => e.Uscc, StringComparer.Ordinal, ct);
        var left = new List<Guid>();
        foreach (var invitation in open)
        {
            if (!entries.TryGetValue(invitation.Uscc, out var to) || (invitation.Channel == MessageChannel.Sms ? to.ContactPhone : to.ContactMail) is not { } way)
            {
                left.Add(invitation.Id);
                continue;
            }
            await messenger.QueueAsync(db, new()
            {
                Channel = invitation.Channel,
                Address = way,
                RecipientKey = RecipientKey(invitation.Uscc),
                Template = Template,
                DedupeKey = $"{MessagePrefix}{invitation.Id:N}",
                Parameters = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["bureau"] = round.BureauName,
                    ["enterprise"] = to.Name,
                    ["link"] = address.Of($"/invited/{invitation.Id:N}"),
                },
            }, ct);
        }
        var queued = open.Select(i => i.Id).ToArray();
        var now = time.GetUtcNow();
        await db.Set<DirectoryInvitation>().Where(i => queued.Contains(i.Id)).ExecuteUpdateAsync(set => set.SetProperty(i => i.QueuedAt, now), ct);
        await db.Set<DirectoryInvitation>().Where(i => left.Contains(i.Id)).ExecuteUpdateAsync(set => set.SetProperty(i => i.FailedAt, now), ct);
        await db.Set<InvitationRound>().Where(r => r.Id == round.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Queued, r => r.Queued + open.Count), ct);
        await transaction.CommitAsync(ct);
        return open.Count;
    }

    /// <summary>A text message where it can be had, else mail; a landline takes neither.</summary>
    private static MessageChannel? Way(string? phone, string? mail, List<MessageChannel> optedOut) =>
        IsMobile(phone) && !optedOut.Contains(MessageChannel.Sms) ? MessageChannel.Sms : mail is not null && !optedOut.Contains(MessageChannel.Mail) ? MessageChannel.Mail : null;

    private static bool IsMobile(string? phone) => phone is ['1', >= '3', _, _, _, _, _, _, _, _, _];
}
