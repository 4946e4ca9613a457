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
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Organisations;

/// <summary>Somebody asks to join an organisation that is here already.</summary>
public sealed class JoinRequestTests(PostgresServer server) : IAsyncLifetime
{
    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());
    private RunningApp _app = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(
        await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox" }, services: services => services.AddSingleton<TimeProvider>(_time));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Accepted_with_roles_the_applicant_is_a_member_and_told_and_the_work_is_done()
    {
        var (organisation, boss, admin) = await OrganisationAsync();
        var (person, http) = await PersonAsync("古丽·买买提", "guli@example.cn");
        await AskAsync(http, organisation, "知识产权部，工号 1024");
        await AskAsync(http, organisation);   // A double click.
        (await http.GetStringAsync("/organisations", Ct)).ShouldContain("等待管理员处理");
        var request = await RequestAsync(person);
        var page = Page(organisation, request);
        (await WorkAsync()).ShouldSatisfyAllConditions(w => w.Link.ShouldBe(page), w => w.OrganisationId.ShouldBe(organisation.Id), w => w.WaitingPersonId.ShouldBe(person.Id));

        (await admin.GetStringAsync($"/organisations/{organisation.Uscc}/members", Ct)).ShouldSatisfyAllConditions(list => list.ShouldContain(page), list => list.ShouldContain("工号 1024"));
        var form = await admin.GetStringAsync(page, Ct);
        form.ShouldContain("古丽·买买提");
        form.ShouldNotContain("guli@example.cn");
        form.ShouldNotContain(person.PhoneNumber!);
        await (await admin.SendFormAsync(form, page, null)).ShouldRefuseAsync(HttpStatusCode.BadRequest, "同意或不同意");
        await (await admin.SendFormAsync(form, page, null, ("decision", "accept"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "至少一个角色");
        await (await admin.SendFormAsync(form, page, null, ("decision", "accept"), ("roles", "BureauLocker"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "不能设置这个角色");
        await (await admin.SendFormAsync(form, page, null, ("decision", "accept"), ("roles", "Operator"))).ShouldGoAsync();

        (await RolesAsync(person, organisation)).ShouldBe([Role.Operator]);
        (await WorkAsync()).ShouldSatisfyAllConditions(w => w.DoneAt.ShouldNotBeNull(), w => w.DoneBy.ShouldBe(boss.Id));
        (await ToldAsync(person)).ShouldBe([(MessageChannel.InApp, "membership.accepted"), (MessageChannel.Mail, "membership.accepted")], ignoreOrder: true);
        (await http.GetStringAsync("/organisations", Ct)).ShouldContain("已加入");
        await (await http.FillAsync("/organisations/register", "Join", ("uscc", organisation.Uscc))).ShouldRefuseAsync(HttpStatusCode.Conflict, "您已是");
        (await _app.WithDatabaseAsync(db => db.Set<AuditEntry>().Where(e => e.Act.StartsWith("membership.")).Select(e => e.Act).OrderBy(a => a).ToListAsync(Ct)))
            .ShouldBe(["membership.accepted", "membership.requested"]);
    }

    [Fact]
    public async Task Declined_with_a_reason_the_applicant_reads_it_and_asks_again_after_a_week()
    {
        var (organisation, _, admin) = await OrganisationAsync();
        var (person, http) = await PersonAsync();
        await AskAsync(http, organisation);
        var page = Page(organisation, await RequestAsync(person));
        await (await admin.FillAsync(page, null, ("decision", "decline"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "请写明原因");
        await (await admin.FillAsync(page, null, ("decision", "decline"), ("reason", "不是本单位职工"))).ShouldGoAsync();
        (await http.GetStringAsync("/organisations", Ct)).ShouldContain("不是本单位职工");
        (await ToldAsync(person)).ShouldContain((MessageChannel.InApp, "membership.declined"));
        (await RolesAsync(person, organisation)).ShouldBeEmpty();
        await (await http.FillAsync("/organisations/register", "Join", ("uscc", organisation.Uscc))).ShouldRefuseAsync(HttpStatusCode.Conflict, "可以再次申请");
        _time.Advance(TimeSpan.FromDays(7));
        using var later = await _app.SignedInAsync(person);
        await AskAsync(later, organisation);
        (await _app.WithDatabaseAsync(db => db.Set<JoinRequest>().CountAsync(Ct))).ShouldBe(2);
    }

    [Fact]
    public async Task Of_two_administrators_at_once_one_decides_and_the_other_is_told_what()
    {
        var (organisation, _, first) = await OrganisationAsync();
        var (_, second) = await _app.NewMemberAsync(organisation, Role.Administrator);
        var (person, http) = await PersonAsync();
        await AskAsync(http, organisation);
        var page = Page(organisation, await RequestAsync(person));
        var (one, two) = (await first.GetStringAsync(page, Ct), await second.GetStringAsync(page, Ct));
        var answers = await Task.WhenAll(
            first.SendFormAsync(one, page, null, ("decision", "accept"), ("roles", "Operator")),
            second.SendFormAsync(two, page, null, ("decision", "decline"), ("reason", "不认识")));
        answers.Count(a => a.StatusCode == HttpStatusCode.Redirect).ShouldBe(1);
        await answers.Single(a => a.StatusCode != HttpStatusCode.Redirect).ShouldRefuseAsync(HttpStatusCode.Conflict, "已由王测试处理");
        (await ToldAsync(person)).Count.ShouldBe(2);   // One outcome, on the site and by SMS.
        var state = await _app.WithDatabaseAsync(db => db.Set<JoinRequest>().Select(r => r.State).SingleAsync(Ct));
        (await RolesAsync(person, organisation)).Count.ShouldBe(state == JoinState.Accepted ? 1 : 0);
    }

    [Fact]
    public async Task Withdrawn_expired_or_settled_by_an_invitation_it_leaves_the_list()
    {
        var (organisation, _, admin) = await OrganisationAsync();
        var (person, http) = await PersonAsync();
        await AskAsync(http, organisation);
        var request = await RequestAsync(person);
        var page = Page(organisation, request);
        var form = await admin.GetStringAsync(page, Ct);
        await (await http.FillAsync("/organisations", "Withdraw", ("id", request))).ShouldGoAsync();
        (await WorkAsync()).DoneAt.ShouldNotBeNull();
        await (await admin.SendFormAsync(form, page, null, ("decision", "accept"), ("roles", "Operator"))).ShouldRefuseAsync(HttpStatusCode.Conflict, "已撤回");

        await AskAsync(http, organisation);
        _time.Advance(JoinRequest.Life);
        using var adminLater = (await _app.NewMemberAsync(organisation, Role.Administrator)).Http;
        (await adminLater.GetStringAsync($"/organisations/{organisation.Uscc}/members", Ct)).ShouldNotContain("/members/requests/");
        await using (var scope = _app.Services.CreateAsyncScope())
        {
            (await scope.ServiceProvider.GetRequiredService<JoinDesk>().LapseOverdueAsync(Ct)).ShouldBe(1);
            (await scope.ServiceProvider.GetRequiredService<JoinDesk>().LapseOverdueAsync(Ct)).ShouldBe(0);
        }
        (await ToldAsync(person)).ShouldContain((MessageChannel.InApp, "membership.lapsed"));
        (await _app.WithDatabaseAsync(db => db.Set<WorkItem>().CountAsync(w => w.DoneAt == null, Ct))).ShouldBe(0);

        using var later = await _app.SignedInAsync(person);
        await AskAsync(later, organisation);
        await (await adminLater.FillAsync($"/organisations/{organisation.Uscc}/members", "Invite", ("addresses", person.PhoneNumber!), ("roles", "Operator"))).ShouldGoAsync();
        var link = new Uri((await _app.WithDatabaseAsync(db => db.Set<Message>().SingleAsync(m => m.Template == "invitation.sent", Ct))).Parameters["link"]).AbsolutePath;
        await (await later.FillAsync(link, null)).ShouldGoAsync();
        (await _app.WithDatabaseAsync(db => db.Set<JoinRequest>().CountAsync(r => r.State == JoinState.Open, Ct))).ShouldBe(0);
        (await _app.WithDatabaseAsync(db => db.Set<WorkItem>().CountAsync(w => w.DoneAt == null, Ct))).ShouldBe(0);
    }

    [Fact]
    public async Task Somebody_elses_request_does_not_exist()
    {
        var (organisation, _, _) = await OrganisationAsync();
        var (other, _, stranger) = await OrganisationAsync();
        var (_, colleague) = await _app.NewMemberAsync(organisation, Role.Operator);
        var (person, http) = await PersonAsync();
        await AskAsync(http, organisation);
        var request = await RequestAsync(person);
        foreach (var page in (string[])[Page(organisation, request), Page(other, request)])
        {
            (await stranger.GetAsync(page, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            var own = await stranger.GetStringAsync($"/organisations/{other.Uscc}/members", Ct);
            (await stranger.SendFormAsync(own, page, null, ("decision", "accept"), ("roles", "Operator"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        (await http.GetAsync(Page(organisation, request), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await colleague.GetAsync(Page(organisation, request), Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);   // Theirs, but not their task.
        (await colleague.GetStringAsync($"/organisations/{organisation.Uscc}/members", Ct)).ShouldNotContain(request.ToString());
        (await stranger.FillAsync("/organisations/register", "Join", ("uscc", Inhabitants.NewUscc()))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var (_, thief) = await PersonAsync();
        await AskAsync(thief, organisation);
        (await thief.FillAsync("/organisations", "Withdraw", ("id", request))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private async Task<(Organisation Organisation, Person Person, HttpClient Http)> OrganisationAsync()
    {
        var organisation = await _app.NewOrganisationAsync();
        var (person, http) = await _app.NewMemberAsync(organisation, Role.Administrator);
        return (organisation, person, http);
    }

    private async Task<(Person Person, HttpClient Http)> PersonAsync(string name = "赵申请", string? mail = null)
    {
        var person = await _app.NewPersonAsync(name, mail: mail);
        return (person, await _app.SignedInAsync(person));
    }

    private static async Task AskAsync(HttpClient http, Organisation organisation, string note = "") =>
        await (await http.FillAsync("/organisations/register", "Join", ("uscc", organisation.Uscc), ("note", note))).ShouldGoAsync();

    private static string Page(Organisation organisation, Guid request) => $"/organisations/{organisation.Uscc}/members/requests/{request}";

    private Task<Guid> RequestAsync(Person person) => _app.WithDatabaseAsync(db => db.Set<JoinRequest>().Where(r => r.PersonId == person.Id && r.State == JoinState.Open).Select(r => r.Id).SingleAsync(Ct));

    private Task<WorkItem> WorkAsync() => _app.WithDatabaseAsync(db => db.Set<WorkItem>().SingleAsync(Ct));

    private async Task<List<(MessageChannel, string)>> ToldAsync(Person person) =>
        [.. (await _app.WithDatabaseAsync(db => db.Set<Message>().Where(m => m.RecipientKey == $"person:{person.Id}").ToListAsync(Ct))).Select(m => (m.Channel, m.Template))];

    private Task<List<Role>> RolesAsync(Person person, Organisation organisation) =>
        _app.WithDatabaseAsync(db => db.Set<Membership>().Where(m => m.PersonId == person.Id && m.OrganisationId == organisation.Id && m.Until == null).Select(m => m.Role).ToListAsync(Ct));
}
