using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Licensing.Fees.Estimates;
using Marketplace.Web.Licensing.Fees.Statistics;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Tests.Catalogue.Listings;
using Marketplace.Web.Tests.Organisations;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing.Fees;

/// <summary>A holder estimates by the guide beside what others ask and the industry pays; an administrator brings the industry's figures.</summary>
public sealed class EstimatePageTests(PostgresServer server) : IAsyncLifetime
{
    private const string Table = "行业代码,行业名称,付费方式,年份,平均值,中位数,单位,合同数,来源\n35,专用设备制造业,一次性付费,2023,18,6,万元,41,国家知识产权局\n357,,提成,2023,3.25,,%,12,国家知识产权局\n1,农业,固定费用,2023,50000,,元,3,国家知识产权局\n";

    private static readonly string[] s_industries = ["3572"];

    private ListingWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await ListingWorld.StartAsync(server);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task An_estimate_is_worked_out_kept_and_carried_into_the_listing()
    {
        var id = await _world.DraftedAsync(await _world.PatentAsync());
        var (clerk, address) = (_world.Clerk.Http, $"/listings/{id}/estimate");
        (await ReadAsync(clerk, $"/listings/{id}/review")).ShouldContain(address);
        (await ReadAsync(clerk, address)).ShouldSatisfyAllConditions(p => p.ShouldContain("没有相近的公开挂牌"), p => p.ShouldContain("没有这个行业的统计"), p => p.ShouldNotContain("以前的估算"));

        var refused = await (await clerk.FillAsync(address + "?method=OwnUse", null, ("income", "二百万"), ("share", "10"), ("years", "3"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "");
        WebUtility.HtmlDecode(refused).ShouldSatisfyAllConditions(p => p.ShouldContain("“二百万”不是数字"), p => p.ShouldContain("value=\"二百万\""));
        (await _world.ReadAsync(db => db.Set<FeeEstimate>())).ShouldBeEmpty();

        var answer = await clerk.FillAsync(address + "?method=OwnUse", null, [("income", "2,000,000"), ("share", "10"), ("years", "3"), .. Factors("1.2", "1", "1", "1", "0.5", "1"), ("note", "去年自产自销收入")]);
        await answer.ShouldGoAsync();
        var made = await ReadAsync(clerk, answer.Headers.Location!.ToString());
        made.ShouldSatisfyAllConditions(p => p.ShouldContain("360,000 元"), p => p.ShouldContain("技术先进性"), p => p.ShouldContain("去年自产自销收入"), p => p.ShouldContain("以前的估算"), p => p.ShouldContain($"/listings/{id}/edit?feeModel=LumpSum&amount=360000"));
        (await ReadAsync(clerk, $"/listings/{id}/edit?feeModel=LumpSum&amount=360000")).ShouldContain("value=\"360000\"");
        (await _world.ListingAsync(id)).FeeYuan.ShouldBe(50_000);

        var kept = (await _world.ReadAsync(db => db.Set<FeeEstimate>())).Single();
        kept.ShouldSatisfyAllConditions(e => e.Result.ShouldBe(360_000), e => e.Start.ShouldBe(600_000), e => e.PersonId.ShouldBe(_world.Clerk.Person.Id), e => EstimateInputs.Of(e.Inputs).Income.ShouldBe(2_000_000));
        (await _world.ReadAsync(db => db.Set<AuditEntry>().Where(e => e.Act == "fee.estimated"))).Count.ShouldBe(1);

        // Above what is usual: a reason, and then it stands in the link.
        (await ReadAnswerAsync(await clerk.FillAsync(address + "?method=InternationalRates", null, ("base", "NetSales"), ("rate", "25")))).ShouldContain("确需更高的，请说明理由");
        var high = await clerk.FillAsync(address + "?method=InternationalRates", null, ("base", "NetSales"), ("rate", "25"), ("reason", "标准必要专利"));
        await high.ShouldGoAsync();
        (await ReadAsync(clerk, high.Headers.Location!.ToString())).ShouldSatisfyAllConditions(p => p.ShouldContain("净销售额的 25%"), p => p.ShouldContain("feeModel=RunningRate&rate=25&base=NetSales&feeReason="));
        foreach (var language in (string[])["en", "ug"])
            foreach (var method in Enum.GetValues<EstimateMethod>()) (await clerk.GetAsync($"{address}?method={method}&lang={language}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Others_see_nothing_of_it()
    {
        var id = await _world.PublishedAsync(await _world.PatentAsync());
        var answer = await _world.Clerk.Http.FillAsync($"/listings/{id}/estimate?method=InternationalRates", null, ("base", "NetSales"), ("rate", "5"));
        var made = answer.Headers.Location!.ToString();
        var (_, stranger) = await _world.App.NewMemberAsync(await _world.App.NewOrganisationAsync(OrganisationKind.University), Role.Administrator);
        foreach (var address in (string[])[$"/listings/{id}/estimate", made]) (await stranger.GetAsync(address, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        stranger.Dispose();
        var own = await _world.DraftedAsync(await _world.PatentAsync());
        (await _world.Clerk.Http.GetAsync($"/listings/{own}/estimate?{made.Split('?')[1]}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _world.Clerk.Http.GetAsync("/licence-statistics", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Comparable_offers_stand_beside_it_the_nearest_first_without_their_holder()
    {
        var other = await _world.App.NewOrganisationAsync(OrganisationKind.University);
        var id = await _world.DraftedAsync(await _world.PatentAsync());
        await OfferAsync("相同分类的专利", "A01G25/02");
        await OfferAsync("相同大组的专利", "A01G25/09");
        await OfferAsync("不相干的专利", "A01G2/10");
        await OfferAsync("面议的专利", "A01G25/02", FeeModel.Negotiable);
        var page = await ReadAsync(_world.Clerk.Http, $"/listings/{id}/estimate");
        page.IndexOf("相同分类的专利", StringComparison.Ordinal).ShouldBeInRange(1, page.IndexOf("相同大组的专利", StringComparison.Ordinal));
        page.ShouldSatisfyAllConditions(p => p.ShouldContain("IPC 大组相同"), p => p.ShouldNotContain("不相干的专利"), p => p.ShouldNotContain("面议的专利"), p => p.ShouldNotContain(other.Name), p => p.ShouldNotContain("13900139000"));

        async Task OfferAsync(string title, string ipc, FeeModel model = FeeModel.LumpSum)
        {
            var no = await _world.PatentAsync(other, title);
            await _world.App.WithDatabaseAsync(async db =>
            {
                await db.Set<Web.Catalogue.Patents.Patent>().Where(p => p.ApplicationNo == no).ExecuteUpdateAsync(set => set.SetProperty(p => p.Ipc, new[] { ipc }), Ct);
                var now = _world.Time.GetUtcNow();
                var listing = new Listing { OwnerId = other.Id, State = ListingState.Public, Forms = [OfferForm.OrdinaryLicence], FeeModel = model, FeeTerms = new FeeTerms { Amount = 1_000 }.For(model).ToJson(), ContactPhone = "13900139000", PublishedAt = now, CreatedAt = now };
                db.Add(listing);
                db.Add(new ListingPatent { ListingId = listing.Id, ApplicationNo = no, Place = 1 });
                return await db.SaveChangesAsync(Ct);
            });
        }
    }

    [Fact]
    public async Task Figures_of_the_industry_are_brought_used_exported_replaced_and_removed()
    {
        using var keeper = (await _world.App.NewMemberAsync(await _world.App.NewOrganisationAsync(OrganisationKind.PlatformOperator), Role.SystemAdministrator)).Http;
        (await ReadAsync(keeper, "/licence-statistics")).ShouldContain("还没有统计表");
        await (await keeper.FillAsync("/licence-statistics", null, ("name", "2023 年度许可数据"), ("file", Encoding.UTF8.GetBytes(Table)))).ShouldGoAsync();
        await (await keeper.FillAsync("/licence-statistics", null, ("name", "2023 年度许可数据"), ("file", Encoding.UTF8.GetBytes(Table)))).ShouldGoAsync();
        var rows = await _world.ReadAsync(db => db.Set<LicenceStatistic>().OrderBy(s => s.Industry));
        rows.Select(s => (s.Industry, s.Model, s.Mean, s.Median)).ShouldBe([("01", FeeModel.LumpSum, 50_000m, null), ("35", FeeModel.LumpSum, 180_000m, 60_000m), ("357", FeeModel.RunningRate, 3.25m, null)]);
        (await ReadAsync(keeper, "/licence-statistics")).ShouldContain("2023 年度许可数据");
        var exported = StatisticsFile.Read(await keeper.GetByteArrayAsync("/licence-statistics/export.xlsx?edition=" + Uri.EscapeDataString("2023 年度许可数据"), Ct), new Industries()).Value.All;
        exported.ShouldBe(StatisticsFile.Read(Encoding.UTF8.GetBytes(Table), new Industries()).Value.All, ignoreOrder: true);

        // A patent on drip irrigation leads to 357 and so to 35; the estimate keeps the figure when the table is gone.
        var id = await _world.DraftedAsync(await _world.PatentAsync());
        await _world.App.WithDatabaseAsync(db => db.Set<Listing>().Where(l => l.Id == id).ExecuteUpdateAsync(set => set.SetProperty(l => l.Industries, s_industries), Ct));
        var address = $"/listings/{id}/estimate?method=IndustryStatistics";
        var page = await ReadAsync(_world.Clerk.Http, address);
        page.ShouldSatisfyAllConditions(p => p.ShouldContain("专用设备制造业"), p => p.ShouldContain("3.25 %"), p => p.ShouldContain("18 万元"));
        (await ReadAnswerAsync(await _world.Clerk.Http.FillAsync(address, null, ("statistic", Guid.CreateVersion7().ToString())))).ShouldContain("请选择采用哪一个数字");
        var answer = await _world.Clerk.Http.FillAsync(address, null, ("statistic", rows[1].Id.ToString()), ("median", "true"));
        await answer.ShouldGoAsync();
        await (await keeper.FillAsync("/licence-statistics", "Remove", ("edition", "2023 年度许可数据"))).ShouldGoAsync();
        (await _world.ReadAsync(db => db.Set<LicenceStatistic>())).ShouldBeEmpty();
        (await ReadAsync(_world.Clerk.Http, answer.Headers.Location!.ToString())).ShouldSatisfyAllConditions(p => p.ShouldContain("60,000 元"), p => p.ShouldContain("2023 年度许可数据"), p => p.ShouldContain("41 份合同"));
        (await _world.ReadAsync(db => db.Set<AuditEntry>().Where(e => e.Act.StartsWith("licence-statistics.")).OrderBy(e => e.Id))).Select(e => e.Act).ShouldBe(["licence-statistics.imported", "licence-statistics.imported", "licence-statistics.removed"]);
    }

    [Fact]
    public async Task A_file_with_one_wrong_row_is_not_taken_at_all()
    {
        using var keeper = (await _world.App.NewMemberAsync(await _world.App.NewOrganisationAsync(OrganisationKind.PlatformOperator), Role.SystemAdministrator)).Http;
        var wrong = Table + "35,,一次性付费,2023,1,,元,1,来源\n99,,提成,2023,1,,%,1,来源\n35,农业,提成,2024,1,,%,1,来源\n36,,提成,2023,1,,万元,1,来源\n36,,一次性付费,2022,1,,斤,1,来源\n36,,面议,2022,1,,元,1,来源\n36,,提成,22,101,x,%,0,\n";
        var page = await ReadAnswerAsync(await keeper.FillAsync("/licence-statistics", null, ("name", "2023"), ("file", Encoding.UTF8.GetBytes(wrong))));
        page.ShouldSatisfyAllConditions(
            p => p.ShouldContain("第 5 行“行业代码”是“35”：与第 2 行"), p => p.ShouldContain("第 6 行“行业代码”是“99”"), p => p.ShouldContain("第 7 行“行业代码”"), p => p.ShouldContain("第 8 行“单位”是“万元”"), p => p.ShouldContain("第 9 行“单位”是“斤”"),
            p => p.ShouldContain("第 10 行“付费方式”是“面议”"), p => p.ShouldContain("第 11 行“年份”是“22”"), p => p.ShouldContain("第 11 行“平均值”"), p => p.ShouldContain("第 11 行“中位数”"), p => p.ShouldContain("第 11 行“合同数”"), p => p.ShouldContain("第 11 行“来源”"));
        (await ReadAnswerAsync(await keeper.FillAsync("/licence-statistics", null, ("file", "行业代码\n35\n"u8.ToArray())))).ShouldContain("请填写统计表名称");
        (await ReadAnswerAsync(await keeper.FillAsync("/licence-statistics", null, ("name", "2023")))).ShouldContain("请选择文件");
        (await _world.ReadAsync(db => db.Set<LicenceStatistic>())).ShouldBeEmpty();
    }

    private static IEnumerable<(string, object)> Factors(params string[] factors) => factors.Select(factor => ("factor", (object)factor));

    private static async Task<string> ReadAsync(HttpClient http, string address) => WebUtility.HtmlDecode(await http.GetStringAsync(address, Ct));

    private static async Task<string> ReadAnswerAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
    }
}
