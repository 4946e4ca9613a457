using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;

namespace Marketplace.Web.Tests.Organisations;

/// <summary>A page of one's second organisation, opened while acting for the first; and what others learn of it: nothing.</summary>
public sealed class SwitchTests(PostgresServer server) : IAsyncLifetime
{
    private RunningApp _app = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(await server.NewDatabaseAsync());

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("/edit")]
    [InlineData("/members")]
    public async Task It_offers_the_organisation_it_belongs_to_and_opens_after_one_click(string page)
    {
        var (first, second) = (await _app.NewOrganisationAsync(name: "第一家公司"), await _app.NewOrganisationAsync(name: "第二家公司"));
        var person = await _app.NewPersonAsync();
        await _app.JoinAsync(person, first, Role.Operator);
        await _app.JoinAsync(person, second, Role.Administrator);
        using var http = await _app.SignedInAsync(person, first.Id);
        var address = $"/organisations/{second.Uscc}{page}";
        var refused = await http.GetAsync(address, Ct);
        refused.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
        var html = await refused.Content.ReadAsStringAsync(Ct);
        html.ShouldContain("代表“第二家公司”打开");
        html.ShouldContain($"name=\"return\" value=\"{address}\"");
        var switched = await http.SendFormAsync(html, "/account/acting-for", null, ("organisation", second.Id), ("return", address));
        switched.Headers.Location!.ToString().ShouldBe(address);
        (await http.GetAsync(address, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Nobody_else_learns_that_it_exists_and_no_address_of_others_is_returned_to()
    {
        var organisation = await _app.NewOrganisationAsync(name: "别人的公司");
        var person = await _app.NewPersonAsync();
        await _app.JoinAsync(person, await _app.NewOrganisationAsync(), Role.Administrator);
        await _app.JoinAsync(person, await _app.NewOrganisationAsync(), Role.Administrator);
        using var http = await _app.SignedInAsync(person);
        using var stranger = (await _app.NewMemberAsync(await _app.NewOrganisationAsync(), Role.Administrator)).Http;
        foreach (var page in (string[])["", "/members", "/standing"])
        {
            foreach (var client in (HttpClient[])[http, stranger])
            {
                var (there, nowhere) = (await client.GetAsync($"/organisations/{organisation.Uscc}{page}", Ct), await client.GetAsync($"/organisations/{Inhabitants.NewUscc()}{page}", Ct));
                (there.StatusCode, nowhere.StatusCode).ShouldBe((HttpStatusCode.NotFound, HttpStatusCode.NotFound), page);
                (await there.Content.ReadAsStringAsync(Ct)).ShouldNotContain("别人的公司");
            }
        }
        var own = await stranger.GetStringAsync("/organisations", Ct);
        (await stranger.SendFormAsync(own, "/account/acting-for", null, ("organisation", Guid.Empty), ("return", "//example.com/"))).Headers.Location!.ToString().ShouldBe("/account");
    }

    [Fact]
    public async Task What_a_role_may_not_open_answers_as_if_it_did_not_exist_but_for_ones_own_organisation()
    {
        var bureau = await _app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
        var mine = await _app.NewOrganisationAsync();
        var theirs = await _app.NewOrganisationAsync();
        var (_, http) = await _app.NewMemberAsync(mine, Role.Operator);
        foreach (var page in (string[])[$"/organisations/{theirs.Uscc}/standing", $"/organisations/{theirs.Uscc}/edit", $"/organisations/review/{theirs.Uscc}", $"/directory/entries/{theirs.Uscc}", $"/reports/{bureau.Id}"])
            (await http.GetAsync(page, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, page);
        foreach (var page in (string[])[$"/organisations/{mine.Uscc}/edit", "/organisations/review", "/directory"])
            (await http.GetAsync(page, Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, page);
    }
}
