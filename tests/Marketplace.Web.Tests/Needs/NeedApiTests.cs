using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Needs;
using Marketplace.Web.Organisations.ApiClients;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Needs;

public sealed class NeedApiTests(PostgresServer server) : IAsyncLifetime
{
    private NeedWorld _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _world = await NeedWorld.StartAsync(server);

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Programs_state_read_change_and_withdraw_their_own_with_keys_and_versions()
    {
        using var http = await ProgramAsync();
        var body = new { title = "发酵罐温度不均", summary = "葡萄酒发酵罐上下温度相差四度，想要自动控温。", detail = NeedWorld.Secret, budgetTo = 345678, forms = new[] { "ordinaryLicence" }, open = true };
        using var first = new HttpRequestMessage(HttpMethod.Post, "/api/v1/needs") { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", "one" } } };
        var made = await http.SendAsync(first, Ct);
        var answered = await made.Content.ReadAsStringAsync(Ct);
        made.StatusCode.ShouldBe(HttpStatusCode.Created, answered);
        // Answers to writes are kept in plain for a week: they hold no secret.
        answered.ShouldNotContain("345678");
        JsonDocument.Parse(answered).RootElement.GetProperty("state").GetString().ShouldBe("open");
        using var second = new HttpRequestMessage(HttpMethod.Post, "/api/v1/needs") { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", "one" } } };
        (await http.SendAsync(second, Ct)).Headers.GetValues("Idempotency-Replayed").Single().ShouldBe("true");
        (await _world.ReadAsync(db => db.Set<Need>())).Count.ShouldBe(1);
        var kept = await _world.App.WithDatabaseAsync(db => db.Database.SqlQuery<string>($"select row_to_json(i)::text as \"Value\" from idempotent_answers i").ToListAsync(Ct));
        kept.ShouldNotContain(row => row.Contains("345678", StringComparison.Ordinal));

        var path = made.Headers.Location!.ToString();
        var read = await http.GetAsync(path, Ct);
        (await read.Content.ReadFromJsonAsync<JsonElement>(Ct)).ShouldSatisfyAllConditions(n => n.GetProperty("detail").GetString().ShouldBe(NeedWorld.Secret), n => n.GetProperty("budgetTo").GetDecimal().ShouldBe(345678m));
        (await PutAsync(http, path, body, null)).StatusCode.ShouldBe((HttpStatusCode)428);
        var saved = await PutAsync(http, path, body with { title = "发酵罐上下温度不均" }, read.Headers.ETag!.Tag);
        saved.StatusCode.ShouldBe(HttpStatusCode.OK, await saved.Content.ReadAsStringAsync(Ct));
        (await PutAsync(http, path, body, read.Headers.ETag.Tag)).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        var refused = await PutAsync(http, path, body with { summary = "请打 13800138000 问葡萄酒发酵罐的事" }, saved.Headers.ETag!.Tag);
        (await refused.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString().ShouldBe("need_gives_away");
        // Anonymous: not for anybody else, with or without a key.
        (await _world.App.Http.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await _world.App.Http.GetFromJsonAsync<JsonElement>("/api/v1/needs", Ct)).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await http.GetFromJsonAsync<JsonElement>("/api/v1/needs/mine", Ct)).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await http.DeleteAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.DeleteAsync("/api/v1/needs/mine/" + Guid.CreateVersion7(), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient http, string path, object body, string? etag)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body, body.GetType()) };
        if (etag is not null) request.Headers.IfMatch.Add(new(etag));
        return http.SendAsync(request, Ct);
    }

    private async Task<HttpClient> ProgramAsync()
    {
        var boss = await _world.App.NewPersonAsync();
        await _world.App.JoinAsync(boss, _world.Owner, Role.Administrator);
        var issued = (await _world.AsAsync(boss, s => s.GetRequiredService<ApiClientDesk>().AddAsync(_world.Owner.Id, boss.Id, "管理系统", ["needs.write"], Ct))).Value;
        using var asked = await _world.App.Http.PostAsync("/api/v1/token", new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials", ["client_id"] = issued.Client.Id.ToString(), ["client_secret"] = issued.Secret }), Ct);
        var token = (await asked.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("access_token").GetString();
        return new HttpClient { BaseAddress = new Uri(_world.App.Url), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
    }
}
