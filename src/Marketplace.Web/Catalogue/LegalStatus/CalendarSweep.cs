using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>Each night: what only the calendar changes. Terms that ended, fees that were not paid, the next fee to come.</summary>
[DisallowConcurrentExecution]
public sealed class CalendarSweep(AppDbContext db, PatentStandings standings, AuditLog audit, TimeProvider time, ILogger<CalendarSweep> logger) : IJob
{
    /// <summary>As many as one event of the catalogue names.</summary>
    private const int Batch = 1000;

    private static readonly string[] s_ended = [.. PatentStates.AllEnded.Select(state => state.ToString())];

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => new(SweepAsync(cancellationToken));

    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var (changed, after) = (0, "");
        while (true)
        {
            var (last, moved) = await SweepBatchAsync(after, ct);
            changed += moved;
            if (last is null) break;
            after = last;
        }
        logger.LogInformation("The calendar changed where {Count} patents stand", changed);
        return changed;
    }

    /// <summary>A transaction for each batch: people who edit meanwhile wait for one, not for all.</summary>
    private async Task<(string? Last, int Changed)> SweepBatchAsync(string after, CancellationToken ct)
    {
        var today = Dates.Today(time);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var patents = await db.Set<Patent>().FromSql($"""
            select *, xmin from patents where application_no > {after} and not state = any({s_ended}) and (next_fee_due < {today} or last_day < {today})
            order by application_no limit {Batch} for update
            """).AsNoTracking().ToListAsync(ct);
        if (patents.Count == 0) return (null, 0);
        var numbers = patents.Select(p => p.ApplicationNo).ToArray();
        var events = (await db.Set<PatentEvent>().AsNoTracking().Where(e => numbers.Contains(e.ApplicationNo) && e.StruckAt == null).ToListAsync(ct)).ToLookup(e => e.ApplicationNo, StringComparer.Ordinal);
        var moved = patents.Select(p => (Patent: p, Now: standings.Of(p, events[p.ApplicationNo], today)))
            .Where(x => x.Now != new Standing(x.Patent.State, x.Patent.StateSince, x.Patent.FeePaidThrough, x.Patent.NextFeeDue, x.Patent.LastDay)).ToList();
        if (moved.Count > 0)
        {
            string[] nos = [.. moved.Select(x => x.Patent.ApplicationNo)], states = [.. moved.Select(x => x.Now.State.ToString())];
            DateOnly?[] since = [.. moved.Select(x => x.Now.Since)], due = [.. moved.Select(x => x.Now.NextFeeDue)];
            DateOnly[] lastDays = [.. moved.Select(x => x.Now.LastDay)];
            int?[] paid = [.. moved.Select(x => x.Now.FeePaidThrough)];
            // One statement, so one event in the outbox.
            await db.Database.ExecuteSqlAsync($"""
                update patents p set state = v.state, state_since = v.since, fee_paid_through = v.paid, next_fee_due = v.due, last_day = v.last_day
                from unnest({nos}, {states}, {since}, {paid}, {due}, {lastDays}) as v (no, state, since, paid, due, last_day) where p.application_no = v.no
                """, ct);
            audit.Record(db, "patents.swept", "patents", new { count = moved.Count, first = nos[0], last = nos[^1] });
            await db.SaveChangesAsync(ct);
        }
        await transaction.CommitAsync(ct);
        return (numbers[^1], moved.Count);
    }
}
