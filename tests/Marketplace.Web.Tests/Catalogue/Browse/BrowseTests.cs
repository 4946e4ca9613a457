using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Organisations;
using Marketplace.Web.Tests.Catalogue.Feeds;

namespace Marketplace.Web.Tests.Catalogue.Browse;

public sealed class BrowseTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Trees_are_walked_from_the_root_to_the_patents_with_counts_of_what_is_in_force()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var holder = await app.NewOrganisationAsync(OrganisationKind.University, Inhabitants.Meixian);
        await app.AddAsync(
            [.. Enumerable.Range(1, 25).Select(n => TestPatents.Make(TestPatents.Number(n), $"一种耕整机{n}", ipc: "A01B33/02")), TestPatents.Make(TestPatents.Number(26), "已失效的犁", PatentState.LapsedUnpaid, "A01B3/04")], holder);
        await app.IndexedAsync(26);

        var root = await PageAsync(app, "/browse/ipc");
        root.ShouldContain("href=\"/browse/ipc/A\"");
        root.ShouldContain(">25</td>");
        root.ShouldNotContain("href=\"/browse/ipc/H\"");
        (await PageAsync(app, "/browse/ipc/A")).ShouldContain("href=\"/browse/ipc/A01\"");
        (await PageAsync(app, "/browse/ipc/a01")).ShouldContain("href=\"/browse/ipc/A01B\"");
        (await PageAsync(app, "/browse/ipc/A01B")).ShouldContain("href=\"/browse/ipc/A01B33/00\"");
        (await PageAsync(app, "/browse/ipc/A01B33/00")).ShouldContain("href=\"/browse/ipc/A01B33/02\"");
        var leaf = await PageAsync(app, "/browse/ipc/A01B33/02");
        leaf.ShouldContain("href=\"/patents?ipc=A01B33%2F02\"");
        var next = leaf[leaf.IndexOf("/browse/ipc/A01B33/02?after=", StringComparison.Ordinal)..];
        var second = await PageAsync(app, next[..next.IndexOf('"', StringComparison.Ordinal)]);
        Enumerable.Range(1, 25).Count(n => leaf.Contains($">一种耕整机{n}</a>", StringComparison.Ordinal) != second.Contains($">一种耕整机{n}</a>", StringComparison.Ordinal)).ShouldBe(25);

        (await PageAsync(app, "/browse/industries")).ShouldContain("href=\"/browse/industries/C\"");
        (await PageAsync(app, "/browse/industries/357")).ShouldContain("一种耕整机1");
        (await PageAsync(app, "/browse/chains")).ShouldContain("农机装备");
        (await PageAsync(app, "/browse/chains/" + Uri.EscapeDataString("农机装备"))).ShouldContain("一种耕整机1");
        (await PageAsync(app, "/browse/regions")).ShouldContain("href=\"/browse/regions/610000\"");
        (await PageAsync(app, "/browse/regions/610326")).ShouldContain("一种耕整机1");
    }

    [Fact]
    public async Task What_is_in_no_tree_is_not_found_a_name_with_slashes_is_and_a_wrong_place_begins_the_list_again()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        await app.IndexedAsync(0);

        foreach (var path in (string[])["/browse/ipc/Z99", "/browse/ipc/A01B33/99999", "/browse/industries/ZZ", "/browse/chains/nosuch", "/browse/regions/999999"])
            (await app.Http.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, path);
        (await PageAsync(app, "/browse/chains/" + Uri.EscapeDataString("矿产新材料(锰/铅锌/钒钛/铁/铜/石膏/石灰岩)"))).ShouldContain("矿产新材料");
        (await app.Http.GetAsync("/browse/ipc/A?after=nonsense", Ct)).Headers.Location!.OriginalString.ShouldBe("/browse/ipc/A");
    }

    private static async Task<string> PageAsync(RunningApp app, string path) => WebUtility.HtmlDecode(await app.Http.GetStringAsync(path, Ct));
}
