using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.StateMachines;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Disputes;

/// <summary>What is written to people about a dispute; the sentence of each is <c>Say…</c>. Mails name its number and nothing of what it is about.</summary>
public enum DisputeNotice
{
    Opened,
    Asked,
    Forwarded,
    Declined,
    Accepted,
    Session,
    Extended,
    Proposed,
    Confirmed,
    Agreed,
    Objected,
    Failed,
    Withdrawn,
    Resolved,
    Lapsed,
    Evidence,
    NegotiationOver,
    EndsSoon,
}

/// <summary>What a dispute puts on people's lists and writes to them. In the unit of work of the step it tells of.</summary>
public sealed class DisputeNotices(AppDbContext db, CaseNotices notices, PublicAddress address)
{
    public const string Accept = "dispute.accept", Mediate = "dispute.mediate", Confirm = "dispute.confirm";

    public static readonly MessageTemplate MailNews = CaseNotices.About(DisputeTexts.ResourceManager, "dispute.news", nameof(DisputeTexts.MailSubject), nameof(DisputeTexts.MailText), "dispute", "what", "link");

    private static readonly Role[] s_mediators = [Role.BureauClerk, Role.BureauReviewer];

    public async Task SyncAsync(Dispute dispute, CancellationToken ct)
    {
        await PutAsync(Accept, "", dispute, dispute.State == DisputeState.Asked, dispute.BureauId, s_mediators, dispute.AcceptUntil, ct);
        await PutAsync(Mediate, "", dispute, dispute.State == DisputeState.Accepted, dispute.BureauId, s_mediators, dispute.EndsOn, ct);
        foreach (var side in new[] { Side.Taker, Side.Giver })
            await PutAsync(Confirm, ":" + side, dispute, dispute.State == DisputeState.Proposed && dispute.ConfirmedBy(side) is null, side == Side.Taker ? dispute.TakerId : dispute.GiverId, CaseNotices.Keepers, dispute.EndsOn, ct);
    }

    /// <summary>To everybody but the side that did it.</summary>
    public async Task TellAsync(Dispute dispute, Side? by, DisputeNotice notice, CancellationToken ct)
    {
        (Side Side, Guid? Organisation, Role[] Roles)[] everybody = [(Side.Taker, dispute.TakerId, CaseNotices.Keepers), (Side.Giver, dispute.GiverId, CaseNotices.Keepers), (Side.Bureau, dispute.State?.IsOver() == true && by is null ? null : dispute.BureauId, s_mediators)];
        foreach (var (_, organisation, roles) in everybody.Where(one => one.Side != by))
        {
            if (organisation is not { } whose) continue;
            await notices.TellAsync(whose, roles, MailNews, $"{MailNews.Key}:{notice}:{dispute.Id}:{dispute.Steps}", () => new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["dispute"] = dispute.Number,
                ["what"] = DisputeWords.Say(notice),
                ["link"] = address.Of($"/disputes/{dispute.Id}"),
            }, ct);
        }
    }

    public async Task<bool> IsToldAsync(Dispute dispute, DisputeNotice notice, CancellationToken ct)
    {
        var what = $"{MailNews.Key}:{notice}:{dispute.Id}:{dispute.Steps}";
        return await db.Set<Message>().AnyAsync(m => m.DedupeKey.StartsWith(what), ct);
    }

    private async Task PutAsync(string kind, string of, Dispute dispute, bool wanted, Guid? organisation, Role[] roles, DateOnly? due, CancellationToken ct)
    {
        var what = dispute.Id + of;
        var key = $"{kind}:{what}";
        var there = await db.Set<WorkItem>().AsNoTracking().SingleOrDefaultAsync(w => w.Key == key && w.DoneAt == null, ct);
        if (wanted && there is not null && there.OrganisationId == organisation && there.Due == due) return;
        if (there is not null) await notices.DoneAsync(kind, what, ct);
        if (wanted && organisation is { } whose) await notices.AddAsync(kind, what, whose, roles, $"/disputes/{dispute.Id}", new Dictionary<string, string>(StringComparer.Ordinal) { ["dispute"] = dispute.Number }, due, ct);
    }
}
