using System.Net;
using Marketplace.Testing;

namespace Marketplace.Web.Tests.Platform.Face;

/// <summary>The form that every page carries: it needs no token, and yet no other site can send it or use it to lead readers away.</summary>
public sealed class PreferencesTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task Another_site_cannot_set_them(string header, string value)
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var response = await PostAsync(app, [new("theme", "dark")], (header, value));
        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await response.Content.ReadAsStringAsync(Ct)).ShouldContain("E403-");
    }

    [Fact]
    public async Task Our_own_pages_and_programs_without_an_origin_can()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        foreach (var (header, value) in ((string, string)[])[("Sec-Fetch-Site", "same-origin"), ("Sec-Fetch-Site", "none"), ("Origin", app.Url), ("X-Nothing", "x")])
        {
            var response = await PostAsync(app, [new("theme", "dark"), new("return", "/help?x=1")], (header, value));
            response.StatusCode.ShouldBe(HttpStatusCode.Redirect, header);
            response.Headers.Location!.OriginalString.ShouldBe("/help?x=1");
            response.Headers.GetValues("Set-Cookie").Single().ShouldStartWith("theme=dark;");
        }
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("help")]
    public async Task The_way_back_never_leaves_the_site(string address)
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        (await PostAsync(app, [new("theme", "dark"), new("return", address)])).Headers.Location!.OriginalString.ShouldBe("/");
        (await app.Http.GetStringAsync("/preferences?return=" + Uri.EscapeDataString(address), Ct)).ShouldContain("name=\"return\" value=\"/\"");
    }

    [Theory]
    [InlineData("language", "xx", "ئۇيغۇرچە")]
    [InlineData("theme", "pink", "E400-")]
    [InlineData("text", "tiny", "E400-")]
    public async Task What_we_do_not_have_is_refused_and_nothing_is_kept(string field, string value, string shows)
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var response = await PostAsync(app, [new(field == "theme" ? "text" : "theme", field == "theme" ? "large" : "dark"), new(field, value)]);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await response.Content.ReadAsStringAsync(Ct)).ShouldContain(shows);
    }

    [Fact]
    public async Task A_page_without_a_form_of_its_own_asks_for_no_token()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var response = await app.Http.GetAsync("/help", Ct);
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await response.Content.ReadAsStringAsync(Ct)).ShouldNotContain("__RequestVerificationToken");
    }

    private static async Task<HttpResponseMessage> PostAsync(RunningApp app, KeyValuePair<string, string>[] fields, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/preferences") { Content = new FormUrlEncodedContent(fields) };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await app.Http.SendAsync(request, Ct);
    }
}
