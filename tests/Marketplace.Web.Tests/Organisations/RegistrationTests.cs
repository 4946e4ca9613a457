using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Organisations;

/// <summary>From the code to the approval, and everything that can be wrong on the way.</summary>
public sealed class RegistrationTests(PostgresServer server) : IAsyncLifetime
{
    private RunningApp _app = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(await server.NewDatabaseAsync());

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Sent_it_waits_for_the_bureau_of_its_region_and_approved_it_is_active_with_its_applicant_as_administrator()
    {
        var (bureau, reviewer) = await BureauAsync(Inhabitants.Bozhou);
        var person = await _app.NewPersonAsync();
        using var http = await _app.SignedInAsync(person);
        var code = Inhabitants.NewUscc();
        await RegistrationSteps.SubmittedAsync(http, code, "博乐市枸杞科技有限公司");

        var work = await _app.WithDatabaseAsync(db => db.Set<WorkItem>().SingleAsync(Ct));
        (work.Kind, work.OrganisationId, work.Link).ShouldBe(("registration.review", bureau.Id, $"/organisations/review/{code}"));
        (await reviewer.GetStringAsync("/organisations/review", Ct)).ShouldContain("博乐市枸杞科技有限公司");
        await (await reviewer.FillAsync($"/organisations/review/{code}", null, ("decision", "approve"))).ShouldGoAsync();

        var made = await _app.WithDatabaseAsync(db => db.Set<Organisation>().SingleAsync(o => o.Uscc == code, Ct));
        (made.State, made.Kind, made.RegionCode).ShouldBe((OrganisationState.Active, OrganisationKind.Enterprise, Inhabitants.Bole));
        (await RolesAsync(person, made.Id)).ShouldBe([Role.Administrator]);
        (await _app.WithDatabaseAsync(db => db.Set<WorkItem>().SingleAsync(Ct))).DoneAt.ShouldNotBeNull();
        (await _app.WithDatabaseAsync(db => db.Set<Message>().Where(m => m.RecipientKey == $"person:{person.Id}").Select(m => m.Template).OrderBy(t => t).ToListAsync(Ct)))
            .ShouldBe(["registration.approved", "registration.received"]);
        (await _app.WithDatabaseAsync(db => db.Set<AuditEntry>().Where(e => e.Act.StartsWith("registration.")).Select(e => e.Act).OrderBy(a => a).ToListAsync(Ct)))
            .ShouldBe(["registration.approved", "registration.submitted"]);
        (await http.GetAsync("/organisations/" + code, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Returned_with_a_reason_it_is_corrected_and_sent_again_and_refused_with_a_reason_it_ends()
    {
        var (_, reviewer) = await BureauAsync(Inhabitants.Bozhou);
        using var http = await _app.SignedInAsync(await _app.NewPersonAsync());
        var code = Inhabitants.NewUscc();
        var tasks = await RegistrationSteps.SubmittedAsync(http, code, "精河县果蔬合作社");
        await (await reviewer.FillAsync($"/organisations/review/{code}", null, ("decision", "return"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "请写明原因");
        await (await reviewer.FillAsync($"/organisations/review/{code}", null, ("decision", "return"), ("reason", "授权书没有盖章"))).ShouldGoAsync();
        (await http.GetStringAsync(tasks, Ct)).ShouldContain("授权书没有盖章");
        await (await http.FillAsync(tasks + "/papers", null, ("authorisation", Visit.Pdf))).ShouldGoAsync();
        await (await http.FillAsync(tasks + "/check", null, ("consent", "yes"))).ShouldGoAsync();
        await (await reviewer.FillAsync($"/organisations/review/{code}", null, ("decision", "refuse"), ("reason", "不在本地区"))).ShouldGoAsync();
        (await http.GetStringAsync(tasks, Ct)).ShouldContain("不在本地区");
        (await _app.WithDatabaseAsync(db => db.Set<Organisation>().CountAsync(o => o.Uscc == code, Ct))).ShouldBe(0);
        // Decided is decided.
        (await reviewer.GetStringAsync($"/organisations/review/{code}", Ct)).ShouldNotContain("name=\"decision\"");
    }

    [Fact]
    public async Task Sent_twice_it_is_one_registration_with_one_item_of_work()
    {
        await BureauAsync(Inhabitants.Bozhou);
        using var http = await _app.SignedInAsync(await _app.NewPersonAsync());
        var tasks = await RegistrationSteps.FilledAsync(http, Inhabitants.NewUscc(), "温泉县旅游公司");
        var page = await http.GetStringAsync(tasks + "/check", Ct);
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => http.SendFormAsync(page, tasks + "/check", null, ("consent", "yes"))));
        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Redirect);
        (await _app.WithDatabaseAsync(db => db.Set<WorkItem>().CountAsync(Ct))).ShouldBe(1);
        (await _app.WithDatabaseAsync(db => db.Set<AuditEntry>().CountAsync(e => e.Act == "registration.submitted", Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_check_digit_is_said_and_passes_only_with_the_applicants_and_the_reviewers_reasons()
    {
        var (_, reviewer) = await BureauAsync(Inhabitants.Bozhou);
        using var http = await _app.SignedInAsync(await _app.NewPersonAsync());
        const string wrong = "91652701MA7DEM061K";
        await (await http.FillAsync("/organisations/register", null, ("uscc", "9165270IMA7DEM016K"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "18 位");
        (await (await http.FillAsync("/organisations/register", null, ("uscc", wrong))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "校验不符")).ShouldContain("name=\"reason\"");
        await RegistrationSteps.SubmittedAsync(http, wrong, "早年登记的公司", reason: "与执照完全一致");
        await (await reviewer.FillAsync($"/organisations/review/{wrong}", null, ("decision", "approve"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "放行理由");
        await (await reviewer.FillAsync($"/organisations/review/{wrong}", null, ("decision", "approve"), ("override", "执照影像核对一致"))).ShouldGoAsync();
        (await _app.WithDatabaseAsync(db => db.Set<Organisation>().SingleAsync(o => o.Uscc == wrong, Ct))).UsccOverride!.ShouldEndWith("执照影像核对一致");
        (await _app.WithDatabaseAsync(db => db.Set<AuditEntry>().CountAsync(e => e.Act == "organisation.uscc-overridden", Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task A_taken_code_or_name_offers_to_join_and_a_listed_one_is_claimed()
    {
        var (_, reviewer) = await BureauAsync(Inhabitants.Bozhou);
        var here = await _app.NewOrganisationAsync(name: "博州·绿源农业");
        var listed = await _app.NewOrganisationAsync(name: "名录上的企业", state: OrganisationState.Listed);
        var person = await _app.NewPersonAsync();
        using var http = await _app.SignedInAsync(person);
        (await (await http.FillAsync("/organisations/register", null, ("uscc", here.Uscc))).ShouldRefuseAsync(HttpStatusCode.Conflict, "已在平台")).ShouldContain("handler=Join");
        await (await http.FillAsync("/organisations/register", "Join", ("uscc", here.Uscc))).ShouldGoAsync();
        // Beside it the bureau is asked for an administrator: there is none yet.
        (await _app.WithDatabaseAsync(db => db.Set<WorkItem>().SingleAsync(work => work.Kind == "membership.requested", Ct))).ShouldSatisfyAllConditions(
            work => work.OrganisationId.ShouldBe(here.Id), work => work.Role.ShouldBe(Role.Administrator));

        var begun = await http.FillAsync("/organisations/register", null, ("uscc", Inhabitants.NewUscc()));
        await (await http.FillAsync(begun.Headers.Location + "/identity", null, ("kind", "Enterprise"), ("name", "博州•绿源農業"))).ShouldRefuseAsync(HttpStatusCode.Conflict, "已在平台");

        var claim = await RegistrationSteps.SubmittedAsync(http, listed.Uscc, listed.Name);
        await (await reviewer.FillAsync($"/organisations/review/{listed.Uscc}", null, ("decision", "approve"))).ShouldGoAsync();
        (await _app.WithDatabaseAsync(db => db.Set<Organisation>().SingleAsync(o => o.Id == listed.Id, Ct))).State.ShouldBe(OrganisationState.Active);
        (await RolesAsync(person, listed.Id)).ShouldBe([Role.Administrator]);
        claim.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Somebody_elses_registration_and_another_regions_do_not_exist()
    {
        await BureauAsync(Inhabitants.Bozhou);
        var (_, elsewhere) = await BureauAsync(Inhabitants.Meixian);
        using var http = await _app.SignedInAsync(await _app.NewPersonAsync());
        using var stranger = await _app.SignedInAsync(await _app.NewPersonAsync());
        var code = Inhabitants.NewUscc();
        var tasks = await RegistrationSteps.SubmittedAsync(http, code, "博乐市石材厂");
        foreach (var step in (string[])["", "/identity", "/region", "/people", "/papers", "/check"])
            (await stranger.GetAsync(tasks + step, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, step);
        (await stranger.GetStringAsync("/organisations/authorisation?registration=" + tasks.Split('/')[^1], Ct)).ShouldNotContain("博乐市石材厂");
        (await elsewhere.GetAsync($"/organisations/review/{code}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await elsewhere.GetStringAsync("/organisations/review", Ct)).ShouldNotContain("博乐市石材厂");
        (await http.GetAsync($"/organisations/review/{code}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.FillAsync("/organisations/register", null, ("uscc", code))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Whoever_applied_does_not_review_and_is_told_with_whom_it_goes()
    {
        var bureau = await _app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian);
        var applicant = await _app.NewPersonAsync("李申请");
        await _app.JoinAsync(applicant, bureau, Role.BureauReviewer);
        await _app.JoinAsync(await _app.NewPersonAsync("赵同事"), bureau, Role.BureauClerk);
        using var http = await _app.SignedInAsync(applicant);
        var code = Inhabitants.NewUscc();
        await RegistrationSteps.SubmittedAsync(http, code, "眉县猕猴桃公司", region: Inhabitants.Meixian);
        (await http.GetStringAsync($"/organisations/review/{code}", Ct)).ShouldContain("赵同事");
        await (await http.FillAsync($"/organisations/review/{code}", null, ("decision", "approve"))).ShouldRefuseAsync(HttpStatusCode.Conflict, "前一步由您本人办理");
    }

    [Fact]
    public async Task A_bureau_is_reviewed_by_the_one_above_or_else_by_the_security_administrator()
    {
        var (_, same) = await BureauAsync(Inhabitants.Bozhou);
        var operators = await _app.NewOrganisationAsync(OrganisationKind.PlatformOperator);
        var (_, security) = await _app.NewMemberAsync(operators, Role.SecurityAdministrator);
        using var http = await _app.SignedInAsync(await _app.NewPersonAsync());
        var code = Inhabitants.NewUscc("11");
        await RegistrationSteps.SubmittedAsync(http, code, "第二个博州局", region: Inhabitants.Bozhou, kind: "Bureau");
        (await same.GetAsync($"/organisations/review/{code}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await (await security.FillAsync($"/organisations/review/{code}", null, ("decision", "approve"))).ShouldGoAsync();
        // What a bureau looks after is not the platform's.
        var other = Inhabitants.NewUscc();
        await RegistrationSteps.SubmittedAsync(http, other, "博乐市某公司");
        (await security.GetAsync($"/organisations/review/{other}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<(Organisation Bureau, HttpClient Reviewer)> BureauAsync(string region)
    {
        var bureau = await _app.NewOrganisationAsync(OrganisationKind.Bureau, region);
        return (bureau, (await _app.NewMemberAsync(bureau, Role.BureauReviewer)).Http);
    }

    private Task<List<Role>> RolesAsync(Person person, Guid organisation) =>
        _app.WithDatabaseAsync(db => db.Set<Membership>().Where(m => m.PersonId == person.Id && m.OrganisationId == organisation && m.Until == null).Select(m => m.Role).ToListAsync(Ct));
}
