using System.Net;
using Marketplace.Testing;
using Marketplace.Testing.Conversions;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Conversions.Periods;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>博州's year, for everybody.</summary>
public sealed class PublicYearTests(PostgresServer server)
{
    private const string Page = "/statistics?region=652700&year=2024", Jinghe = "/650000/652700/652722/", Wenquan = "/650000/652700/652723/";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_year_is_there_for_everybody_once_all_of_it_is_published_and_names_nobody()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var http = app.Http;
        (await http.GetStringAsync("/statistics", Ct)).ShouldContain("还没有发布的年报");
        // Six in 博乐, four in 精河, one in 温泉.
        await app.PutAsync([.. Enumerable.Range(1, 6).Select(n => Licence(n, FilingMaker.Bole)), .. Enumerable.Range(11, 4).Select(n => Licence(n, Jinghe)), Licence(20, Wenquan)], FilingState.Verified, ConversionOrigin.Imported);
        for (var quarter = 1; quarter <= 4; quarter++)
        {
            (await http.GetAsync(Page, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            await PublishAsync(app, quarter);
        }
        (await http.GetStringAsync("/statistics", Ct)).ShouldContain("/statistics?region=652700&amp;year=2024");

        var page = await http.GetStringAsync(Page, Ct);
        page.ShouldContain("<bdi>11</bdi>");
        page.ShouldContain("/statistics?region=652701&amp;year=2024");
        // One in 温泉, and 精河 with it: else its number would be what is left.
        page.ShouldNotContain("region=652723");
        page.ShouldNotContain("region=652722");
        page.ShouldContain("为什么有的数字不公开？");
        foreach (var hidden in (string[])["652722", "652723"]) (await http.GetAsync($"/statistics?region={hidden}&year=2024", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, hidden);
        (await http.GetStringAsync("/statistics?region=652701&year=2024", Ct)).ShouldContain("<bdi>6</bdi>");
        (await http.GetStringAsync("/statistics.csv?region=652700&year=2024", Ct)).ShouldContain("652723,温泉县,,,,,,,,");

        // What is verified later is of a later quarter.
        await app.PutAsync([Licence(7, FilingMaker.Bole)], FilingState.Verified, ConversionOrigin.Imported);
        (await http.GetStringAsync(Page, Ct)).ShouldContain("<bdi>11</bdi>");
    }

    [Theory]
    [InlineData("?region=652700")]
    [InlineData("?region=nowhere&year=2024")]
    [InlineData("?region=652700&year=99999")]
    [InlineData("?region=650000&year=2024")]
    public async Task What_nobody_published_is_not_there(string query)
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        for (var quarter = 1; quarter <= 4; quarter++) await PublishAsync(app, quarter);
        var http = app.Http;
        (await http.GetAsync("/statistics" + query, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.GetAsync("/statistics.csv" + query, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.GetAsync(Page, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task PublishAsync(RunningApp app, int quarter)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var (db, book) = (scope.ServiceProvider.GetRequiredService<AppDbContext>(), scope.ServiceProvider.GetRequiredService<CaseBook>());
        var now = TimeProvider.System.GetUtcNow();
        var period = new CountPeriod { RegionPath = FilingMaker.Bozhou, Year = 2024, Quarter = quarter, LockedAt = now, PublishedAt = now };
        book.Take(PeriodMachine.Machine, period, PeriodCause.Open).ShouldBeNull();
        db.Add(period);
        book.Take(PeriodMachine.Machine, period, PeriodCause.Lock).ShouldBeNull();
        book.Take(PeriodMachine.Machine, period, PeriodCause.Publish).ShouldBeNull();
        await db.SaveChangesAsync(Ct);
    }

    private static Filing Licence(int n, string region) => FilingMaker.New(ConversionType.OrdinaryLicence, 500, n, new(2024, 5, 6), region, FilingMaker.Patent(n)).With(f => (f.EffectiveOn, f.Amount, f.Level) = (new(2024, 5, 6), 10_000, EvidenceLevel.L2));
}
