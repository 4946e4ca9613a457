using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Searching;
using static Marketplace.Web.Tests.Catalogue.Searching.PatentWorld;

namespace Marketplace.Web.Tests.Catalogue.Searching;

public sealed class PatentSearchApiTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_has_total_items_facets_and_the_way_to_the_next()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var owner = await app.NewOrganisationAsync(name: "石河子大学");
        var patents = Enumerable.Range(0, 5).Select(n => NewPatent($"一种滴灌装置{(char)('甲' + n)}", "用于棉田 <均匀> 灌溉")).ToArray();
        await app.AddAsync([.. patents, NewPatent("一种采棉机", ipc: ["A01D46/08"])]);
        await app.HoldAsync(patents[0], owner);
        await app.ListAsync(owner, patents[0]);
        await app.IndexedAsync();

        var first = await GetAsync(app, "?q=滴灌&size=3&facets=ipc,kind&highlight=true");
        first.GetProperty("total").GetInt32().ShouldBe(5);
        var items = first.GetProperty("items").EnumerateArray().ToList();
        items.Count.ShouldBe(3);
        items[0].GetProperty("score").GetDouble().ShouldBeGreaterThan(0);
        items[0].GetProperty("highlights").GetProperty("title").GetString()!.ShouldContain("<mark>滴灌</mark>");
        items[0].GetProperty("highlights").GetProperty("abstract").GetString()!.ShouldContain("&lt;均匀&gt;");
        first.GetProperty("facets").GetProperty("ipc")[0].GetProperty("value").GetString().ShouldBe("A01G");
        first.GetProperty("facets").GetProperty("ipc")[0].GetProperty("count").GetInt32().ShouldBe(5);
        first.GetProperty("tookMs").GetDouble().ShouldBeGreaterThan(0);

        var rest = await GetAsync(app, $"?q=滴灌&size=3&after={first.GetProperty("next").GetString()}");
        rest.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
        items.Concat(rest.GetProperty("items").EnumerateArray()).Select(item => item.GetProperty("applicationNo").GetString()).ShouldBe(patents.Select(p => p.ApplicationNo), ignoreOrder: true);
        rest.GetProperty("facets").EnumerateObject().ShouldBeEmpty();

        var offer = (await GetAsync(app, "?form=openLicence")).GetProperty("items")[0];
        (offer.GetProperty("number").GetString(), offer.GetProperty("holders")[0].GetString(), offer.GetProperty("offer").GetProperty("feeYuan").GetDecimal()).ShouldBe((patents[0].Number, "石河子大学", 30_000m));
    }

    [Theory]
    [InlineData("?size=0", "size_out_of_range", "size")]
    [InlineData("?size=101", "size_out_of_range", "size")]
    [InlineData("?size=x", "size_out_of_range", "size")]
    [InlineData("?sort=price", "sort_unknown", "sort")]
    [InlineData("?facets=kind,colour", "facet_unknown", "facets")]
    [InlineData("?feeMax=much", "fee_unreadable", "feeMax")]
    [InlineData("?q=滴灌&after=nonsense", "wrong_page", "after")]
    public async Task What_cannot_be_read_is_refused_with_a_code(string query, string code, string field)
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        await app.IndexedAsync();
        var answer = await app.Http.GetAsync("/api/v1/patents" + query, Ct);
        ((int)answer.StatusCode).ShouldBe(400);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement;
        (problem.GetProperty("code").GetString(), problem.GetProperty("errors")[0].GetProperty("field").GetString()).ShouldBe((code, field));
    }

    [Fact]
    public async Task A_token_is_of_use_with_its_own_question_only()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        await app.AddAsync(NewPatent("滴灌甲"), NewPatent("滴灌乙"));
        await app.IndexedAsync();
        var next = (await GetAsync(app, "?q=滴灌&size=1")).GetProperty("next").GetString();
        ((int)(await app.Http.GetAsync($"/api/v1/patents?q=灌溉&size=1&after={next}", Ct)).StatusCode).ShouldBe(400);
    }

    [Fact]
    public void A_question_is_one_text_whatever_the_order_of_its_parts()
    {
        var query = PatentQuery.Read("?year=2024&kind=design,invention&q=滴灌 \"均匀\"&year=2023&colour=red&sort=fee-down&holder=A, Ltd.&size=50&after=x");
        query.ToQueryString().ShouldBe("?q=%E6%BB%B4%E7%81%8C%20%22%E5%9D%87%E5%8C%80%22&holder=A%2C%20Ltd.&kind=design&kind=invention&year=2023&year=2024&sort=fee-down&size=50");
        PatentQuery.Read(query.ToQueryString()).ToQueryString().ShouldBe(query.ToQueryString());
        (query.After, query.Sort, query.ValuesOf("year")).ShouldBe(("x", PatentSort.FeeDown, query.ValuesOf("year")));
        query.With("year", "2022").Without("kind", "design").ToQueryString().ShouldContain("kind=invention&year=2022&year=2023");
        PatentQuery.Read("").IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void Every_value_of_a_filter_has_a_word_in_every_language()
    {
        foreach (var language in (string[])["zh-CN", "en", "ug"])
        {
            System.Globalization.CultureInfo.CurrentUICulture = System.Globalization.CultureInfo.GetCultureInfo(language);
            var words = new FacetWords(new(), new(), new());
            foreach (var facet in PatentFacet.All) FacetWords.NameOf(facet.Name).ShouldNotBe(facet.Name);
            foreach (var band in FeeBand.All) words.ValueOf("fee", band).ShouldNotBe(band);
            foreach (var kind in Enum.GetNames<Web.Catalogue.Patents.PatentKind>()) words.ValueOf("kind", FacetWords.Camel(kind)).ShouldNotBe(FacetWords.Camel(kind));
            foreach (var state in Enum.GetNames<Web.Catalogue.LegalStatus.PatentState>()) words.ValueOf("status", FacetWords.Camel(state)).ShouldNotBe(FacetWords.Camel(state));
            foreach (var form in Enum.GetNames<Web.Catalogue.Listings.OfferForm>()) words.ValueOf("form", FacetWords.Camel(form)).ShouldNotBe(FacetWords.Camel(form));
        }
    }

    private static async Task<JsonElement> GetAsync(RunningApp app, string query) => JsonDocument.Parse(await app.Http.GetStringAsync("/api/v1/patents" + query, Ct)).RootElement;
}
