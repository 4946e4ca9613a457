using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Tests.Catalogue.Searching;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Marketplace.Web.Tests.Platform.Errors;

/// <summary>What people and programs are told when something is away, wrong or broken.</summary>
public sealed class FaultTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/nothing-here", HttpStatusCode.NotFound, "E404-")]
    [InlineData("/?lang=xx", HttpStatusCode.BadRequest, "ئۇيغۇرچە")]
    [InlineData("/healthz/", HttpStatusCode.OK, "Healthy")]
    [InlineData("/healthz?lang=xx", HttpStatusCode.OK, "Healthy")]
    [InlineData("/readyz?lang=xx", HttpStatusCode.OK, "Healthy")]
    public async Task A_person_gets_a_page_with_a_code_to_read_out(string path, HttpStatusCode status, string shows)
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        await app.IndexedAsync();   // Until then it is alive, not ready.
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } };
        var response = await app.Http.SendAsync(request, Ct);
        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadAsStringAsync(Ct)).ShouldContain(shows);
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404, "not_found")]
    [InlineData("DELETE", "/api/v1/enquiries", 405, "method_not_allowed")]
    [InlineData("POST", "/api/v1/enquiries", 415, "unsupported_media_type")]
    [InlineData("POST", "/api/v1/enquiries?lang=xx", 400, "language_unknown")]
    [InlineData("GET", "/openapi/v1.json?lang=xx", 400, "language_unknown")]
    public async Task A_program_gets_a_problem_with_a_stable_code(string method, string path, int status, string code)
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? new StringContent("x") : null };
        var response = await app.Http.SendAsync(request, Ct);
        ((int)response.StatusCode).ShouldBe(status);
        (await CodeAsync(response)).ShouldBe(code);
    }

    [Theory]
    [InlineData("/account/data?handler=Nothing")]
    [InlineData("/account/data")]
    [InlineData("/talks")]
    [InlineData("/patents")]
    [InlineData("/help")]
    [InlineData("/")]
    public async Task A_form_no_page_takes_is_refused_before_the_page_is_drawn(string path)
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var organisation = await app.NewOrganisationAsync();
        var (_, http) = await app.NewMemberAsync(organisation, Role.Administrator);
        var refused = await http.PostFormAsync("/account/notices", path);
        refused.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        refused.Content.Headers.Allow.ShouldContain("GET");
        (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain("E405-");
        http.Dispose();
    }

    [Fact]
    public async Task A_bug_is_told_without_its_secrets_on_both_sides()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), map: web =>
        {
            web.MapGet("/api/v1/bug", string () => throw new InvalidOperationException("password=hunter2")).For(Act.ReadPublic);
            web.MapGet("/bug", string () => throw new InvalidOperationException("password=hunter2")).For(Act.ReadPublic);
        });
        var program = await app.Http.GetAsync("/api/v1/bug", Ct);
        program.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await CodeAsync(program)).ShouldBe("internal_error");
        var person = await app.Http.GetAsync("/bug", Ct);
        person.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var page = await person.Content.ReadAsStringAsync(Ct);
        page.ShouldContain("E500-");
        page.ShouldNotContain("hunter2");
    }

    [Theory]
    [InlineData(PostgresErrorCodes.DiskFull, StatusCodes.Status507InsufficientStorage, "storage_full")]
    [InlineData(PostgresErrorCodes.DeadlockDetected, StatusCodes.Status409Conflict, "conflict")]
    public async Task What_the_database_could_not_do_is_told_as_such(string state, int status, string code)
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), map: web =>
            web.MapPost("/api/v1/full", string () => throw new PostgresException("no", "ERROR", "ERROR", state)).For(Act.ReadPublic));
        var response = await app.Http.PostAsync("/api/v1/full", null, Ct);
        ((int)response.StatusCode).ShouldBe(status);
        (await CodeAsync(response)).ShouldBe(code);
    }

    [Fact]
    public async Task Only_the_databases_own_timeout_is_told_as_the_database_being_away()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), map: web =>
        {
            web.MapGet("/api/v1/gateway", string () => throw new TimeoutException()).For(Act.ReadPublic);
            web.MapGet("/api/v1/database", string () => throw new NpgsqlException("no connection left", new TimeoutException())).For(Act.ReadPublic);
        });
        (await CodeAsync(await app.Http.GetAsync("/api/v1/gateway", Ct))).ShouldBe("internal_error");
        (await CodeAsync(await app.Http.GetAsync("/api/v1/database", Ct))).ShouldBe("database_unavailable");
    }

    [Fact]
    public async Task With_the_database_away_at_start_it_is_alive_not_ready_and_says_so_to_everyone()
    {
        var nowhere = new DatabaseAddress("Host=127.0.0.1;Port=1;Database=x;Username=x;Timeout=2", "Host=127.0.0.1;Port=1;Database=x;Username=x;Timeout=2");
        await using var app = await RunningApp.StartAsync(nowhere, waitUntilReady: false);
        (await app.Http.GetAsync("/healthz", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.Http.GetAsync("/readyz", Ct)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var program = await app.Http.PostAsJsonAsync("/api/v1/enquiries", new { role = "other", text = "想咨询一下", name = "王五", phone = "13800001234" }, Ct);
        program.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        program.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(10));
        (await CodeAsync(program)).ShouldBe("database_unavailable");
        var person = await app.Http.GetAsync("/contact", Ct);
        person.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await person.Content.ReadAsStringAsync(Ct)).ShouldContain("E503-");
    }

    [Fact]
    public async Task When_the_database_comes_back_in_the_middle_so_does_the_program()
    {
        using var folder = new TemporaryFolder();
        var data = new DataFolder(folder.In("data"));
        using var held = data.TryLock();
        await using var postgres = await PrivatePostgres.StartAsync(data, null, durable: false, Ct);
        await using var app = await RunningApp.StartAsync(postgres.Address);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromMinutes(2));   // Two seconds alone; other tests start servers beside it.
        Task<HttpResponseMessage> SendAsync() =>
            app.Http.PostAsJsonAsync("/api/v1/enquiries", new { role = "other", text = "想咨询一下", name = "王五", phone = "13800001234" }, patience.Token);
        (await SendAsync()).EnsureSuccessStatusCode();

        // The watch says that the server ended before it starts it again: held there, the outage is as long as the test needs.
        using var seen = new ManualResetEventSlim();
        postgres.Said = _ => seen.Wait(patience.Token);
        await postgres.CrashAsync();
        var refusals = new List<string?>();
        while (true)
        {
            var response = await SendAsync();
            if (response.IsSuccessStatusCode && seen.IsSet) break;
            // A session of the dead server may still answer once.
            if (response.IsSuccessStatusCode) continue;
            refusals.Add(await CodeAsync(response));
            seen.Set();
            await Task.Delay(50, patience.Token);   // What is measured is what a client sees who asks again and again; no signal of ours may help it.
        }
        refusals.ShouldAllBe(code => code == "database_unavailable");
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString();
}
