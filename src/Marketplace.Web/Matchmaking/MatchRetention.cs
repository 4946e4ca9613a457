using Marketplace.Web.Data;
using Marketplace.Web.Matchmaking.Lists;
using Marketplace.Web.Matchmaking.Meetings;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking;

/// <summary>What goes at night; the terms stand in <c>RetentionRules</c>.</summary>
internal static class MatchRetention
{
    /// <summary>Of each need the first of each moment stays: the funnel counts needs by it, and one that was seen must not become unseen.</summary>
    public static Task<int> ForgetMomentsAsync(AppDbContext db, DateTimeOffset before, DateTimeOffset now, CancellationToken ct)
    {
        var log = db.Set<MatchLogEntry>();
        return log.Where(e => e.At < before && log.Any(first => first.NeedId == e.NeedId && first.Moment == e.Moment && first.Side == e.Side && first.Id < e.Id)).ExecuteDeleteAsync(ct);
    }

    public static Task<int> ForgetLooksAsync(AppDbContext db, DateTimeOffset before, DateTimeOffset now, CancellationToken ct) => db.Set<NeedSeen>().Where(s => s.At < before).ExecuteDeleteAsync(ct);
}
