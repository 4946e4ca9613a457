using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Tests.Organisations.Directory;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Matchmaking.Pushes;

public sealed class PushFiguresTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_figure_opens_into_its_rows_and_their_evidence()
    {
        await using var world = await PushWorld.StartAsync(server);
        string[] numbers = [(await world.OfferedAsync("装置甲")).ApplicationNo, (await world.OfferedAsync("装置乙")).ApplicationNo];
        var (bole, jinghe) = (await world.ListedAsync(mail: "a@example.cn"), await world.ListedAsync(mail: "b@example.cn", county: "精河县"));
        await world.ListedAsync(mail: "c@example.cn");
        await world.PushAsync(numbers, [bole]);
        await world.PushAsync(numbers[..1], [jinghe]);

        var page = await world.Clerk.GetStringAsync("/pushes/figures", Ct);
        page.ShouldContain("2 / 3");
        page.ShouldContain("66.7 %");
        var path = world.Directory.Bureau.RegionPath;
        (await world.FiguresAsync(f => f.ByCountyAsync(path, new(), Ct))).Where(c => c.Items > 0).Select(c => (c.Name, c.Items, c.Enterprises, c.Directory)).ShouldBe([("博乐市", 2, 1, 2), ("精河县", 1, 1, 1)], ignoreOrder: true);
        (await world.FiguresAsync(f => f.ByMonthAsync(path, new(), Ct))).ShouldHaveSingleItem().Key.ShouldBe("2026-03");
        (await world.FiguresAsync(f => f.ItemsAsync(path, new() { To = new(2026, 3, 3) }, Ct))).ShouldBe(0);
        var rows = await world.Clerk.GetStringAsync("/pushes/figures/rows?region=652722&month=2026-03&channel=Mail", Ct);
        rows.ShouldContain("共 1 条");
        rows.ShouldContain("装置甲");
        rows.ShouldNotContain("装置乙");
        rows.ShouldContain("b***@example.cn");

        var export = await world.Clerk.GetAsync("/pushes/figures/rows.csv", Ct);
        export.StatusCode.ShouldBe(HttpStatusCode.OK);
        var csv = await export.Content.ReadAsStringAsync(Ct);
        csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(4);
        csv.ShouldContain("a***@example.cn");
        (await world.App.WithDatabaseAsync(db => db.Set<AuditEntry>().CountAsync(a => a.Act == "push.items.exported", Ct))).ShouldBe(1);

        // Another bureau's figures have none of it; a reader of this one sees them.
        var (_, other) = await DirectoryWorld.NewClerkAsync(world.App, Inhabitants.Meixian);
        (await other.GetStringAsync("/pushes/figures/rows", Ct)).ShouldContain("这里没有计入的推送");
        var (_, reader) = await world.App.NewMemberAsync(world.Directory.Bureau, Role.BureauReader);
        (await reader.GetStringAsync("/pushes/figures/rows", Ct)).ShouldContain("共 3 条");
    }

    [Fact]
    public async Task The_newest_offers_are_the_same_for_everybody_and_hold_nothing_removed()
    {
        await using var world = await PushWorld.StartAsync(server);
        var first = await world.OfferedAsync("先发布的装置");
        world.Time.Advance(TimeSpan.FromHours(1));
        await world.OfferedAsync("后发布的装置");
        var gone = await world.OfferedAsync("已移除的装置");
        await world.App.WithDatabaseAsync((AppDbContext db) => db.Set<Patent>().Where(p => p.ApplicationNo == gone.ApplicationNo).ExecuteUpdateAsync(s => s.SetProperty(p => p.RemovedAt, world.Time.GetUtcNow()), Ct));
        var anybody = MainOf(await world.App.Http.GetStringAsync("/patents/new", Ct));
        anybody.IndexOf("后发布的装置", StringComparison.Ordinal).ShouldBeLessThan(anybody.IndexOf("先发布的装置", StringComparison.Ordinal));
        anybody.ShouldNotContain("已移除的装置");
        MainOf(await world.Clerk.GetStringAsync("/patents/new", Ct)).ShouldBe(anybody);
        (await world.App.Http.GetStringAsync($"/patents/{first.ApplicationNo}", Ct)).ShouldContain("先发布的装置");
        for (var n = 0; n < 22; n++) await world.OfferedAsync($"装置{n}号");
        var page = await world.App.Http.GetStringAsync("/patents/new", Ct);
        var next = System.Text.RegularExpressions.Regex.Match(page, "/patents/new\\?after=[^\"]+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        (await world.App.Http.GetStringAsync(next, Ct)).ShouldContain("先发布的装置");
    }

    private static string MainOf(string html) => html[html.IndexOf("<main", StringComparison.Ordinal)..html.IndexOf("</main>", StringComparison.Ordinal)];
}
