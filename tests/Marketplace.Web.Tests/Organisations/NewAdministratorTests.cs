using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Organisations;

/// <summary>An organisation without any administrator gets one from its bureau.</summary>
public sealed class NewAdministratorTests(PostgresServer server) : IAsyncLifetime
{
    private RunningApp _app = null!;
    private Organisation _organisation = null!;
    private Organisation _bureau = null!;
    private HttpClient _reviewer = null!;
    private Person _reviewing = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Page => $"/organisations/{_organisation.Uscc}/administrator";

    public async ValueTask InitializeAsync()
    {
        _app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox" });
        _bureau = await _app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
        (_reviewing, _reviewer) = await _app.NewMemberAsync(_bureau, Role.BureauReviewer);
        _organisation = await _app.NewOrganisationAsync(name: "没有管理员的厂");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_member_is_appointed_with_a_reason_and_everybody_there_is_told()
    {
        var (member, http) = await _app.NewMemberAsync(_organisation, Role.Operator);
        (await PostAsync(_reviewer, ("who", member.Id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(_reviewer, ("who", member.Id.ToString()), ("reason", "原管理员已离职，电话核实"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await http.GetAsync($"/organisations/{_organisation.Uscc}/api-clients", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.GetStringAsync("/account/messages", Ct)).ShouldContain("没有管理员的厂");
        (await _app.WithDatabaseAsync(db => db.Set<AuditEntry>().AnyAsync(a => a.Act == MissingAdministrator.Work, Ct))).ShouldBeTrue();
        // Now it has one.
        (await PostAsync(_reviewer, ("who", member.Id.ToString()), ("reason", "再来一次"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Whoever_asked_to_join_needs_a_proof_and_the_bureau_hears_of_it()
    {
        var asker = await _app.NewPersonAsync("想管事的人");
        using var http = await _app.SignedInAsync(asker);
        (await http.PostFormAsync("/organisations/register", "/organisations/register?handler=Join", ("uscc", _organisation.Uscc))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _app.WithDatabaseAsync(db => db.Set<WorkItem>().AnyAsync(w => w.Kind == MissingAdministrator.Work && w.OrganisationId == _bureau.Id, Ct))).ShouldBeTrue();
        (await _reviewer.GetStringAsync(Page, Ct)).ShouldContain("想管事的人");
        (await PostAsync(_reviewer, ("who", asker.Id.ToString()), ("reason", "单位盖章委派"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(_reviewer, ("proof", Visit.Pdf), ("who", asker.Id.ToString()), ("reason", "单位盖章委派"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _app.WithDatabaseAsync(db => db.Set<Membership>().SingleAsync(m => m.PersonId == asker.Id, Ct))).Role.ShouldBe(Role.Administrator);
        (await _app.WithDatabaseAsync(db => db.Set<WorkItem>().CountAsync(w => w.DoneAt == null, Ct))).ShouldBe(0);
    }

    [Fact]
    public async Task Somebody_else_is_invited_and_nothing_tells_whether_the_number_is_known()
    {
        var known = await _app.NewPersonAsync();
        foreach (var number in (string[])[known.PhoneNumber!, Inhabitants.NewPhone()])
        {
            await _app.WithDatabaseAsync(db => db.Set<Invitation>().ExecuteDeleteAsync(Ct));
            (await PostAsync(_reviewer, ("proof", Visit.Pdf), ("who", "other"), ("login", number), ("reason", "单位盖章委派"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
            (await _app.WithDatabaseAsync(db => db.Set<Invitation>().SingleAsync(Ct))).Roles.ShouldBe([Role.Administrator]);
            (await _app.WithDatabaseAsync(db => db.Set<Membership>().AnyAsync(m => m.OrganisationId == _organisation.Id, Ct))).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task Only_the_bureau_of_the_region_and_never_for_themselves()
    {
        var (member, ofOrganisation) = await _app.NewMemberAsync(_organisation, Role.Operator);
        var (_, elsewhere) = await _app.NewMemberAsync(await _app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian), Role.BureauReviewer);
        var (_, above) = await _app.NewMemberAsync(await _app.NewOrganisationAsync(OrganisationKind.Bureau, "650000"), Role.BureauReviewer);
        var (_, security) = await _app.NewMemberAsync(await _app.NewOrganisationAsync(OrganisationKind.PlatformOperator), Role.SecurityAdministrator);
        (await ofOrganisation.GetAsync(Page, Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        foreach (var http in (HttpClient[])[elsewhere, above, security])
        {
            (await http.GetAsync(Page, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await PostAsync(http, ("who", member.Id.ToString()), ("reason", "不是我的辖区"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        await _app.JoinAsync(_reviewing, _organisation, Role.Operator);
        using var acting = await _app.SignedInAsync(_reviewing, _bureau.Id);
        (await PostAsync(acting, ("who", _reviewing.Id.ToString()), ("reason", "我自己来管"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        // A bureau is looked after by the one above it.
        (await above.GetAsync($"/organisations/{_bureau.Uscc}/administrator", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await acting.GetAsync($"/organisations/{_bureau.Uscc}/administrator", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<HttpResponseMessage> PostAsync(HttpClient http, params (string Name, object Value)[] fields) =>
        await http.SendFormAsync(await http.GetStringAsync("/account", Ct), Page, null, fields);
}
