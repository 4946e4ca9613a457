using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Demo;
using Marketplace.Web.Needs;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Meetings;

/// <summary>For the demonstration: a question that was answered, one that waits, and an introduction a bureau proposes; through the desks, as people would.</summary>
internal static class DemoMeetings
{
    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<Talk>().AnyAsync(ct)) return;
        var answered = await AskAsync(services, db, "马晓东", "周文博", "我们酒庄想用在葡萄园坡地上，需要配套设备吗？大概多久能装好？", ct);
        if (answered is { } talk)
            await DemoPeople.AsAsync(services, db, "周文博", async s => (Outcome<Talk>?)await s.GetRequiredService<TalkDesk>().PostAsync(talk.Id, new(Guid.CreateVersion7(), "您好，需要一套配套设备，我们可以派人现场指导，一般两周内装好。欢迎来校看样机。", []), ct), ct);
        await AskAsync(services, db, "郭红梅", "高静", "库温波动的时候还能保证不软化吗？有没有中试的数据？", ct);
        await ProposeAsync(services, db, ct);
    }

    /// <summary>About the first public offer of the one who answers.</summary>
    private static async Task<Talk?> AskAsync(IServiceProvider services, AppDbContext db, string asker, string answerer, string text, CancellationToken ct)
    {
        if (await DemoPeople.FindAsync(services, db, answerer, ct) is not (_, [var grant, ..])) return null;
        var holder = grant.OrganisationId;
        var no = await (from l in db.Set<Listing>()
                        join m in db.Set<ListingPatent>() on l.Id equals m.ListingId
                        where l.OwnerId == holder && l.State == ListingState.Public
                        orderby l.PublishedAt, m.ApplicationNo
                        select m.ApplicationNo).FirstOrDefaultAsync(ct);
        return no is null ? null : await DemoPeople.AsAsync(services, db, asker, async s => await s.GetRequiredService<TalkDesk>().AskAsync(no, null, anonymous: true, new(Guid.CreateVersion7(), text, []), ct) is { Succeeded: true } asked ? asked.Value : null, ct);
    }

    private static async Task ProposeAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await DemoPeople.FindAsync(services, db, "叶尔肯", ct) is not (_, [{ RegionPath: { Length: > 0 } region }, ..])) return;
        var today = Dates.Today(services.GetRequiredService<TimeProvider>());
        var need = await db.Set<Need>().AsNoTracking().Where(n => n.RegionPath.StartsWith(region) && n.State == NeedState.Open && n.Visibility != NeedVisibility.Private && n.OwnerId != null && (n.ExpiresOn == null || n.ExpiresOn >= today))
            .OrderBy(n => n.CreatedAt).ThenBy(n => n.Id).FirstOrDefaultAsync(ct);
        if (need is null) return;
        // The likeliest by its chain; the matcher may not have come so far when the demonstration is filled.
        var no = await (from l in db.Set<Listing>()
                        join m in db.Set<ListingPatent>() on l.Id equals m.ListingId
                        join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo
                        where l.State == ListingState.Public && l.OwnerId != null && l.OwnerId != need.OwnerId && p.RemovedAt == null
                        orderby l.Chains.Any(c => need.Chains.Contains(c)) descending, l.PublishedAt, m.ApplicationNo
                        select m.ApplicationNo).FirstOrDefaultAsync(ct);
        if (no is not null) await DemoPeople.AsAsync(services, db, "叶尔肯", async s => (Outcome<Introduction>?)await s.GetRequiredService<IntroductionDesk>().ProposeAsync(need.Pseudonym, no, "两家条件比较接近，建议先通个电话。", ct), ct);
    }
}
