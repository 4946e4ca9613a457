using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Marketplace.Web.Plans.Rounds;

/// <summary>Reminds who has not reported, three days before the due day and the day after it. Each in a transaction of its own; whatever runs twice does it once.</summary>
public sealed class RoundNight(AppDbContext db, RoundReading reading, RoundNotices notices, TimeProvider time)
{
    public const int DaysBefore = 3;

    /// <summary>How many units were reminded.</summary>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var today = Dates.Today(time);
        var rounds = await db.Set<ReportRound>().AsNoTracking().Where(r => r.ClosedAt == null).OrderBy(r => r.Id).ToListAsync(ct);
        var waiting = (await reading.LinesAsync(rounds, ct)).SelectMany(line => line.Units.Where(unit => unit.Reported is null)).ToDictionary(unit => unit.Unit.Id, unit => unit.Unit.RoundId);
        return await db.EachAsync(waiting.Keys, async id =>
        {
            var asked = waiting[id];
            var round = await db.Set<ReportRound>().FromSql($"select * from report_rounds where id = {asked} for share").AsNoTracking().SingleAsync(ct);
            var unit = await db.Set<RoundUnit>().FromSql($"select * from round_units where id = {id} for update").SingleAsync(ct);
            if (round.ClosedAt is not null || unit.ReportedAt is not null || Kind(round.DueOn, today) is not { } kind) return false;
            if (await db.Set<RoundCall>().AnyAsync(c => c.UnitId == id && (c.Kind == kind || c.On == today), ct)) return false;
            db.Add(new RoundCall { UnitId = id, Kind = kind, On = today, At = time.GetUtcNow() });
            await notices.TellAsync(round, unit, kind == RoundCallKind.Before ? RoundNotices.Near : RoundNotices.Past, "", ct);
            return true;
        }, ct);
    }

    /// <summary>A night that was missed is made up for while its words are still true.</summary>
    internal static RoundCallKind? Kind(DateOnly due, DateOnly today) => today > due ? RoundCallKind.After : today >= due.AddDays(-DaysBefore) ? RoundCallKind.Before : null;
}

[DisallowConcurrentExecution]
public sealed class RoundNightJob(RoundNight night, ILogger<RoundNightJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        logger.LogInformation("Reporting rounds: {Count} units reminded", await night.RunAsync(cancellationToken));
}
