using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.LegalStatus;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Organisations;
using Marketplace.Web.Tests.Catalogue.LegalStatus;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Web.Tests.Catalogue.LegalStatus.PatentWorld;

namespace Marketplace.Web.Tests.Catalogue.Patents;

public sealed partial class PatentPageTests(PostgresServer server) : IAsyncLifetime
{
    private readonly ManualTime _time = new(new(2026, 11, 21, 4, 0, 0, TimeSpan.Zero));
    private RunningApp _app = null!;
    private Organisation _university = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), services: services => services.AddSingleton<TimeProvider>(_time));
        _university = await _app.NewOrganisationAsync(OrganisationKind.University);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task It_tells_everything_there_is()
    {
        var patent = await _app.NewPatentAsync([_university], statusOn: new(2026, 11, 1), events: [Event(PatentEventKind.FeePaid, new(2026, 7, 1), 10), Event(PatentEventKind.LicenceRecorded, new(2023, 5, 5), reference: "X2023990000001")]);

        var page = await _app.Http.GetStringAsync("/patents/" + patent.ApplicationNo, Ct);

        foreach (var said in (string[])
            [patent.Title, "ZL" + PatentNumber.Show(patent.ApplicationNo), "/holders/" + _university.Uscc, "艾力、王强", "2017年7月21日", "2037年7月20日", "A01G 3/08", "包括机架和刀具", "其特征在于",
             PatentState.InForce.Name(), PatentEventKind.LicenceRecorded.Name(), "X2023990000001", "第 11 年", "2027-07-21", "4,000 元", "2028-01-21", "[P/OL]. 2019-06-04[2026-11-21]", "about=patent"])
            page.ShouldContain(said);
        page.ShouldNotContain(LegalTexts.Stale);
        using var ld = JsonDocument.Parse(Ld.Match(page).Groups["json"].Value);
        ld.RootElement.GetProperty("name").GetString().ShouldBe(patent.Title);
        (await _app.Http.GetAsync($"/patents/{patent.ApplicationNo}/qr.svg", Ct)).Content.Headers.ContentType!.MediaType.ShouldBe("image/svg+xml");
    }

    [Fact]
    public async Task What_is_unknown_is_left_out_and_an_old_status_is_to_be_checked()
    {
        var design = await _app.NewPatentAsync([], PatentKind.Design, new(2022, 3, 1), new(2022, 9, 1), new(2026, 8, 1), "水壶");

        var page = await _app.Http.GetStringAsync("/patents/" + design.ApplicationNo, Ct);

        page.ShouldContain(LegalTexts.Stale);
        page.ShouldContain("15-03");
        foreach (var absent in (string[])[PatentTexts.Ipc, $"<dt>{PatentTexts.Holders}</dt>", PatentTexts.Values, HistoryTexts.Family]) page.ShouldNotContain(absent);
    }

    [Fact]
    public async Task Only_rights_in_force_bear_ZL()
    {
        var ended = await _app.NewPatentAsync([_university], events: [Event(PatentEventKind.DeclaredInvalid, new(2024, 1, 5))]);

        (await _app.Http.GetStringAsync("/patents/" + ended.ApplicationNo, Ct)).ShouldNotContain("ZL20");
    }

    [Fact]
    public async Task Every_way_of_writing_the_number_leads_to_one_address()
    {
        var patent = await _app.NewPatentAsync([_university]);
        var number = PatentNumber.Show(patent.ApplicationNo);

        foreach (var written in (string[])["ZL" + number, number, "cn" + number.Replace(".", "", StringComparison.Ordinal), " " + number])
        {
            var answer = await _app.Http.GetAsync("/patents/" + Uri.EscapeDataString(written), Ct);
            answer.StatusCode.ShouldBe(HttpStatusCode.MovedPermanently);
            answer.Headers.Location!.ToString().ShouldBe("/patents/" + patent.ApplicationNo);
        }
    }

    [Theory]
    [InlineData("202319999999")]
    [InlineData("202319999001.9")]
    [InlineData("某个专利")]
    public async Task What_is_not_here_can_be_searched_for(string asked)
    {
        var answer = await _app.Http.GetAsync("/patents/" + Uri.EscapeDataString(asked), Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var page = await answer.Content.ReadAsStringAsync(Ct);
        page.ShouldContain("action=\"/patents\"");
        page.ShouldContain(asked);
    }

    [Fact]
    public async Task The_API_answers_with_everything_and_honours_the_ETag()
    {
        var patent = await _app.NewPatentAsync([_university], events: [Event(PatentEventKind.FeePaid, new(2026, 7, 1), 10)]);
        var address = "/api/v1/patents/" + patent.ApplicationNo;
        var answer = await _app.Http.GetAsync(address, Ct);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct));
        json.RootElement.GetProperty("state").GetString().ShouldBe("inForce");
        json.RootElement.GetProperty("fees")[0].GetProperty("due").GetString().ShouldBe("2027-07-21");
        json.RootElement.GetProperty("holders")[0].GetProperty("uscc").GetString().ShouldBe(_university.Uscc);

        (await AskAsync(address, answer.Headers.ETag!)).ShouldBe(HttpStatusCode.NotModified);
        await _app.WithDatabaseAsync(db => Web.Catalogue.CatalogueChanges.TouchAsync(db, [patent.ApplicationNo], Ct));
        (await AskAsync(address, answer.Headers.ETag!)).ShouldBe(HttpStatusCode.OK);
        (await _app.Http.GetAsync("/api/v1/patents/202319999999", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_error_can_be_reported_about_it()
    {
        var patent = await _app.NewPatentAsync([_university]);

        (await _app.Http.GetStringAsync("/report?about=patent:" + patent.ApplicationNo, Ct)).ShouldContain(patent.Title);
    }

    private async Task<HttpStatusCode> AskAsync(string address, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(tag);
        return (await _app.Http.SendAsync(request, Ct)).StatusCode;
    }

    [GeneratedRegex("<script type=\"application/ld\\+json\">(?<json>.*?)</script>", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Ld { get; }
}
