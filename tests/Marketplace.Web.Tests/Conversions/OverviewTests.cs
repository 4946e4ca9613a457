using System.Net;
using Marketplace.Testing;
using Marketplace.Testing.Conversions;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Tests.Conversions;

/// <summary>看板 of 博州: its figures, its counties and where from.</summary>
public sealed class OverviewTests(PostgresServer server)
{
    private const string Page = "/conversions/overview";
    private static readonly DateOnly s_day = new(2025, 2, 10), s_before = new(2024, 2, 12);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_region_shows_its_figures_against_last_year_its_counties_and_where_from()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
        var http = (await app.NewMemberAsync(bureau, Role.BureauReader)).Http;
        (await http.GetStringAsync(Page + "?period=2025Q1", Ct)).ShouldContain("还没有转化");
        // One patent in two counties, one contract of the prefecture's own, one a year before.
        await app.PutAsync([Licence(1, 1, FilingMaker.Bole, s_day), Licence(2, 1, "/650000/652700/652722/", s_day), Licence(3, 2, FilingMaker.Bozhou, s_day), Licence(4, 3, FilingMaker.Bole, s_before)], FilingState.Verified, ConversionOrigin.Imported);

        var page = await http.GetStringAsync(Page + "?period=2025Q1", Ct);
        page.ShouldContain("200%");
        page.ShouldContain("博乐市");
        page.ShouldContain("本级");
        page.ShouldContain("陕西省");
        page.ShouldContain("未锁定");
        page.ShouldContain("href=\"/conversions/overview?region=652701&amp;period=2025Q1&amp;span=quarter\"");
        (await http.GetStringAsync(Page + "?region=652701&period=2025Q1", Ct)).ShouldContain("博乐市转化看板");
        var csv = (await http.GetStringAsync(Page + ".csv?period=2025Q1", Ct)).Split('\n').Where(line => line.Contains("博乐市", StringComparison.Ordinal)).ShouldHaveSingleItem();
        csv.ShouldContain(",1,1,1,1,");
        (await http.GetByteArrayAsync(Page + ".xlsx?period=2025Q1&span=year", Ct)).Length.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task What_lies_elsewhere_or_is_still_to_come_is_not_there()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var bureau = await app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
        var http = (await app.NewMemberAsync(bureau, Role.BureauReader)).Http;
        foreach (var query in (string[])["?region=653000", "?region=650000", "?region=999999", "?period=2150Q1"]) (await http.GetAsync(Page + query, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, query);
        (await http.GetAsync(Page + ".csv?region=653000", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        // What cannot be read is as if nothing had been asked.
        (await http.GetAsync(Page + "?period=never&span=x", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static Filing Licence(int n, int patent, string region, DateOnly on) => FilingMaker.New(ConversionType.OrdinaryLicence, 500, n, on, region, FilingMaker.Patent(patent))
        .With(f =>
        {
            (f.EffectiveOn, f.Amount, f.Level) = (on, 10_000, EvidenceLevel.L2);
            // From 陕西.
            var giver = f.Parties.Find(p => p.Place == 1 && p.Key == FilingMaker.Code(500))!;
            f.Parties[f.Parties.IndexOf(giver)] = new() { FilingId = f.Id, Side = giver.Side, Place = 1, Key = giver.Key, Name = giver.Name, RegionPath = FilingMaker.Meixian };
        });
}
