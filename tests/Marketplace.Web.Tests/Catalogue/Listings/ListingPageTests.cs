using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Organisations.ApiClients;
using Marketplace.Web.Tests.Organisations;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Catalogue.Listings;

public sealed class ListingPageTests(PostgresServer server) : IAsyncLifetime
{
    private ListingWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await ListingWorld.StartAsync(server);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_listing_is_written_marked_mended_handed_in_and_published_through_the_pages()
    {
        var no = await _world.PatentAsync();
        var clerk = _world.Clerk.Http;
        var page = await clerk.GetStringAsync($"/listings/new?no={no}", Ct);
        page.ShouldSatisfyAllConditions(p => p.ShouldContain("一种坡地滴灌带及其铺设方法"), p => p.ShouldContain("根据专利分类推荐"));
        (string, object)[] fields =
        [
            ("no", no), ("share", "100"), ("report", ""), ("forms", "OrdinaryLicence"), ("feeModel", "LumpSum"), ("amount", "50,000"), ("maturity", "7"),
            ("contactName", "李工"), ("contactPhone", "13800138000"), ("expiresOn", _world.Draft(no).ExpiresOn!.Value.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)),
        ];
        var refused = await (await clerk.SendFormAsync(page, "/listings/new", null, [.. fields, ("scenes", "坡地灌溉，全国第一。")])).ShouldRefuseAsync(HttpStatusCode.BadRequest, "含有宣传用语");
        refused.ShouldSatisfyAllConditions(p => p.ShouldContain("<mark>全国第一</mark>"), p => p.ShouldContain("value=\"50,000\""));
        var sent = await clerk.SendFormAsync(page, "/listings/new", null, [.. fields, ("scenes", "坡地灌溉")]);
        await sent.ShouldGoAsync();
        var review = sent.Headers.Location!.ToString();
        var id = Guid.Parse(review.Split('/')[2]);
        // The form sent twice makes one.
        await (await clerk.SendFormAsync(page, "/listings/new", null, [.. fields, ("scenes", "坡地灌溉")])).ShouldGoAsync();
        (await _world.ReadAsync(db => db.Set<Listing>())).Count.ShouldBe(1);
        (await _world.App.Http.GetAsync($"/listings/{id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await clerk.FillAsync(review, null, ("act", "submit"))).ShouldGoAsync();
        await (await _world.Boss.Http.FillAsync(review, null, ("act", "approve"))).ShouldGoAsync();

        var visitor = await _world.App.Http.GetStringAsync($"/listings/{id}", Ct);
        visitor.ShouldSatisfyAllConditions(p => p.ShouldContain("一次性支付 5 万元。"), p => p.ShouldContain(_world.Owner.Name), p => p.ShouldContain("138****8000"), p => p.ShouldNotContain("13800138000"), p => p.ShouldNotContain("李工"));
        (await clerk.GetStringAsync($"/listings/{id}", Ct)).ShouldContain("13800138000");
        (await _world.App.Http.GetStringAsync($"/listings/{id}?lang=en", Ct)).ShouldContain("One payment of");
        (await clerk.GetStringAsync("/listings?q=" + Uri.EscapeDataString("坡地"), Ct)).ShouldContain(id.ToString());
        await using var scope = _world.App.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<Offers>().OffersOf(no, Ct)).Single().ShouldSatisfyAllConditions(o => o.ListingId.ShouldBe(id), o => o.Fee.ShouldContain("5"));
    }

    [Fact]
    public async Task Programs_create_read_change_and_withdraw_with_versions_and_keys()
    {
        var no = await _world.PatentAsync();
        using var http = await ProgramAsync();
        var body = new { patents = new[] { new { applicationNo = no } }, forms = new[] { "ordinaryLicence" }, feeModel = "lumpSum", fee = new { amount = 50000 }, maturity = 7, contactName = "李工", contactPhone = "13800138000", expiresOn = _world.Draft(no).ExpiresOn };
        using var first = new HttpRequestMessage(HttpMethod.Post, "/api/v1/listings") { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", "one" } } };
        var made = await http.SendAsync(first, Ct);
        made.StatusCode.ShouldBe(HttpStatusCode.Created, await made.Content.ReadAsStringAsync(Ct));
        using var second = new HttpRequestMessage(HttpMethod.Post, "/api/v1/listings") { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", "one" } } };
        (await http.SendAsync(second, Ct)).Headers.GetValues("Idempotency-Replayed").Single().ShouldBe("true");
        (await _world.ReadAsync(db => db.Set<Listing>())).Count.ShouldBe(1);
        var path = made.Headers.Location!.ToString();
        var read = await http.GetAsync(path, Ct);
        var etag = read.Headers.ETag!.Tag;
        (await read.Content.ReadFromJsonAsync<JsonElement>(Ct)).ShouldSatisfyAllConditions(l => l.GetProperty("state").GetString().ShouldBe("draft"), l => l.GetProperty("contactPhone").GetString().ShouldBe("13800138000"));
        // Drafts are nobody else's.
        (await _world.App.Http.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await PutAsync(http, path, body, null)).StatusCode.ShouldBe((HttpStatusCode)428);
        var saved = await PutAsync(http, path, body with { maturity = 8 }, etag);
        saved.StatusCode.ShouldBe(HttpStatusCode.OK, await saved.Content.ReadAsStringAsync(Ct));
        saved.Headers.ETag!.Tag.ShouldNotBe(etag);
        (await PutAsync(http, path, body, etag)).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await (await http.GetAsync("/api/v1/listings?mine=true", Ct)).Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await (await _world.App.Http.GetAsync("/api/v1/listings", Ct)).Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await http.DeleteAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await http.DeleteAsync(path + "?reason=x", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _world.App.Http.PostAsJsonAsync("/api/v1/listings", body, Ct)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient http, string path, object body, string? etag)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body, body.GetType()) };
        if (etag is not null) request.Headers.IfMatch.Add(new(etag));
        return http.SendAsync(request, Ct);
    }

    private async Task<HttpClient> ProgramAsync()
    {
        var issued = (await _world.AsAsync(_world.Boss.Person, s => s.GetRequiredService<ApiClientDesk>().AddAsync(_world.Owner.Id, _world.Boss.Person.Id, "科研系统", ["listings.write"], Ct))).Value;
        using var asked = await _world.App.Http.PostAsync("/api/v1/token", new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials", ["client_id"] = issued.Client.Id.ToString(), ["client_secret"] = issued.Secret }), Ct);
        var token = (await asked.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("access_token").GetString();
        return new HttpClient { BaseAddress = new Uri(_world.App.Url), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
    }
}
