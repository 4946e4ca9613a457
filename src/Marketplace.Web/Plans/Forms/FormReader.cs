using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Plans.Counted;
using Marketplace.Web.Plans.Reporting;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Forms;

/// <summary>What the placeholders stand for in a quarter: the plan's report as of its end, and what was counted of locked quarters.</summary>
public sealed class FormReader(AppDbContext db, PlanReportReader reports, FactStore facts, FactReader reader, RegionTree regions, TimeProvider time)
{
    public async Task<IReadOnlyDictionary<string, FormValue>> ReadAsync(Plan plan, Quarter quarter, CancellationToken ct)
    {
        var today = Dates.Today(time);
        var report = await reports.ReadAsync(plan, quarter.Last < today ? quarter.Last : today, ct);
        var unit = (await BureauOf.RegionAsync(db, plan.RegionPath, ct)) is { } bureau && bureau.RegionPath == plan.RegionPath ? bureau.Name : await regions.NameAsync(plan.RegionPath, ct);
        var locked = await db.Set<CountPeriod>().AsNoTracking().Where(p => p.LockedAt != null && plan.RegionPath.StartsWith(p.RegionPath)).ToListAsync(ct);
        var closed = new ClosedQuarters(locked);
        var counter = new FactCounter(await facts.ColumnsAsync(reader, ct), await reader.LocksAsync(ct), time.GetUtcNow());
        return FormVocabulary.Of(report, unit, rule => new(Count(rule, quarter.First, quarter.Last), Count(rule, new(quarter.Year, 1, 1), quarter.Last), Count(rule, quarter.First.AddYears(-1), quarter.First.AddYears(-1).AddMonths(3).AddDays(-1))));

        // Whoever locks says that this is all: only then is a count a figure.
        decimal? Count(CountRule rule, DateOnly from, DateOnly on) =>
            closed.Closed(from, on) ? counter.Count(new(rule, plan.RegionPath, from, on)) : null;
    }
}
