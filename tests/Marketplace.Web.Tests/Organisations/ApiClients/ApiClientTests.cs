using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.ApiClients;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Organisations.ApiClients;

public sealed class ApiClientTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_gets_a_token_and_reads_its_own_organisation()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var organisation = await app.NewOrganisationAsync(name: "测试大学");
        var issued = await IssueAsync(app, organisation, "organisation.read");
        var token = await TokenAsync(app, issued);
        token.GetProperty("token_type").GetString().ShouldBe("Bearer");
        var read = await ReadAsync(app, token);
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await read.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("name").GetString().ShouldBe("测试大学");
        (await app.Http.GetAsync("/api/v1/organisation", Ct)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_scope_that_was_not_given_opens_nothing()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var issued = await IssueAsync(app, await app.NewOrganisationAsync(), "directory.read");
        (await ReadAsync(app, await TokenAsync(app, issued))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var more = await AskAsync(app, issued.Client.Id.ToString(), issued.Secret, "organisation.read");
        more.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await more.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("error").GetString().ShouldBe("invalid_scope");
    }

    [Fact]
    public async Task Revoking_ends_tokens_that_are_out()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var organisation = await app.NewOrganisationAsync();
        var issued = await IssueAsync(app, organisation, "organisation.read");
        var token = await TokenAsync(app, issued);
        await WithDeskAsync(app, organisation, desk => desk.RevokeAsync(organisation.Id, issued.Client.Id, Ct));
        (await ReadAsync(app, token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(app, issued.Client.Id.ToString(), issued.Secret)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_new_secret_leaves_a_day_to_change_over()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var organisation = await app.NewOrganisationAsync();
        var old = await IssueAsync(app, organisation, "organisation.read");
        var renewed = await WithDeskAsync(app, organisation, desk => desk.RenewAsync(organisation.Id, old.Client.Id, Ct));
        await TokenAsync(app, renewed.Value);
        await TokenAsync(app, old);
        await app.WithDatabaseAsync(db => db.Set<ApiClient>().ExecuteUpdateAsync(c => c.SetProperty(x => x.PreviousGoodUntil, DateTimeOffset.UnixEpoch), Ct));
        (await AskAsync(app, old.Client.Id.ToString(), old.Secret)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("not-a-guid")]
    [InlineData("0199aaaa-0000-7000-8000-000000000000")]
    public async Task An_unknown_client_and_a_wrong_secret_look_alike(string id)
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var issued = await IssueAsync(app, await app.NewOrganisationAsync(), "organisation.read");
        var unknown = await AskAsync(app, id, "mkt_wrong");
        var wrong = await AskAsync(app, issued.Client.Id.ToString(), "mkt_wrong");
        unknown.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await unknown.Content.ReadAsStringAsync(Ct)).ShouldBe(await wrong.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task Only_the_organisations_own_administrator_sees_its_clients()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var (mine, theirs) = (await app.NewOrganisationAsync(), await app.NewOrganisationAsync());
        var issued = await IssueAsync(app, theirs, "organisation.read");
        var (_, administrator) = await app.NewMemberAsync(mine, Role.Administrator);
        var (_, clerk) = await app.NewMemberAsync(mine, Role.Operator);
        (await administrator.GetAsync($"/organisations/{mine.Uscc}/api-clients", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var foreign = await administrator.GetAsync($"/organisations/{theirs.Uscc}/api-clients", Ct);
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await foreign.Content.ReadAsStringAsync(Ct)).ShouldNotContain(issued.Client.Name);
        (await clerk.GetAsync($"/organisations/{mine.Uscc}/api-clients", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static async Task<IssuedClient> IssueAsync(RunningApp app, Organisation organisation, params string[] scopes) =>
        (await WithDeskAsync(app, organisation, desk => desk.AddAsync(organisation.Id, Guid.CreateVersion7(), "科研系统", scopes, Ct))).Value;

    private static async Task<T> WithDeskAsync<T>(RunningApp app, Organisation organisation, Func<ApiClientDesk, Task<T>> act)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().Become(Guid.CreateVersion7(), [new(Role.Administrator, organisation.Id, organisation.Name, "")]);
        return await act(scope.ServiceProvider.GetRequiredService<ApiClientDesk>());
    }

    private static async Task<JsonElement> TokenAsync(RunningApp app, IssuedClient issued)
    {
        var answer = await AskAsync(app, issued.Client.Id.ToString(), issued.Secret);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static Task<HttpResponseMessage> AskAsync(RunningApp app, string id, string secret, string? scope = null) => app.Http.PostAsync("/api/v1/token", new FormUrlEncodedContent(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials", ["client_id"] = id, ["client_secret"] = secret, ["scope"] = scope ?? "" }), Ct);

    private static Task<HttpResponseMessage> ReadAsync(RunningApp app, JsonElement token) => app.Http.SendAsync(
        new(HttpMethod.Get, "/api/v1/organisation") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("access_token").GetString()) } }, Ct);
}
