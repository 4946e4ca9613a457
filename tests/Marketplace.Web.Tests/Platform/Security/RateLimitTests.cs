using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Platform.Security;

public sealed class RateLimitTests(PostgresServer server)
{
    private const string Proxy = "198.51.100.1";
    private const string Stranger = "198.51.100.9";
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Behind_a_known_proxy_each_client_has_a_measure_of_its_own()
    {
        await using var app = await StartAsync();
        (await StatusesAsync(app, 3, Proxy, _ => "203.0.113.1")).ShouldBe([200, 200, 429]);
        (await StatusesAsync(app, 2, Proxy, _ => "203.0.113.2")).ShouldBe([200, 200]);
        // What the client itself wrote into the header stands left of what the proxy saw.
        (await StatusesAsync(app, 1, Proxy, n => $"192.0.2.{n}, 203.0.113.1")).ShouldBe([429]);
    }

    [Fact]
    public async Task Whoever_is_no_known_proxy_cannot_speak_for_others()
    {
        await using var app = await StartAsync();
        (await StatusesAsync(app, 3, Stranger, n => $"203.0.113.{n}")).ShouldBe([200, 200, 429]);
        (await StatusesAsync(app, 1, Stranger, _ => "127.0.0.1")).ShouldBe([429]);
    }

    [Fact]
    public async Task A_caller_on_this_machine_is_not_limited_unless_it_speaks_for_another()
    {
        await using var app = await StartAsync();
        (await StatusesAsync(app, 5, null, _ => null)).ShouldAllBe(status => status == 200);
        (await StatusesAsync(app, 3, null, _ => "203.0.113.7")).ShouldBe([200, 200, 429]);
    }

    [Fact]
    public async Task The_refusal_is_a_page_for_people_a_problem_for_programs_and_says_when_to_come_back()
    {
        await using var app = await StartAsync();
        await StatusesAsync(app, 2, Stranger, _ => null);
        var person = await SendAsync(app, HttpMethod.Get, "/", Stranger, null);
        person.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await person.Content.ReadAsStringAsync(Ct)).ShouldContain("E429-");
        person.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        var program = await SendAsync(app, HttpMethod.Get, "/api/v1/nothing", Stranger, null);
        program.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await program.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString().ShouldBe("rate_limited");
    }

    [Fact]
    public async Task An_error_page_takes_no_second_token()
    {
        await using var app = await StartAsync();
        var pages = new List<string>();
        for (var n = 0; n < 3; n++) pages.Add(await (await SendAsync(app, HttpMethod.Get, "/nothing-here", Stranger, null)).Content.ReadAsStringAsync(Ct));
        pages[0].ShouldContain("E404-");
        pages[1].ShouldContain("E404-");
        pages[2].ShouldContain("E429-");
    }

    [Fact]
    public async Task Writes_have_a_smaller_measure_and_the_gateways_reports_none()
    {
        await using var app = await StartAsync();
        var writes = new List<int>();
        for (var n = 0; n < 2; n++) writes.Add((int)(await SendAsync(app, HttpMethod.Post, "/api/v1/enquiries", Stranger, null)).StatusCode);
        writes.ShouldBe([400, 429]);
        for (var n = 0; n < 3; n++)
            (await SendAsync(app, HttpMethod.Post, "/messages/reports/sms", Stranger, null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private async Task<RunningApp> StartAsync() => await RunningApp.StartAsync(
        await server.NewDatabaseAsync(),
        new Dictionary<string, string?> { ["Proxies:Known:0"] = Proxy, ["RateLimits:ReadsPerMinute"] = "2", ["RateLimits:WritesPerMinute"] = "1", ["Messages:Gateway"] = "sandbox" },
        services => services.AddSingleton<IStartupFilter, ComesFrom>());

    private static async Task<List<int>> StatusesAsync(RunningApp app, int times, string? from, Func<int, string?> forwardedFor)
    {
        var statuses = new List<int>();
        for (var n = 1; n <= times; n++) statuses.Add((int)(await SendAsync(app, HttpMethod.Get, "/help", from, forwardedFor(n))).StatusCode);
        return statuses;
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningApp app, HttpMethod method, string path, string? from, string? forwardedFor)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post) request.Content = JsonContent.Create(new { });
        if (from is not null) request.Headers.Add(ComesFrom.Header, from);
        if (forwardedFor is not null) request.Headers.Add("X-Forwarded-For", forwardedFor);
        return await app.Http.SendAsync(request, Ct);
    }

    /// <summary>Puts another machine's address in place of loopback, before anything of the program looks at it.</summary>
    private sealed class ComesFrom : IStartupFilter
    {
        public const string Header = "X-Test-Comes-From";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((http, go) =>
            {
                if (http.Request.Headers[Header].ToString() is { Length: > 0 } address) http.Connection.RemoteIpAddress = IPAddress.Parse(address);
                return go(http);
            });
            next(app);
        };
    }
}
