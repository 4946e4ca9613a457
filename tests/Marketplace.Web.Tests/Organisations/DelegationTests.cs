using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Delegations;
using Marketplace.Web.Organisations.Links;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Organisations;

public sealed class DelegationTests(PostgresServer server) : IAsyncLifetime
{
    // Ten minutes before midnight in Beijing.
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 11, 23, 15, 50, 0, TimeSpan.Zero));
    private RunningApp _app = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), services: services => services.AddSingleton<TimeProvider>(_time));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Accepted_the_agent_acts_for_the_client_within_its_scope_and_revoked_no_more()
    {
        var (client, clientHttp, agency, agencyAdmin) = await PartiesAsync();
        var agent = await _app.NewPersonAsync();
        await _app.JoinAsync(agent, agency, Role.Agent);
        using var http = await _app.SignedInAsync(agent, client.Id);
        var edit = $"/organisations/{client.Uscc}/edit";
        (await http.GetAsync(edit, Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var id = await OfferAsync(client, clientHttp, agency, "2026-12-31");
        (await http.GetAsync(edit, Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);   // Offered is not accepted.
        await (await agencyAdmin.FillAsync($"/organisations/{agency.Uscc}/delegations", "Accept", ("id", id))).ShouldGoAsync();
        await (await http.FillAsync(edit, null, Fields(client, "代理代填的地址"))).ShouldGoAsync();
        // Not lent: members, further delegation.
        foreach (var page in (string[])["members", "delegations"])
            (await http.GetAsync($"/organisations/{client.Uscc}/{page}", Ct)).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
        var opened = await http.GetStringAsync(edit, Ct);
        await (await clientHttp.FillAsync($"/organisations/{client.Uscc}/delegations", "Revoke", ("id", id))).ShouldGoAsync();
        await (await http.SendFormAsync(opened, edit, null, Fields(client, "撤销之后"))).ShouldRefuseAsync(HttpStatusCode.Forbidden, "委托到期、被撤销");
        (await AddressAsync(client)).ShouldBe("代理代填的地址");
    }

    [Fact]
    public async Task Ending_between_page_and_act_it_is_refused_clearly_and_nothing_is_half_saved()
    {
        var (client, clientHttp, agency, agencyAdmin) = await PartiesAsync();
        var agent = await _app.NewPersonAsync();
        await _app.JoinAsync(agent, agency, Role.Agent);
        await _app.JoinAsync(agent, await _app.NewOrganisationAsync(), Role.Administrator);   // May edit elsewhere: the gate lets pass.
        var id = await OfferAsync(client, clientHttp, agency, "2026-11-23");
        await (await agencyAdmin.FillAsync($"/organisations/{agency.Uscc}/delegations", "Accept", ("id", id))).ShouldGoAsync();
        using var http = await _app.SignedInAsync(agent, client.Id);
        var edit = $"/organisations/{client.Uscc}/edit";
        var opened = await http.GetStringAsync(edit, Ct);
        _time.Advance(TimeSpan.FromMinutes(20));
        await (await http.SendFormAsync(opened, edit, null, Fields(client, "过期之后"))).ShouldRefuseAsync(HttpStatusCode.Forbidden, "委托到期、被撤销");
        (await AddressAsync(client)).ShouldBeNull();
    }

    [Fact]
    public async Task The_check_at_the_act_sees_end_revocation_and_ceiling_though_the_request_began_before()
    {
        var (client, clientHttp, agency, agencyAdmin) = await PartiesAsync();
        var id = await OfferAsync(client, clientHttp, agency, "2026-11-23", "1000");
        await (await agencyAdmin.FillAsync($"/organisations/{agency.Uscc}/delegations", "Accept", ("id", id))).ShouldGoAsync();
        await using var scope = _app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Actor>().Become(Guid.CreateVersion7(), [new(Role.Agent, client.Id, client.Name, "", new HashSet<Act> { Act.EditOrganisation }, id)]);
        var check = scope.ServiceProvider.GetRequiredService<DelegationCheck>();
        (await _app.WithDatabaseAsync(db => check.RefuseAsync(db, Act.EditOrganisation, client.Id, 1000, Ct))).ShouldBeNull();
        (await _app.WithDatabaseAsync(db => check.RefuseAsync(db, Act.EditOrganisation, client.Id, 1000.01m, Ct)))!.Code.ShouldBe("delegation_ceiling");
        (await _app.WithDatabaseAsync(db => check.RefuseAsync(db, Act.DisposePatents, client.Id, null, Ct)))!.Code.ShouldBe("right_ended");
        _time.Advance(TimeSpan.FromMinutes(20));
        (await _app.WithDatabaseAsync(db => check.RefuseAsync(db, Act.EditOrganisation, client.Id, 1, Ct)))!.Code.ShouldBe("right_ended");
    }

    [Fact]
    public void What_can_be_lent_has_a_name_and_reaches_into_no_region()
    {
        foreach (var act in Enum.GetValues<DelegationKind>().SelectMany(DelegationDesk.ActsOf))
        {
            DelegationNames.Of(act).ShouldNotBeEmpty();
            AccessTable.For(act).ShouldContain(rule => rule.Delegable && rule.Reach == Reach.Organisation);
        }
    }

    [Fact]
    public async Task Nobody_grants_to_themselves_and_disposal_stays_in_the_group()
    {
        var (client, clientHttp, agency, _) = await PartiesAsync();
        var page = $"/organisations/{client.Uscc}/delegations";
        await (await clientHttp.FillAsync(page, "Offer", Offer("Agency", client, "2026-12-31"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "不能委托给本单位");
        var subsidiary = await _app.NewOrganisationAsync();
        await (await clientHttp.FillAsync(page, "Offer", Offer("Disposal", subsidiary, "2026-12-31"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "不是已确认的下属单位");
        await (await clientHttp.FillAsync(page, "Offer", [.. Offer("Agency", agency, "2020-01-01").Where(f => f.Item1 is not "document")])).ShouldRefuseAsync(HttpStatusCode.BadRequest, "不能早于今天");
        await (await clientHttp.FillAsync($"/organisations/{client.Uscc}/structure", "Link", ("lower", subsidiary.Uscc), ("link", "Parent"), ("since", "2026-01-01"))).ShouldGoAsync();
        // Entered is not confirmed.
        await (await clientHttp.FillAsync(page, "Offer", Offer("Disposal", subsidiary, "2026-12-31"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "不是已确认的下属单位");
        await _app.WithDatabaseAsync(db => db.Set<OrganisationLink>().ExecuteUpdateAsync(set => set.SetProperty(l => l.State, LinkState.Confirmed), Ct));
        await (await clientHttp.FillAsync(page, "Offer", Offer("Disposal", subsidiary, "2026-12-31"))).ShouldGoAsync();
        var id = await _app.WithDatabaseAsync(db => db.Set<Delegation>().Select(d => d.Id).SingleAsync(Ct));

        // An administrator of both sides offered it: somebody else must accept.
        var offerer = await _app.WithDatabaseAsync(db => db.Set<Delegation>().Select(d => d.OfferedBy).SingleAsync(Ct));
        var person = await _app.WithDatabaseAsync(db => db.Set<Marketplace.Web.Platform.SignIn.Person>().SingleAsync(p => p.Id == offerer, Ct));
        await _app.JoinAsync(person, subsidiary, Role.Administrator);
        using var both = await _app.SignedInAsync(person, subsidiary.Id);
        await (await both.FillAsync($"/organisations/{subsidiary.Uscc}/delegations", "Accept", ("id", id))).ShouldRefuseAsync(HttpStatusCode.Conflict, "另一位管理员");
        var (_, other) = await _app.NewMemberAsync(subsidiary, Role.Administrator);
        await (await other.FillAsync($"/organisations/{subsidiary.Uscc}/delegations", "Accept", ("id", id))).ShouldGoAsync();
    }

    [Fact]
    public async Task Another_organisations_delegation_does_not_exist_and_the_same_form_twice_is_one()
    {
        var (client, clientHttp, agency, _) = await PartiesAsync();
        var (stranger, strangerHttp, _, _) = await PartiesAsync();
        var page = $"/organisations/{client.Uscc}/delegations";
        var html = await clientHttp.GetStringAsync(page, Ct);
        for (var again = 0; again < 2; again++) await (await clientHttp.SendFormAsync(html, page, "Offer", Offer("Agency", agency, "2026-12-31"))).ShouldGoAsync();
        var id = await _app.WithDatabaseAsync(db => db.Set<Delegation>().Select(d => d.Id).SingleAsync(Ct));
        foreach (var handler in (string[])["Accept", "Decline", "Revoke"])
            (await strangerHttp.FillAsync($"/organisations/{stranger.Uscc}/delegations", handler, ("id", id))).StatusCode.ShouldBe(HttpStatusCode.NotFound, handler);
        // Who offered does not accept for the other side.
        (await clientHttp.FillAsync(page, "Accept", ("id", id))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Links_make_no_ring()
    {
        var (a, b, c) = (await _app.NewOrganisationAsync(), await _app.NewOrganisationAsync(), await _app.NewOrganisationAsync());
        var day = Dates.Today(_time);
        await _app.WithDatabaseAsync(db =>
        {
            db.Add(new OrganisationLink { UpperId = a.Id, LowerId = b.Id, Kind = LinkKind.Parent, Since = day, State = LinkState.Confirmed });
            db.Add(new OrganisationLink { UpperId = b.Id, LowerId = c.Id, Kind = LinkKind.Holding, Since = day, State = LinkState.Confirmed });
            return db.SaveChangesAsync(Ct);
        });
        var (_, http) = await _app.NewMemberAsync(c, Role.Administrator);
        await (await http.FillAsync($"/organisations/{c.Uscc}/structure", "Link", ("lower", a.Uscc), ("link", "Parent"), ("since", "2026-11-23"))).ShouldRefuseAsync(HttpStatusCode.Conflict, "循环");
        (await _app.WithDatabaseAsync(db => OrganisationLinks.IsAboveAsync(db, a.Id, c.Id, day, Ct))).ShouldBeTrue();
        (await _app.WithDatabaseAsync(db => OrganisationLinks.IsAboveAsync(db, c.Id, a.Id, day, Ct))).ShouldBeFalse();
    }

    private async Task<(Organisation Client, HttpClient Http, Organisation Agency, HttpClient AgencyAdmin)> PartiesAsync()
    {
        var client = await _app.NewOrganisationAsync();
        var agency = await _app.NewOrganisationAsync(OrganisationKind.Agency);
        return (client, (await _app.NewMemberAsync(client, Role.Administrator)).Http, agency, (await _app.NewMemberAsync(agency, Role.Administrator)).Http);
    }

    private async Task<Guid> OfferAsync(Organisation from, HttpClient http, Organisation to, string until, string ceiling = "")
    {
        await (await http.FillAsync($"/organisations/{from.Uscc}/delegations", "Offer", [.. Offer("Agency", to, until), ("ceiling", ceiling)])).ShouldGoAsync();
        return await _app.WithDatabaseAsync(db => db.Set<Delegation>().Where(d => d.FromId == from.Id).Select(d => d.Id).SingleAsync(Ct));
    }

    private static (string, object)[] Offer(string kind, Organisation to, string until) =>
        [("kind", kind), ("to", to.Uscc), ("acts", "EditOrganisation"), ("since", "2026-11-01"), ("until", until), ("document", Visit.Pdf)];

    private static (string, object)[] Fields(Organisation organisation, string address) => [("version", organisation.Version), ("address", address), ("legal", "王五")];

    private Task<string?> AddressAsync(Organisation organisation) => _app.WithDatabaseAsync(db => db.Set<Organisation>().Where(o => o.Id == organisation.Id).Select(o => o.Address).SingleAsync(Ct));
}
