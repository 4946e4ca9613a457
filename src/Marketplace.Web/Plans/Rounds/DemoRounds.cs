using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Rounds;

/// <summary>For the demonstration: 博州 asks its counties and the units of its plan for the last quarter. One county reported, one was reminded, one report is on paper.</summary>
internal static class DemoRounds
{
    private const string Clerk = "叶尔肯", CountyClerk = "谢婷";

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<ReportRound>().AnyAsync(ct)) return;
        var last = Quarter.Of(Dates.Today(services.GetRequiredService<TimeProvider>())).Before;
        var opened = await DemoPeople.AsAsync<Outcome<ReportRound>>(services, db, Clerk, async of =>
        {
            var desk = of.GetRequiredService<RoundDesk>();
            return await desk.OpenAsync(new() { Quarter = last.ToString(), DueOn = desk.Proposed(last), All = true, Plan = "bozhou", Word = "请按季度报送转化数据和牵头指标，缺数据的写明原因（演示）。" }, ct);
        }, ct);
        if (opened is not { Succeeded: true, Value.Id: var round }) return;
        var units = await db.Set<RoundUnit>().AsNoTracking().Where(u => u.RoundId == round).OrderBy(u => u.Kind).ThenBy(u => u.RegionPath).ThenBy(u => u.Name).ToListAsync(ct);
        if (units.Find(u => u.RegionPath.EndsWith("/652701/", StringComparison.Ordinal)) is { } reported)
            await DemoPeople.AsAsync<Failure>(services, db, CountyClerk, of => of.GetRequiredService<RoundReports>().ReportAsync(reported.Id, "演示局长", null, ct), ct);
        if (units.Find(u => u.RegionPath.EndsWith("/652722/", StringComparison.Ordinal)) is { } called)
            await DemoPeople.AsAsync<Failure>(services, db, Clerk, of => of.GetRequiredService<RoundReports>().CallAsync(called.Id, ct), ct);
        if (units.Find(u => u.Kind == RoundUnitKind.Unit) is { } paper)
            await DemoPeople.AsAsync<Failure>(services, db, Clerk, of => of.GetRequiredService<RoundReports>().ReportAsync(paper.Id, "演示科长", "年度指标，季度没有数据（演示）", ct), ct);
    }
}
