using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Tests.Catalogue.Listings;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing.Fees;

/// <summary>A stranger works out what a licence costs, by the page and by the API, without signing in.</summary>
public sealed class CalculatorPageTests(PostgresServer server) : IAsyncLifetime
{
    private ListingWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await ListingWorld.StartAsync(server);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Typed_terms_are_worked_out_and_what_is_missing_is_said_with_nothing_lost()
    {
        (await ReadAsync("/fees/calculator")).ShouldSatisfyAllConditions(p => p.ShouldContain("许可费计算器"), p => p.ShouldNotContain("第一次付款"));

        var cost = await ReadAsync("/fees/calculator?feeModel=UpfrontRunning&upfront=30,000&base=NetSales&rate=5&period=Quarter&min=2000&start=2026-03-01&years=3&aYear=100000");
        cost.ShouldSatisfyAllConditions(
            p => p.ShouldContain("value=\"54000.00\""),   // In all: worked by hand in FeeArithmeticTests.
            p => p.ShouldContain("30,000 元，最迟 2026年3月1日"),
            p => p.ShouldContain("第 12 个周期的提成"),
            p => p.ShouldContain("datetime=\"2026-06-15\""),
            p => p.ShouldContain("放假安排还没有公布"));

        (await ReadAsync("/fees/calculator?feeModel=Instalment&amount=100&parts=3&every=6&start=2026-03-02&years=2")).ShouldSatisfyAllConditions(
            p => p.ShouldContain("value=\"33.34\""), p => p.ShouldContain("value=\"100.00\""), p => p.ShouldContain("datetime=\"2026-09-02\""));

        var refused = await _world.App.Http.GetAsync("/fees/calculator?feeModel=RunningRate&rate=abc&start=2026-02-30&years=0", Ct);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Ct)).ShouldSatisfyAllConditions(
            p => p.ShouldContain("“abc”不是数字"), p => p.ShouldContain("value=\"abc\""), p => p.ShouldContain("“2026-02-30”不是日期"), p => p.ShouldContain("使用年数应为 1 到 20"), p => p.ShouldNotContain("第一次付款"));
        (await _world.App.Http.GetAsync("/fees/calculator?feeModel=Negotiable&years=1", Ct)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await _world.App.Http.GetAsync("/fees/calculator?feeModel=LumpSum&amount=99999999999999999999999999999999&years=1", Ct)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await _world.App.Http.GetAsync("/fees/calculator?feeModel=Instalment&amount=5&parts=2&every=1.5&freeUntil=2149-12-31&start=9999-12-31&years=20", Ct)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_public_listing_fills_it_and_ends_with_the_patent()
    {
        var no = await _world.PatentAsync();
        var id = await _world.PublishedAsync(no);
        (await ReadAsync($"/listings/{id}")).ShouldContain($"/fees/calculator?listing={id}");
        (await ReadAsync($"/patents/{no}")).ShouldContain($"/fees/calculator?listing={id}");

        // A fixed price needs nothing from the visitor; the patent's number leads there too.
        foreach (var address in (string[])[$"/fees/calculator?listing={id}", $"/fees/calculator?no={no}"])
            (await ReadAsync(address)).ShouldSatisfyAllConditions(p => p.ShouldContain("一次性支付 5 万元。"), p => p.ShouldContain("50,000 元，最迟"), p => p.ShouldNotContain("name=\"feeModel\""));
        (await ReadAsync($"/fees/calculator?listing={id}&start=2040-01-01&years=10")).ShouldContain("保护期到 2043年5月8日 为止");
        (await _world.App.Http.GetAsync($"/fees/calculator?listing={id}&start=2043-05-09&years=1", Ct)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        await FeeAsync(id, FeeModel.RunningUnit, new() { UnitAmount = 20, Unit = "台", Period = FeePeriod.Year });
        (await ReadAsync($"/fees/calculator?listing={id}")).ShouldSatisfyAllConditions(p => p.ShouldContain("预计每年的数量（台）"), p => p.ShouldNotContain("第一次付款"));
        (await _world.App.Http.GetAsync($"/fees/calculator?listing={id}&years=1", Ct)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await ReadAsync($"/fees/calculator?listing={id}&years=1&aYear=100")).ShouldContain("value=\"2000.00\"");

        await FeeAsync(id, FeeModel.Deferred, new() { Trigger = "年销售超过 100 万元", Then = FeeModel.LumpSum, Amount = 8_000 });
        (await ReadAsync($"/fees/calculator?listing={id}&years=2&start=2026-01-05")).ShouldContain("目前没有要付的费用");
        (await ReadAsync($"/fees/calculator?listing={id}&years=2&start=2026-01-05&triggered=2026-06-08")).ShouldContain("8,000 元，最迟 2026年6月8日");

        await FeeAsync(id, FeeModel.Negotiable, new());
        (await ReadAsync($"/fees/calculator?listing={id}")).ShouldContain("这项费用要双方商量");
    }

    [Fact]
    public async Task Nobody_works_out_what_is_not_public()
    {
        var (drafted, listed) = (await _world.DraftedAsync(await _world.PatentAsync()), await _world.PatentAsync());
        var published = await _world.PublishedAsync(listed);
        await _world.App.WithDatabaseAsync(db => db.Set<Web.Catalogue.Patents.Patent>().Where(p => p.ApplicationNo == listed).ExecuteUpdateAsync(set => set.SetProperty(p => p.RemovedAt, _world.Time.GetUtcNow()), Ct));
        foreach (var id in (Guid[])[drafted, published, Guid.Empty])
        {
            (await _world.App.Http.GetAsync($"/fees/calculator?listing={id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await _world.App.Http.GetAsync($"/api/v1/listings/{id}/cost?years=1", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task Programs_ask_the_same()
    {
        var id = await _world.PublishedAsync(await _world.PatentAsync());
        await FeeAsync(id, FeeModel.RunningRate, new() { Base = FeeBase.NetSales, Rate = 5, Definition = "不含税销售收入", Period = FeePeriod.Year, Cap = 4_000 });
        var cost = await _world.App.Http.GetFromJsonAsync<JsonElement>($"/api/v1/listings/{id}/cost?years=2&start=2026-03-01&aYear=100000", Ct);
        cost.GetProperty("total").GetDecimal().ShouldBe(8_000m);
        cost.GetProperty("years").EnumerateArray().Select(y => y.GetProperty("running").GetDecimal()).ShouldBe([4_000m, 4_000m]);
        cost.GetProperty("dues")[0].ShouldSatisfyAllConditions(d => d.GetProperty("item").GetString().ShouldBe("running"), d => d.GetProperty("reportBy").GetString().ShouldBe("2027-03-15"), d => d.GetProperty("due").GetString().ShouldBe("2027-03-30"));
        foreach (var wrong in (string[])["years=2", "years=0&aYear=1", "years=21&aYear=1", "aYear=1", "years=2&aYear=-1", "years=1&aYear=1&start=2099-01-01"])
            (await _world.App.Http.GetAsync($"/api/v1/listings/{id}/cost?{wrong}", Ct)).StatusCode.ShouldBe(HttpStatusCode.BadRequest, wrong);
        await FeeAsync(id, FeeModel.Negotiable, new());
        (await _world.App.Http.GetAsync($"/api/v1/listings/{id}/cost?years=2&aYear=1", Ct)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    private async Task<string> ReadAsync(string address) => WebUtility.HtmlDecode(await _world.App.Http.GetStringAsync(address, Ct));

    private Task<int> FeeAsync(Guid id, FeeModel model, FeeTerms terms) => _world.App.WithDatabaseAsync(db =>
        db.Set<Listing>().Where(l => l.Id == id).ExecuteUpdateAsync(set => set.SetProperty(l => l.FeeModel, model).SetProperty(l => l.FeeTerms, terms.ToJson()), Ct));
}
