using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Tests.Catalogue.Feeds;

namespace Marketplace.Web.Tests.Catalogue.Compare;

public sealed class CompareTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Up_to_four_stand_side_by_side_and_differing_rows_are_marked()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        await app.AddAsync([.. Enumerable.Range(1, 5).Select(n => TestPatents.Make(TestPatents.Number(n), $"对比件{n}")), TestPatents.Make(TestPatents.Number(6), "失效件", PatentState.Expired)]);

        var two = await PageAsync(app, "/patents/compare?no=" + PatentNumber.Show(TestPatents.Number(1), inForce: true) + "&no=" + TestPatents.Number(6));
        two.ShouldContain("对比件1");
        two.ShouldContain("失效件");
        RowOf(two, "法律状态").ShouldContain("不同");
        RowOf(two, "申请日").ShouldNotContain("不同");
        two.ShouldContain("href=\"/patents/compare?no=" + TestPatents.Number(6) + "\"");   // Without the first.

        var five = await PageAsync(app, "/patents/compare?" + string.Join('&', Enumerable.Range(1, 5).Select(n => "no=" + TestPatents.Number(n))));
        five.ShouldContain("一次最多对比四件");
        five.ShouldNotContain("对比件5");
        var unknown = await PageAsync(app, "/patents/compare?no=" + TestPatents.Number(1) + "&no=abc");
        unknown.ShouldContain("abc");
        unknown.ShouldContain("对比件1");
        (await PageAsync(app, "/patents/compare")).ShouldContain("还没有选择专利");
    }

    private static string RowOf(string html, string label) => html.Split("<tr").First(row => row.Contains($"<th scope=\"row\">{label}", StringComparison.Ordinal));

    private static async Task<string> PageAsync(RunningApp app, string path) => WebUtility.HtmlDecode(await app.Http.GetStringAsync(path, Ct));
}
