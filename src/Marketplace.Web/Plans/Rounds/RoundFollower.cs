using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Rounds;

/// <summary>Who locks a quarter has reported it: nothing of it is left on their list.</summary>
internal sealed class RoundFollower(RoundNotices notices) : IOutboxHandler
{
    public string Kind => CaseMoved.Kind;

    public async Task ApplyAsync(OutboxEvent happened, AppDbContext db, CancellationToken ct)
    {
        var moved = happened.Read<CaseMoved>();
        if (moved.Machine != PeriodMachine.Machine.Name || moved.Cause != nameof(PeriodCause.Lock)) return;
        var period = await db.Set<CountPeriod>().AsNoTracking().SingleAsync(p => p.Id == moved.Id, ct);
        var units = await (from u in db.Set<RoundUnit>()
                           join r in db.Set<ReportRound>() on u.RoundId equals r.Id
                           where u.Kind == RoundUnitKind.Region && u.RegionPath == period.RegionPath && r.Year == period.Year && r.Number == period.Quarter
                           select u.Id).ToListAsync(ct);
        foreach (var unit in units) await notices.DoneAsync(unit, ct);
    }
}
