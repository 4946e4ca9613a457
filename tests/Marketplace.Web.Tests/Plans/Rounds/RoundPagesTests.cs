using System.Net;
using System.Text;
using Marketplace.Testing;

namespace Marketplace.Web.Tests.Plans.Rounds;

/// <summary>The pages and tables of a round, by the browsers of who asks and who is asked.</summary>
public sealed class RoundPagesTests(RoundWorld world) : IClassFixture<RoundWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_round_goes_from_opening_to_its_end_by_the_pages()
    {
        var (asker, clerk) = (world.Asker.Http, world.Clerk.Http);
        (await asker.GetStringAsync("/plans/rounds", Ct)).ShouldContain("还没有开展报送");
        var refused = await asker.PostFormAsync("/plans/rounds/new", "/plans/rounds/new", ("quarter", RoundWorld.Back(0).ToString()), ("dueOn", ""), ("word", "<b>请写清原因</b>"));
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain("&lt;b&gt;请写清原因");
        var opened = await PlanWorld.SendAsync(asker, "/plans/rounds/new", null, null,
            [("quarter", RoundWorld.Back(0).ToString()), ("dueOn", world.Due.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), ("regions", Inhabitants.Bole), ("regions", "652722"), ("plan", "bozhou"), ("word", "请写清原因")]);
        opened.StatusCode.ShouldBe(HttpStatusCode.Redirect, await opened.Content.ReadAsStringAsync(Ct));
        var page = opened.Headers.Location!.ToString();
        var shown = await asker.GetStringAsync(page, Ct);
        foreach (var word in (string[])["博乐市", "精河县", RoundWorld.Unit, "待报", "请写清原因", "没有催过"]) shown.ShouldContain(word);

        // Who is asked finds its own, by list and to-do, and not the others'.
        var bole = await world.App.WithDatabaseAsync(db => Task.FromResult(db.Set<Web.Plans.Rounds.RoundUnit>().Single(u => u.RegionPath == world.County.RegionPath)));
        var mine = $"/plans/rounds/units/{bole.Id}";
        (await clerk.GetStringAsync("/plans/rounds", Ct)).ShouldContain(mine);
        (await clerk.GetStringAsync("/tasks", Ct)).ShouldContain($"报送：博乐市 {RoundWorld.Back(0)}");
        (await clerk.GetAsync(page, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await clerk.GetAsync(page + "/units.csv", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var path in (string[])[page, mine, page + "/units.xlsx"]) (await world.Stranger.Http.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await asker.PostFormAsync(page, page + "?handler=Call", ("unit", bole.Id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await asker.PostFormAsync(page, page + "?handler=Call", ("unit", bole.Id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await clerk.GetStringAsync(mine, Ct)).ShouldContain(world.Asker.Person.DisplayName);
        (await clerk.PostFormAsync(mine, mine + "?handler=Report")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await clerk.PostFormAsync(mine, mine + "?handler=Report", ("signer", "张局长"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await asker.GetStringAsync(mine, Ct)).ShouldContain("张局长");

        var units = Encoding.UTF8.GetString(await asker.GetByteArrayAsync(page + "/units.csv", Ct));
        units.ShouldContain("博乐市,下级地区,已报");
        units.ShouldContain("精河县,下级地区,待报");
        (await asker.PostFormAsync(page, page + "?handler=Close", ("typed", "x"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await asker.PostFormAsync(page, page + "?handler=Close", ("typed", RoundWorld.Back(0).ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await asker.GetStringAsync(page, Ct)).ShouldContain("未报");
        var list = Encoding.UTF8.GetString(await asker.GetByteArrayAsync("/plans/rounds.csv", Ct));
        list.ShouldContain("应报,已报,逾期");
        list.ShouldContain(",3,1,0,已结束");
        (await asker.GetByteArrayAsync("/plans/rounds.xlsx", Ct)).ShouldNotBeEmpty();
        (await asker.GetByteArrayAsync(page + "/units.xlsx", Ct)).ShouldNotBeEmpty();
    }
}
