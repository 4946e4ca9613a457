using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Matchmaking.Pushes;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Tests.Organisations.Directory;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Matchmaking.Pushes;

public sealed class OutsidePushTests(PostgresServer server)
{
    private static readonly byte[] s_paper = Encoding.ASCII.GetBytes("%PDF-1.4\n% signed list\n");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_enters_another_confirms_and_it_counts_once_with_the_others()
    {
        await using var world = await PushWorld.StartAsync(server);
        var patent = await world.OfferedAsync();
        var enterprise = await world.ListedAsync(mail: "a@example.cn");
        await world.PushAsync([patent.ApplicationNo], [enterprise]);
        (await world.CoverageAsync()).Items.ShouldBe(1);
        var entered = await EnterAsync(world.Clerk, enterprise, $"{patent.ApplicationNo},202010000000", "2025-11-03");
        entered.StatusCode.ShouldBe(HttpStatusCode.Redirect, await entered.Content.ReadAsStringAsync(Ct));
        var path = entered.Headers.Location!.ToString();
        (await world.CoverageAsync()).Items.ShouldBe(1);
        (await world.Directory.CountAsync<WorkItem>()).ShouldBe(1);

        (await world.Clerk.PostFormAsync("/pushes/outside", path + "?handler=Confirm")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var (_, colleague) = await world.App.NewMemberAsync(world.Directory.Bureau, Role.BureauReviewer);
        var page = await colleague.GetStringAsync(path, Ct);
        page.ShouldContain("签到表.pdf");
        page.ShouldContain("199****5678");
        page.ShouldNotContain("19912345678");
        (await colleague.PostFormAsync(path, path + "?handler=Confirm")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await colleague.PostFormAsync("/preferences", path + "?handler=Confirm")).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        // One pair was there before; it now counts from the earlier day.
        (await world.CoverageAsync()).Items.ShouldBe(2);
        (await world.CoverageAsync(new() { Month = "2025-11" })).Items.ShouldBe(2);
        (await world.FiguresAsync(f => f.ByChannelAsync(world.Directory.Bureau.RegionPath, new(), Ct))).ShouldHaveSingleItem().Key.ShouldBe(nameof(PushChannel.Visit));
        (await world.App.WithDatabaseAsync(db => db.Set<WorkItem>().SingleAsync(Ct))).DoneAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_returned_does_not_count_and_other_bureaus_see_nothing()
    {
        await using var world = await PushWorld.StartAsync(server);
        var enterprise = await world.ListedAsync();
        var path = (await EnterAsync(world.Clerk, enterprise, "202010000000", "2025-11-03")).Headers.Location!.ToString();
        var (_, other) = await DirectoryWorld.NewClerkAsync(world.App, Inhabitants.Meixian);
        (await other.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.PostFormAsync("/pushes/new", path + "?handler=Confirm")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.PostFormAsync("/pushes/new", path + "?handler=Return", ("decision", "x"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var paper = await world.App.WithDatabaseAsync(db => db.Set<StoredFile>().Where(f => f.Name == "签到表.pdf").Select(f => f.Id).SingleAsync(Ct));
        (await other.GetAsync(FileStore.PaperAt(paper), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Clerk.GetAsync(FileStore.PaperAt(paper), Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.GetStringAsync("/pushes/outside", Ct)).ShouldNotContain(path);

        var (_, colleague) = await world.App.NewMemberAsync(world.Directory.Bureau, Role.BureauClerk);
        (await colleague.PostFormAsync(path, path + "?handler=Return")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await colleague.PostFormAsync(path, path + "?handler=Return", ("decision", "签到表看不清"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.Clerk.GetStringAsync(path, Ct)).ShouldContain("签到表看不清");
        (await world.CoverageAsync()).Items.ShouldBe(0);
    }

    [Fact]
    public async Task A_table_with_a_wrong_row_is_taken_as_a_whole_or_not_at_all()
    {
        await using var world = await PushWorld.StartAsync(server);
        var enterprise = await world.ListedAsync();
        const string head = "统一社会信用代码,专利号,推送日期,推送方式,是否已读\n";
        var wrong = await SheetAsync(world.Clerk, head + $"{enterprise},202010000000,2025-11-03,电话,是\n{Inhabitants.NewUscc()},12,2099-01-01,鸽子,否\n");
        wrong.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var said = await wrong.Content.ReadAsStringAsync(Ct);
        foreach (var fault in (string[])["名录库里没有这个代码", "看不懂这个专利号", "日期不对", "推送方式不对"]) said.ShouldContain("第 3 行：" + fault);
        (await world.Directory.CountAsync<Push>()).ShouldBe(0);

        var right = await SheetAsync(world.Clerk, head + $"{enterprise},202010000000,2025-11-03,电话,是\n{enterprise},202010000000,2025-12-03,微信,否\n");
        right.StatusCode.ShouldBe(HttpStatusCode.Redirect, await right.Content.ReadAsStringAsync(Ct));
        var (_, colleague) = await world.App.NewMemberAsync(world.Directory.Bureau, Role.BureauClerk);
        var path = right.Headers.Location!.ToString();
        (await colleague.PostFormAsync(path, path + "?handler=Confirm")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.CoverageAsync()).ShouldBe(new PushCoverage(1, 1, 1));
        (await world.Clerk.GetAsync("/pushes/outside/template.xlsx", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpResponseMessage> EnterAsync(HttpClient http, string enterprise, string numbers, string on)
    {
        using var form = await FormAsync(http);
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("code", enterprise), ("no", numbers), ("on", on), ("channel", "上门走访"), ("recipient", "19912345678")]) form.Add(new StringContent(value), name);
        return await http.PostAsync("/pushes/outside?handler=Row", form, Ct);
    }

    private static async Task<HttpResponseMessage> SheetAsync(HttpClient http, string csv)
    {
        using var form = await FormAsync(http);
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(csv)), "sheet", "推送.csv");
        return await http.PostAsync("/pushes/outside?handler=Sheet", form, Ct);
    }

    private static async Task<MultipartFormDataContent> FormAsync(HttpClient http) => new()
    {
        { new StringContent(await DirectoryWorld.TokenAsync(http, "/pushes/outside")), "__RequestVerificationToken" },
        { new ByteArrayContent(s_paper), "evidence", "签到表.pdf" },
    };
}
