using Marketplace.Testing;
using Marketplace.Web.Organisations.Directory;
using static Marketplace.Web.Tests.Organisations.Directory.DirectoryWorld;

namespace Marketplace.Web.Tests.Organisations.Directory;

public sealed class DirectoryPlaceTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("精河工业园", "精河县工业园区")]
    [InlineData("博乐边合区经济合作区", "博乐边境经济合作区")]
    [InlineData("托里镇", null)]
    [InlineData("园", null)]
    public void A_name_is_suggested_when_it_shares_half_of_its_pairs(string written, string? suggested) =>
        PlaceNames.Nearest(written, ["博乐边境经济合作区", "精河县工业园区", "托托镇"]).ShouldBe(suggested);

    [Fact]
    public async Task A_zone_written_in_several_ways_is_one_once_the_clerk_said_so_and_stays_one()
    {
        await using var world = await StartAsync(server);
        var file = List(
            Row(A, county: "精河县", more: [("place", "精河工业园")]), Row(county: "精河县", more: [("place", " 精河县工业园区 ")]), Row(more: [("place", "托里镇")]), Row(more: [("place", "托里镇")]));
        var compared = await world.CompareAsync(file);
        var page = await world.Clerk.GetStringAsync($"/directory/imports/{compared.Id}", Ct);
        page.ShouldContain("有 2 个园区、乡镇名称不在名单里");
        page.ShouldContain("<option value=\"精河县工业园区\" selected=\"selected\">");

        await world.PostAsync($"/directory/imports/{compared.Id}?handler=Names", ("written", "精河工业园"), ("meant", "精河县工业园区"), ("written", "托里镇"), ("meant", "托里镇"));
        var named = await world.WaitAsync(compared.Id, ImportState.Reading);
        (await world.Clerk.GetStringAsync($"/directory/imports/{compared.Id}", Ct)).ShouldNotContain("不在名单里");
        await world.ConfirmAsync(named);
        var entry = await world.EntryAsync(A);
        (entry.Place, entry.RegionCode).ShouldBe(("精河县工业园区", "L-BT-JHGYY"));
        var coverage = await world.Clerk.GetStringAsync("/directory/coverage", Ct);
        coverage.ShouldContain("精河县工业园区");
        coverage.ShouldNotContain("精河工业园<");

        var again = await world.CompareAsync(file);
        (again.Changed, again.Unchanged, again.Added).ShouldBe((0, 4, 0));
        var (_, other) = await NewClerkAsync(world.App, Inhabitants.Meixian);
        (await other.PostFormAsync("/directory/import", $"/directory/imports/{again.Id}?handler=Names", ("written", "a"), ("meant", "b"))).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
    }
}
