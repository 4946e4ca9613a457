using Marketplace.Web.Data;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>How a holder answers what it is asked, over a year.</summary>
/// <param name="Counted">Talks that were answered or whose term has ended.</param>
/// <param name="InTime">Of these, answered within the term.</param>
/// <param name="Answered">Talks that were answered at all.</param>
/// <param name="MedianHours">From the first question to the first answer; null: never answered.</param>
public sealed record ReplyFigures(Guid HolderId, int Counted, int InTime, int Answered, double? MedianHours)
{
    /// <summary>Shown to everybody only when it rests on enough talks to say something, and nothing about one of them.</summary>
    public double? Public => Answered >= MeetingOptions.Fewest ? MedianHours : null;

    /// <summary>For matching; null: too few to say.</summary>
    public double? Share => Counted >= MeetingOptions.Fewest ? (double)InTime / Counted : null;
}

/// <summary>The record of holders' replies: shown in public, and a factor of matching.</summary>
public sealed class ReplyRecord(AppDbContext db, TimeProvider time)
{
    /// <summary>What is longer ago says little about who answers today.</summary>
    private const int Days = 365;

    public async Task<ReplyFigures?> OfAsync(Guid holder, CancellationToken ct) => (await OfAsync([holder], ct)).GetValueOrDefault(holder);

    /// <summary>Holders that were never asked are not among the answers.</summary>
    public async Task<IReadOnlyDictionary<Guid, ReplyFigures>> OfAsync(IReadOnlyCollection<Guid> holders, CancellationToken ct)
    {
        var (ids, since, today) = (holders.ToArray(), time.GetUtcNow().AddDays(-Days), Dates.Today(time));
        return (await db.Database.SqlQuery<Row>($"""
            select holder_id as holder, count(*) filter (where first_reply_at is not null or first_due_on < {today})::int as counted,
              count(*) filter (where (first_reply_at at time zone 'Asia/Shanghai')::date <= first_due_on)::int as timely, count(first_reply_at)::int as answered,
              percentile_cont(0.5) within group (order by extract(epoch from first_reply_at - first_asked_at)::double precision / 3600) filter (where first_reply_at is not null) as median
            from talks where holder_id = any({ids}) and first_asked_at >= {since} group by holder_id
            """).ToListAsync(ct)).ToDictionary(row => row.Holder, row => new ReplyFigures(row.Holder, row.Counted, row.Timely, row.Answered, row.Median));
    }

    /// <summary>One word each, as the columns are called.</summary>
    private sealed record Row(Guid Holder, int Counted, int Timely, int Answered, double? Median);
}
