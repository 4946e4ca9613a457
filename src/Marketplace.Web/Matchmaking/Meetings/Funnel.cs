using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Matchmaking.Lists;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Needs;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <param name="Count">Null: fewer than three, which could name one.</param>
public sealed record FunnelStep(string Name, int? Count);

/// <summary>
/// How far needs come: stated, matched, seen, contacted, talked about, asked for, contracted, recorded, made; questions without a need beside them. Needs that are shown to nobody do not count: who
/// knows the others could subtract. Matches are those found with public summaries: what the detail leads to is the owner's alone.
/// </summary>
public sealed class Funnel(AppDbContext db)
{
    public async Task<IReadOnlyList<FunnelStep>> OfAsync(string regionPath, CancellationToken ct)
    {
        var needs = db.Set<Need>().Where(n => n.RegionPath.StartsWith(regionPath) && n.State != NeedState.Draft && n.Visibility != NeedVisibility.Private);
        var matched = needs.Where(n => db.Set<Match>().Any(m => m.NeedId == n.Id && m.Side == MatchSide.Offer));
        var seen = needs.Where(n => db.Set<MatchLogEntry>().Any(e => e.NeedId == n.Id && e.Side == MatchSide.Offer && e.Moment == MatchMoment.Shown));
        var contacted = needs.Where(n => db.Set<Introduction>().Any(i => i.NeedId == n.Id));
        var talked = needs.Where(n => db.Set<Talk>().Any(t => t.NeedId == n.Id && db.Set<TalkMessage>().Any(m => m.TalkId == t.Id && m.FromHolder) && db.Set<TalkMessage>().Any(m => m.TalkId == t.Id && !m.FromHolder)));
        var requested = needs.Where(n => db.Set<LicenceRequest>().Any(r => r.NeedId == n.Id));
        // From the contract on by what was filed of it: a conversion is of the deal that the need's request became.
        var deals = db.Set<Deal>().Where(d => d.SignedOn != null && d.RequestId != null);
        var signed = needs.Where(n => deals.Any(d => db.Set<LicenceRequest>().Any(r => r.Id == d.RequestId && r.NeedId == n.Id)));
        IQueryable<Need> Reached(params EvidenceLevel[] levels) => needs.Where(n => deals.Any(d => db.Set<LicenceRequest>().Any(r => r.Id == d.RequestId && r.NeedId == n.Id)
            && db.Set<Conversion>().Any(c => c.OriginId == d.Id && db.Set<Filing>().Any(f => f.Id == c.CountedId && levels.Contains(f.Level)))));
        var questions = db.Set<Talk>().Where(t => t.NeedId == null && db.Set<Organisations.Organisation>().Any(o => (o.Id == t.AskerId || o.Id == t.HolderId) && o.RegionPath.StartsWith(regionPath)));
        return
        [
            new(MeetingTexts.FunnelNeeds, Shown(await needs.CountAsync(ct))),
            new(MeetingTexts.FunnelMatched, Shown(await matched.CountAsync(ct))),
            new(MeetingTexts.FunnelSeen, Shown(await seen.CountAsync(ct))),
            new(MeetingTexts.FunnelContact, Shown(await contacted.CountAsync(ct))),
            new(MeetingTexts.FunnelTalk, Shown(await talked.CountAsync(ct))),
            new(MeetingTexts.FunnelRequest, Shown(await requested.CountAsync(ct))),
            new(MeetingTexts.FunnelSigned, Shown(await signed.CountAsync(ct))),
            new(MeetingTexts.FunnelRecorded, Shown(await Reached(EvidenceLevel.L3, EvidenceLevel.L4, EvidenceLevel.L5).CountAsync(ct))),
            new(MeetingTexts.FunnelProduct, Shown(await Reached(EvidenceLevel.L4, EvidenceLevel.L5).CountAsync(ct))),
            new(MeetingTexts.FunnelQuestions, Shown(await questions.CountAsync(ct))),
            new(MeetingTexts.FunnelQuestionNeeds, Shown(await questions.CountAsync(t => t.BecameNeedAt != null, ct))),
            new(MeetingTexts.FunnelQuestionRequests, Shown(await questions.CountAsync(t => db.Set<LicenceRequest>().Any(r => r.TalkId == t.Id), ct))),
        ];
    }

    internal static int? Shown(int count) => count is 0 or >= MeetingOptions.Fewest ? count : null;
}
