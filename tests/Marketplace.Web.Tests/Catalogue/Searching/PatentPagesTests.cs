using System.IO.Compression;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Tests.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Web.Tests.Catalogue.Searching.PatentWorld;

namespace Marketplace.Web.Tests.Catalogue.Searching;

public sealed class PatentPagesTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_shows_why_each_is_there_and_what_can_be_chosen()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var owner = await app.NewOrganisationAsync(name: "石河子大学");
        var offered = NewPatent("一种棉田滴灌装置", "本装置用压力补偿滴头使棉田各处均匀灌溉");
        await app.AddAsync(offered, NewPatent("一种滴灌施肥罐", kind: PatentKind.UtilityModel), NewPatent("一种采棉机", ipc: ["A01D46/08"]));
        await app.HoldAsync(offered, owner);
        await app.ListAsync(owner, offered);
        await app.IndexedAsync();

        var page = await app.Http.GetStringAsync("/patents?q=滴灌&kind=invention", Ct);
        page.ShouldContain("找到 1 件专利");
        page.ShouldContain($"""<a href="/patents/{offered.ApplicationNo}" lang="zh-CN">一种棉田<mark>滴灌</mark>装置</a>""");
        page.ShouldContain("石河子大学");
        page.ShouldContain("开放许可、转让");
        page.ShouldContain("3 万元");
        // The other kind stays to be chosen, with its count.
        page.ShouldContain("""value="utilityModel">""");
        page.ShouldContain("href=\"/patents?q=%E6%BB%B4%E7%81%8C\"");   // The chip takes the filter away.
        page.ShouldContain("<svg class=\"chart\"");

        var table = await app.Http.GetStringAsync("/patents?view=table", Ct);
        table.ShouldContain("cards-table");
        table.ShouldContain("找到 3 件专利");
        (await app.Http.GetStringAsync("/patents?q=没有这样的词语组合xyzzy", Ct)).ShouldContain("没有找到专利");
        (await app.Http.GetStringAsync("/patents?q=滴灌&after=broken&sort=nonsense", Ct)).ShouldContain("找到 2 件专利");
        (await app.Http.GetStringAsync("/", Ct)).ShouldContain("data-search");
    }

    [Fact]
    public async Task Places_that_a_bureau_added_are_called_by_name()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var (_, bureau) = await app.NewMemberAsync(await app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou), Role.BureauReviewer);
        await (await bureau.FillAsync("/regions", "Add", ("at", Inhabitants.Bole), ("name", "小营盘镇"))).ShouldGoAsync();
        var place = await app.WithDatabaseAsync(db => db.Set<Region>().SingleAsync(r => r.Name == "小营盘镇", Ct));
        var patent = NewPatent("一种滴灌带");
        await app.AddAsync(patent);
        await app.HoldAsync(patent, await app.NewOrganisationAsync(region: place.Code));
        await app.IndexedAsync();
        var words = app.Services.GetRequiredService<FacetWords>();
        await UntilAsync(() => words.ValueOf("region", place.Code) == "小营盘镇");

        (await app.Http.GetStringAsync("/patents?region=" + place.Code, Ct)).ShouldSatisfyAllConditions(p => p.ShouldContain("小营盘镇</span>"), p => p.ShouldContain(patent.ApplicationNo));
        words.ValueOf("region", Inhabitants.Bole).ShouldBe("博乐市");
        await (await bureau.FillAsync("/regions", "Rename", ("at", Inhabitants.Bole), ("code", place.Code), ("name", "小营盘"))).ShouldGoAsync();
        await UntilAsync(() => words.ValueOf("region", place.Code) == "小营盘");
        bureau.Dispose();
    }

    [Fact]
    public async Task A_number_leads_straight_to_its_patent()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var patent = NewPatent("一种滴灌带");
        patent.PublicationNo = "CN119999901A";
        await app.AddAsync(patent);
        await app.IndexedAsync();
        var shown = PatentNumber.Show(patent.ApplicationNo);
        foreach (var typed in (string[])[patent.ApplicationNo, shown, "ZL" + shown, shown.Replace(".", "", StringComparison.Ordinal), "CN119999901A", "ｃｎ 119999901 a"])
        {
            var answer = await app.Http.GetAsync("/patents?q=" + Uri.EscapeDataString(typed), Ct);
            ((int)answer.StatusCode).ShouldBe(302, typed);
            answer.Headers.Location!.ToString().ShouldBe("/patents/" + patent.ApplicationNo);
        }
        var wrong = shown[^1] == '0' ? '1' : '0';
        (await app.Http.GetStringAsync("/patents?q=" + shown[..^1] + wrong, Ct)).ShouldContain($"<a href=\"/patents/{patent.ApplicationNo}\"><bdi>{shown}</bdi></a>");
        (await app.Http.GetStringAsync("/patents?q=202319990000", Ct)).ShouldContain("目录中没有申请号");
    }

    [Fact]
    public async Task The_result_leaves_as_a_table_with_every_row_of_all_pages()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        await app.AddAsync([.. Enumerable.Range(0, 130).Select(n => NewPatent(n == 0 ? "=HYPERLINK(1)滴灌" : $"滴灌装置{n}"))]);
        await app.IndexedAsync();
        var csv = await app.Http.GetStringAsync("/patents/export.csv?q=滴灌", Ct);
        csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(131);
        csv.ShouldNotContain("\n=HYPERLINK");
        using var xlsx = new ZipArchive(await app.Http.GetStreamAsync("/patents/export.xlsx", Ct));
        xlsx.Entries.ShouldContain(entry => entry.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Suggestions_come_by_pinyin_and_a_wrong_character_is_put_right()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var patent = NewPatent("磷酸铁锂电池正极材料");
        await app.AddAsync(patent, NewPatent("锂电池隔膜"));
        await app.HoldAsync(patent, null, "新疆大学");
        await app.IndexedAsync();
        await UntilAsync(async () => (await app.Http.GetStringAsync("/patents/suggestions?q=lstl", Ct)).Contains("磷酸铁锂电池正极材料", StringComparison.Ordinal));
        await UntilAsync(async () => (await app.Http.GetStringAsync("/patents/suggestions?q=xinjiang", Ct)).Contains("新疆大学", StringComparison.Ordinal));
        await UntilAsync(async () => (await app.Http.GetStringAsync("/patents?q=锂电弛", Ct)).Contains("您要找的是不是", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Similar_patents_are_those_that_share_its_words()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var (one, like, other) = (NewPatent("棉田滴灌压力补偿滴头", "滴灌压力补偿"), NewPatent("滴灌用压力补偿装置", "滴头压力补偿"), NewPatent("采棉机摘锭", "采棉"));
        await app.AddAsync(one, like, other);
        await app.IndexedAsync();
        var similar = await ((PatentSearch)app.Services.GetService(typeof(PatentSearch))!).SimilarAsync(one.ApplicationNo, 5, Ct);
        similar.Value.Hits[0].ApplicationNo.ShouldBe(like.ApplicationNo);
        similar.Value.Hits.ShouldNotContain(hit => hit.ApplicationNo == one.ApplicationNo);
    }
}
