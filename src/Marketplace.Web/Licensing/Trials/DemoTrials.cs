using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Trials;

/// <summary>For the demonstration: of three patents that are offered by one university one is tried, one is asked for, and one is offered for trial.</summary>
internal static class DemoTrials
{
    private const string Taker = "努尔兰", Giver = "林晓岚";

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<Trial>().AnyAsync(ct) || await DemoPeople.FindAsync(services, db, Giver, ct) is not (_, [var grant, ..]) || await DemoPeople.FindAsync(services, db, Taker, ct) is not (_, [var other, ..])) return;
        var names = await db.Set<Organisations.Organisation>().AsNoTracking().Where(o => o.Id == grant.OrganisationId || o.Id == other.OrganisationId).ToDictionaryAsync(o => o.Id, o => o.Name, ct);
        var (holder, taker) = (grant.OrganisationId, other.OrganisationId);
        var numbers = await (from l in db.Set<Listing>()
                             join m in db.Set<ListingPatent>() on l.Id equals m.ListingId
                             where l.OwnerId == holder && l.State == ListingState.Public
                             orderby l.AnnouncementNo != null, m.ApplicationNo
                             select m.ApplicationNo).Distinct().Take(3).ToListAsync(ct);
        var today = Dates.Today(services.GetRequiredService<TimeProvider>());
        foreach (var (i, no) in numbers.Index())
        {
            var by = i == 2 ? Giver : Taker;
            var sent = await DemoPeople.AsAsync<Outcome<Trial>>(services, db, by, async of => await of.GetRequiredService<TrialDesk>().OfferAsync(no, Form(today, by, names[i == 2 ? holder : taker], names[taker]), s_fee, ct), ct);
            if (i > 0 || sent is not { Succeeded: true, Value: { } trial }) continue;
            await DemoPeople.AsAsync<Outcome<Trial>>(services, db, Giver, async of =>
                await of.GetRequiredService<TrialDesk>().AgreeAsync(trial.Id, Convert.ToHexString((await db.Set<TrialVersion>().AsNoTracking().SingleAsync(v => v.TrialId == trial.Id, ct)).Sha256), Giver, names[holder], ct), ct);
        }
    }

    private static readonly ListingForm s_fee = new() { FeeModel = nameof(FeeModel.RunningRate), Base = nameof(FeeBase.NetSales), Rate = "2.5", Definition = "使用该技术的产品不含税销售额，扣除退货", Period = nameof(FeePeriod.HalfYear) };

    private static TrialForm Form(DateOnly today, string by, string own, string taker) => new()
    {
        Once = Guid.CreateVersion7(),
        Taker = taker,
        Use = "在一条生产线上试用，产量不超过 200 吨",
        StartsOn = today,
        FreeUntil = today.AddYears(1).AddDays(-1),
        Names = ["能耗", "成品率"],
        Measures = ["按月抄电表，除以产量", "抽检 100 件"],
        Targets = ["比原工艺低 10%", "不低于 95%"],
        Trigger = "两项指标都达标后三十日内订立许可",
        ExitRight = "试用方可以随时书面通知退出，不付任何费用",
        ReportWhat = "产量、电耗和抽检记录",
        ReportOn = [today.AddMonths(3), today.AddMonths(6), today.AddMonths(9), today.AddYears(1).AddDays(-1)],
        Materials = "工艺参数表一份，模具一套",
        ReturnDays = 30,
        SignedBy = by,
        Confirmed = own,
    };
}
