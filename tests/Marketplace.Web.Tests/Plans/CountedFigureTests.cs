using System.Net;
using Marketplace.Testing;
using Marketplace.Testing.Conversions;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans;
using Marketplace.Web.Plans.Counted;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Plans;

/// <summary>博州's pledges: counted as they are verified, official once the quarter is locked, and never in the place of what somebody entered.</summary>
public sealed class CountedFigureTests(PostgresServer server)
{
    private const string Page = "/plans/bozhou/indicators/2";
    private static readonly DateOnly s_day = new(2025, 2, 10);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_locked_quarter_makes_the_figure_and_what_comes_later_changes_only_what_is_known()
    {
        await using var world = await PlanWorld.StartAsync(server);
        await world.App.PutAsync([Pledge(1, 30_000_000), Pledge(2, 12_345_600)], FilingState.Verified, ConversionOrigin.Imported);
        (await world.Clerk.GetStringAsync(Page, Ct)).ShouldNotContain("id=\"counted\"");

        var locker = (await world.App.NewMemberAsync(world.Bureau, Role.BureauLocker)).Http;
        (await locker.PostFormAsync("/conversions/periods/2025Q1", "/conversions/periods/2025Q1?handler=Lock", ("typed", "2025Q1"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var page = await world.Clerk.GetStringAsync(Page, Ct);
        page.ShouldContain("id=\"counted\"");
        page.ShouldContain("4,234.56");
        page.ShouldContain("/conversions/periods/2025Q1");
        (await world.Clerk.GetStringAsync("/plans/bozhou", Ct)).ShouldContain("4,234.56");

        await world.App.PutAsync([Pledge(3, 10_000_000)], FilingState.Verified, ConversionOrigin.Imported);
        (await world.Clerk.GetStringAsync("/plans/bozhou", Ct)).ShouldContain("4,234.56");

        await world.CountAsync("2", "2025-03-31", "5000");
        (await world.Clerk.GetStringAsync("/plans/bozhou", Ct)).ShouldNotContain("4,234.56");
        (await world.Clerk.GetStringAsync(Page, Ct)).ShouldContain("4,234.56");
    }

    [Fact]
    public async Task By_another_rule_it_stands_beside_the_official_figure_and_changes_nothing_of_it()
    {
        await using var world = await PlanWorld.StartAsync(server);
        // Both signed in the first quarter, one registered in the second.
        await world.App.PutAsync([Pledge(1, 30_000_000), Pledge(2, 12_345_600, new(2025, 4, 10))], FilingState.Verified, ConversionOrigin.Imported);
        var plan = await world.PlanAsync();
        var indicator = await world.App.WithDatabaseAsync(db => db.Set<Indicator>().Where(i => i.PlanId == plan.Id && i.Code == "2").Select(i => i.Id).SingleAsync(Ct));
        await using var scope = world.App.Services.CreateAsyncScope();
        var figures = scope.ServiceProvider.GetRequiredService<CountedFigures>();
        (await figures.RecountAsync(indicator, Ct)).ShouldBeNull();

        var locker = (await world.App.NewMemberAsync(world.Bureau, Role.BureauLocker)).Http;
        (await locker.PostFormAsync("/conversions/periods/2025Q1", "/conversions/periods/2025Q1?handler=Lock", ("typed", "2025Q1"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // Known after the lock: no rule counts it.
        await world.App.PutAsync([Pledge(3, 10_000_000)], FilingState.Verified, ConversionOrigin.Imported);

        var official = (await figures.OfAsync([indicator], Ct)).Select(v => (v.Id, v.On, v.Value)).ToList();
        var compared = (await figures.RecountAsync(indicator, Ct))!;
        (compared.On, compared.Official).ShouldBe((new DateOnly(2025, 3, 31), 3000m));
        (await figures.OfAsync([indicator], Ct)).Select(v => (v.Id, v.On, v.Value)).ShouldBe(official);
        compared.Others.Select(other => other.Value).ShouldBe([4234.56m, 0, 3000, 0, 3000]);   // Signed, paid, market, more evidence, less.

        var page = await world.Clerk.GetStringAsync(Page, Ct);
        foreach (var word in (string[])["id=\"variants\"", "按签订日期", "4,234.56", "1,234.56", "只有正式口径的数字算数"]) page.ShouldContain(word);
        (await world.Clerk.GetStringAsync("/plans/bozhou", Ct)).ShouldNotContain("4,234.56");
        var stranger = (await world.App.NewMemberAsync(await world.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauClerk)).Http;
        (await stranger.GetStringAsync(Page, Ct)).ShouldNotContain("id=\"variants\"");
    }

    private static Filing Pledge(int n, decimal amount, DateOnly? recorded = null) => FilingMaker.New(ConversionType.Pledge, n, 100 + n, s_day, FilingMaker.Bole, FilingMaker.Patent(n)).With(Register.Pledge, $"Y2025{n}", recorded ?? s_day)
        .With(f => (f.RecordedOn, f.Amount, f.Level) = (recorded ?? s_day, amount, EvidenceLevel.L3));
}
