using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Matchmaking.Pushes;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Tests.Catalogue.Searching;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Plans;

/// <summary>What the platform happens to hold stands beside the entered figure, and is no figure itself.</summary>
public sealed class KnownStockTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inventions_in_force_of_the_region_stand_beside_what_is_entered()
    {
        await using var world = await PlanWorld.StartAsync(server);
        (await world.Clerk.GetStringAsync("/plans/bozhou/indicators/P1", Ct)).ShouldContain("有效发明专利 0 件");
        var (local, other) = (await world.App.NewOrganisationAsync(OrganisationKind.Enterprise, Inhabitants.Bole), await world.App.NewOrganisationAsync(OrganisationKind.Enterprise, Inhabitants.Meixian));
        await HeldAsync(world.App, local, PatentWorld.NewPatent("新近的"));
        await HeldAsync(world.App, local, PatentWorld.NewPatent("维持十年以上的", year: 2012));
        await HeldAsync(world.App, local, PatentWorld.NewPatent("实用新型", kind: PatentKind.UtilityModel));
        await HeldAsync(world.App, other, PatentWorld.NewPatent("外地的"));
        var abroad = PatentWorld.NewPatent("海外授权的");
        abroad.Family = ["US10123456B2"];
        await HeldAsync(world.App, local, abroad);
        var lapsed = PatentWorld.NewPatent("已终止的", year: 2012);
        lapsed.State = PatentState.LapsedUnpaid;
        await HeldAsync(world.App, local, lapsed);
        // Of two holders the first one's place counts.
        var shared = PatentWorld.NewPatent("外地在先的");
        await HeldAsync(world.App, other, shared);
        await world.App.WithDatabaseAsync(db =>
        {
            db.Add(new PatentHolder { ApplicationNo = shared.ApplicationNo, Place = 2, Name = local.Name, FoldedName = local.FoldedName, OrganisationId = local.Id });
            return db.SaveChangesAsync(Ct);
        });

        var page = await world.Clerk.GetStringAsync("/plans/bozhou/indicators/P1", Ct);
        page.ShouldContain("有效发明专利 3 件");
        page.ShouldNotContain("折算");
        (await world.Clerk.GetStringAsync("/plans/bozhou/indicators/1", Ct)).ShouldContain("至少符合五类条件之一的有效发明专利 2 件");
        (await world.Clerk.GetStringAsync("/plans/bozhou/indicators/1/enter", Ct)).ShouldContain("至少符合五类条件之一的有效发明专利 2 件");

        await world.CountAsync("P1", "2024-12-31", "", ("count", "60"), ("whole", "48"), ("wholeOn", "2024-12-31"));
        page = await world.Clerk.GetStringAsync("/plans/bozhou/indicators/P1", Ct);
        page.ShouldContain("按最近一次复核的分母 48（2024-12-31）折算：0.06");
        // The figure is what was entered.
        page.ShouldContain("1.25");
    }

    [Fact]
    public async Task Pushed_items_count_from_the_first_to_the_last_day_of_the_plan()
    {
        await using var world = await PlanWorld.StartAsync(server, Inhabitants.Meixian);
        var region = (await world.PlanAsync("meixian")).RegionPath;
        await PushedAsync(world.App, region, new(2022, 7, 1), new(2023, 5, 1), new(2024, 5, 1), new(2026, 5, 1));
        await PushedAsync(world.App, (await world.PlanAsync()).RegionPath, new DateOnly(2024, 6, 1));

        var page = await world.Clerk.GetStringAsync("/plans/meixian/indicators/MX16", Ct);
        page.ShouldContain("（企业和专利各计一次）2 条");
        page.ShouldContain("/pushes/figures?from=2022-08-");
        // Its rows are the region's own.
        var stranger = (await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou), Role.BureauClerk)).Http;
        (await stranger.GetStringAsync("/plans/meixian/indicators/MX16", Ct)).ShouldNotContain("/pushes/figures?from");
    }

    private static async Task HeldAsync(RunningApp app, Organisation holder, Patent patent)
    {
        await app.AddAsync(patent);
        await app.HoldAsync(patent, holder);
    }

    private static async Task PushedAsync(RunningApp app, string region, params DateOnly[] days)
    {
        await app.WithDatabaseAsync(async db =>
        {
            foreach (var day in days)
            {
                var (code, at) = (Inhabitants.NewUscc(), new DateTimeOffset(day, new(4, 0), TimeSpan.Zero));
                await PushCounting.AddItemsAsync(db, [(code, "202310000001", region)], Ct);
                await db.Database.ExecuteSqlAsync($"update push_items set delivered_at = {at}, channel = 'Mail' where uscc = {code}", Ct);
            }
            return days.Length;
        });
    }
}
