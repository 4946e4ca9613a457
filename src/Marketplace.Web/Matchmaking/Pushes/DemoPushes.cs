using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>One push of the demonstration: drip irrigation patents to makers of drip irrigation. It goes the way every other goes.</summary>
internal static class DemoPushes
{
    /// <summary>Makers of agricultural machinery: drip irrigation belongs to them.</summary>
    private const string Industry = "357";

    public static async Task ApplyAsync(IServiceProvider services, AppDbContext db, CancellationToken ct)
    {
        if (await db.Set<Push>().AnyAsync(ct)) return;
        var sample = await db.Set<DirectoryEntry>().AsNoTracking().Where(e => e.Industry != null && e.Industry.Contains(Industry)).OrderBy(e => e.Uscc).FirstOrDefaultAsync(ct);
        var clerk = sample is null ? null : await (from m in db.Set<Membership>()
                                                   join o in db.Set<Organisation>() on m.OrganisationId equals o.Id
                                                   where o.Id == sample.BureauId && m.Role == Role.BureauClerk && m.Until == null
                                                   orderby m.Since, m.Id
                                                   select new { m.PersonId, Bureau = o }).AsNoTracking().FirstOrDefaultAsync(ct);
        var numbers = await (from m in db.Set<ListingPatent>()
                             join l in db.Set<Listing>() on m.ListingId equals l.Id
                             join p in db.Set<Patent>() on m.ApplicationNo equals p.ApplicationNo
                             where l.State == ListingState.Public && p.RemovedAt == null && p.State == Catalogue.LegalStatus.PatentState.InForce && p.Title.Contains("滴灌")
                             orderby p.ApplicationNo
                             select p.ApplicationNo).Distinct().Take(3).ToListAsync(ct);
        if (clerk is null || numbers.Count == 0) return;
        var bureau = clerk.Bureau;
        services.GetRequiredService<Actor>().Become(clerk.PersonId, [new Grant(Role.BureauClerk, bureau.Id, bureau.Name, bureau.RegionPath) { OrganisationCode = bureau.Uscc }]);
        var desk = services.GetRequiredService<PushDesk>();
        var push = (await desk.CreateAsync(bureau, string.Join('\n', numbers), ct)).Value;
        db.ChangeTracker.Clear();
        var saved = await desk.SaveAsync(push.Id, new() { Numbers = string.Join('\n', numbers), Scope = "filter", Industry = Industry, Reason = "贵单位登记的行业是节水灌溉设备制造，与这些专利的应用领域相同。" }, ct);
        if (!saved.Succeeded) return;
        var plan = await services.GetRequiredService<PushPlanner>().PlanAsync(await db.Set<Push>().AsNoTracking().SingleAsync(p => p.Id == push.Id, ct), ct);
        if (await desk.ConfirmAsync(push.Id, plan.Fingerprint, ct) is not null) return;
        // A demonstration need not wait for its ten minutes.
        await db.Set<Push>().Where(p => p.Id == push.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.NotBefore, p => p.CreatedAt), ct);
        db.ChangeTracker.Clear();
    }
}
