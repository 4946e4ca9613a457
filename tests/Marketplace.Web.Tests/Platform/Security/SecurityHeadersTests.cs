using System.Net.Http.Json;
using Marketplace.Testing;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Builder;

namespace Marketplace.Web.Tests.Platform.Security;

/// <summary>Headers stand on every kind of answer, not only on pages that went well.</summary>
public sealed class SecurityHeadersTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, int> Answers => new()
    {
        { "GET", "/", 200 },
        { "GET", "/css/tokens.css", 200 },
        { "GET", "/healthz", 200 },
        { "GET", "/openapi/v1.json", 200 },
        { "GET", "/nothing-here", 404 },
        { "GET", "/?lang=xx", 400 },
        { "GET", "/api/v1/nothing", 404 },
        { "GET", "/bug", 500 },
        { "GET", "/api/v1/bug", 500 },
        { "POST", "/preferences", 302 },
        { "POST", "/contact", 400 },
        { "POST", "/api/v1/enquiries", 400 },
    };

    [Theory, MemberData(nameof(Answers))]
    public async Task Every_answer_carries_them(string method, string path, int status)
    {
        await using var app = await StartAsync();
        var response = await SendAsync(app, method, path);
        ((int)response.StatusCode).ShouldBe(status);
        var policy = Header(response, "Content-Security-Policy");
        policy.ShouldStartWith("default-src 'none';");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("form-action 'self'");
        policy.ShouldContain("base-uri 'none'");
        policy.ShouldNotContain("unsafe");
        Header(response, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(response, "Referrer-Policy").ShouldBe("same-origin");
        Header(response, "Permissions-Policy").ShouldContain("geolocation=()");
        Header(response, "Cross-Origin-Opener-Policy").ShouldBe("same-origin");
        Header(response, "Cross-Origin-Resource-Policy").ShouldBe("same-origin");
        response.Headers.Contains("Server").ShouldBeFalse();
        // Over plain HTTP it would mean nothing, and on a test machine be remembered.
        response.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/nothing-here")]
    [InlineData("/api/v1/nothing")]
    public async Task Behind_a_proxy_that_speaks_https_browsers_are_told_to_stay_with_it(string path)
    {
        await using var app = await StartAsync();
        Header(await SendAsync(app, "GET", path, ("X-Forwarded-Proto", "https")), "Strict-Transport-Security").ShouldBe("max-age=31536000; includeSubDomains");
    }

    private async Task<RunningApp> StartAsync() => await RunningApp.StartAsync(await server.NewDatabaseAsync(), map: web =>
    {
        web.MapGet("/bug", string () => throw new InvalidOperationException()).For(Act.ReadPublic);
        web.MapGet("/api/v1/bug", string () => throw new InvalidOperationException()).For(Act.ReadPublic);
    });

    private static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();

    private static async Task<HttpResponseMessage> SendAsync(RunningApp app, string method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST") request.Content = path.StartsWith("/api", StringComparison.Ordinal) ? JsonContent.Create(new { }) : new FormUrlEncodedContent([]);
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return await app.Http.SendAsync(request, Ct);
    }
}
