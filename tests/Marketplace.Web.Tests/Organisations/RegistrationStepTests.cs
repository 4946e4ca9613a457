using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Registration;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Organisations;

/// <summary>The steps of a registration: what is shown, kept and said when they are taken out of order or too late.</summary>
public sealed class RegistrationStepTests(PostgresServer server) : IAsyncLifetime
{
    private RunningApp _app = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(await server.NewDatabaseAsync());

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task With_the_bureau_the_steps_are_shown_and_not_changed_until_it_is_withdrawn()
    {
        var bureau = await _app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bozhou);
        var (_, reviewer) = await _app.NewMemberAsync(bureau, Role.BureauReviewer);
        using var http = await _app.SignedInAsync(await _app.NewPersonAsync());
        var code = Inhabitants.NewUscc();
        var tasks = await RegistrationSteps.FilledAsync(http, code, "博乐市枸杞公司");
        var opened = await http.GetStringAsync(tasks + "/people", Ct);
        await (await http.FillAsync(tasks + "/check", null, ("consent", "yes"))).ShouldGoAsync();
        foreach (var step in (string[])["/identity", "/region", "/people", "/papers"])
        {
            var page = await http.GetStringAsync(tasks + step, Ct);
            page.ShouldContain("已提交，审核中");
            page.ShouldContain("博乐市枸杞公司");
            page.ShouldNotContain("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"\"");
            page.ShouldNotContain("保存并继续");
            page.ShouldNotContain("class=\"change\"");
        }
        // A form that was open before: refused, and said why.
        await (await http.SendFormAsync(opened, tasks + "/people", null, ("address", "x"), ("legal", "x"), ("operator", "x"))).ShouldRefuseAsync(HttpStatusCode.Conflict, "请先撤回");
        var reviewing = await reviewer.GetStringAsync("/organisations/review/" + code, Ct);
        await (await http.FillAsync(tasks, "Withdraw")).ShouldGoAsync();
        (await _app.WithDatabaseAsync(db => db.Set<WorkItem>().SingleAsync(Ct))).DoneAt.ShouldNotBeNull();
        (await reviewer.SendFormAsync(reviewing, "/organisations/review/" + code, null, ("decision", "approve"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await http.FillAsync(tasks + "/people", null, ("address", "新址 2 号"), ("legal", "李四"), ("operator", "王五"))).ShouldGoAsync();
        await (await http.FillAsync(tasks + "/check", null, ("consent", "yes"))).ShouldGoAsync();
        (await _app.WithDatabaseAsync(db => db.Set<WorkItem>().CountAsync(w => w.DoneAt == null, Ct))).ShouldBe(1);
        var last = await http.GetStringAsync(tasks, Ct);
        await (await reviewer.FillAsync("/organisations/review/" + code, null, ("decision", "refuse"), ("reason", "不在本地区"))).ShouldGoAsync();
        await (await http.SendFormAsync(last, tasks, "Withdraw")).ShouldRefuseAsync(HttpStatusCode.Conflict, "不能撤回");
    }

    [Fact]
    public async Task Checking_leads_to_the_first_step_that_is_missing()
    {
        using var http = await _app.SignedInAsync(await _app.NewPersonAsync());
        var tasks = (await http.FillAsync("/organisations/register", null, ("uscc", Inhabitants.NewUscc()))).Headers.Location!.ToString();
        (await http.GetAsync(tasks + "/check", Ct)).Headers.Location!.ToString().ShouldBe(tasks + "/identity");
        await (await http.FillAsync(tasks + "/identity", null, ("kind", "Enterprise"), ("name", "博乐市枸杞公司"))).ShouldGoAsync();
        (await http.GetAsync(tasks + "/check", Ct)).Headers.Location!.ToString().ShouldBe(tasks + "/region");
        (await http.GetStringAsync(tasks + "/region", Ct)).ShouldContain("还差这一步");
        await (await http.FillAsync(tasks + "/region?at=652701", null, ("at", Inhabitants.Bole))).ShouldGoAsync();
        (await http.GetAsync(tasks + "/check", Ct)).Headers.Location!.ToString().ShouldBe(tasks + "/people");
        // Errors are told in the order of the fields, and counted.
        var page = await (await http.FillAsync(tasks + "/people", null)).ShouldRefuseAsync(HttpStatusCode.BadRequest, "有 3 处需要修改");
        var places = ((string[])["#address", "#legal", "#operator"]).Select(id => page.IndexOf($"href=\"{id}\"", StringComparison.Ordinal)).ToList();
        places.ShouldAllBe(place => place > 0);
        places.ShouldBe(places.Order());
    }

    [Fact]
    public async Task A_good_paper_is_kept_when_the_other_one_is_refused_and_only_fitting_kinds_are_named()
    {
        using var http = await _app.SignedInAsync(await _app.NewPersonAsync());
        var tasks = (await http.FillAsync("/organisations/register", null, ("uscc", Inhabitants.NewUscc()))).Headers.Location!.ToString();
        var page = await (await http.FillAsync(tasks + "/papers", null, ("licence", Visit.Pdf), ("authorisation", Encoding.UTF8.GetBytes("只是文字")))).ShouldRefuseAsync(HttpStatusCode.UnsupportedMediaType, "已保存，不用再传");
        page.ShouldContain(".pdf .jpg .jpeg .png .ofd");
        page.ShouldNotContain(".docx");
        (await _app.WithDatabaseAsync(db => db.Set<RegistrationCase>().SingleAsync(Ct))).ShouldSatisfyAllConditions(r => r.LicenceFile.ShouldNotBeNull(), r => r.AuthorisationFile.ShouldBeNull());
        // Missing alone is said of the one that is missing.
        await (await http.FillAsync(tasks + "/papers", null)).ShouldRefuseAsync(HttpStatusCode.BadRequest, "href=\"#authorisation\"");
        await (await http.FillAsync(tasks + "/papers", null, ("authorisation", Visit.Pdf))).ShouldGoAsync();
    }

    [Fact]
    public async Task What_is_not_known_says_so_and_what_cannot_be_corrected_is_not_asked_to_be()
    {
        var organisation = await _app.NewOrganisationAsync();
        var (person, http) = await _app.NewMemberAsync(organisation, Role.Administrator);
        (await http.GetStringAsync("/organisations/" + organisation.Uscc, Ct)).Split("未登记").Length.ShouldBeGreaterThan(6);
        var twice = await (await http.FillAsync("/organisations/register", "Join", ("uscc", organisation.Uscc))).ShouldRefuseAsync(HttpStatusCode.Conflict, "没有办成");
        twice.ShouldNotContain("处需要修改");
        person.ShouldNotBeNull();
    }
}
