using System.Net;
using Marketplace.Testing;
using Marketplace.Testing.Conversions;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Platform.Access;

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

    private static Filing Pledge(int n, decimal amount) => FilingMaker.New(ConversionType.Pledge, n, 100 + n, s_day, FilingMaker.Bole, FilingMaker.Patent(n)).With(Register.Pledge, $"Y2025{n}", s_day)
        .With(f => (f.RecordedOn, f.Amount, f.Level) = (s_day, amount, EvidenceLevel.L3));
}
