using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Organisations;

public sealed class MemberTests(PostgresServer server) : IAsyncLifetime
{
    /// <summary>A sandbox keeps the links of what it was given to send; outside quiet hours they would else be gone before a test can follow them.</summary>
    private static readonly Dictionary<string, string?> s_readable = new(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox" };
    private readonly ManualTime _time = new(TimeProvider.System.GetUtcNow());
    private RunningApp _app = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), s_readable, services: services => services.AddSingleton<TimeProvider>(_time));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task An_invitation_is_for_its_number_only_good_once_and_refused_clearly_otherwise()
    {
        var (organisation, _, admin) = await OrganisationAsync();
        var phone = Inhabitants.NewPhone();
        var link = await InviteAsync(organisation, admin, phone, "Operator");
        var right = await _app.NewPersonAsync(phone: phone);
        using var http = await _app.SignedInAsync(right);
        using var other = await _app.SignedInAsync(await _app.NewPersonAsync());
        await (await other.GetAsync(link, Ct)).ShouldRefuseAsync(HttpStatusCode.Forbidden, "与您登录的账号不符");
        var page = await http.GetStringAsync(link, Ct);
        (await other.PostAsync(link, new FormUrlEncodedContent([]), Ct)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        await (await http.SendFormAsync(page, link, null)).ShouldGoAsync();
        await (await http.SendFormAsync(page, link, null)).ShouldGoAsync();   // A double click.
        (await RolesAsync(right, organisation)).ShouldBe([Role.Operator]);
        await (await other.GetAsync(link, Ct)).ShouldRefuseAsync(HttpStatusCode.Conflict, "已经用过");
        (await http.GetAsync("/invitations/forged", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Expired_withdrawn_and_replaced_links_say_so()
    {
        var (organisation, _, admin) = await OrganisationAsync();
        var page = $"/organisations/{organisation.Uscc}/members";
        var phone = Inhabitants.NewPhone();
        var first = await InviteAsync(organisation, admin, phone, "Operator");
        var id = await _app.WithDatabaseAsync(db => db.Set<Invitation>().Select(i => i.Id).SingleAsync(Ct));
        _time.Advance(TimeSpan.FromMinutes(1));   // Nobody sends again within the same instant.
        await (await admin.FillAsync(page, "Resend", ("id", id))).ShouldGoAsync();
        var person = await _app.NewPersonAsync(phone: phone);
        using var http = await _app.SignedInAsync(person);
        (await http.GetAsync(first, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var second = await LinkAsync();
        _time.Advance(Invitation.Life);
        using var later = await _app.SignedInAsync(person);
        await (await later.GetAsync(second, Ct)).ShouldRefuseAsync(HttpStatusCode.Gone, "过期");
        using var adminLater = (await _app.NewMemberAsync(organisation, Role.Administrator)).Http;
        await (await adminLater.FillAsync(page, "Withdraw", ("id", id))).ShouldGoAsync();
        await (await later.GetAsync(second, Ct)).ShouldRefuseAsync(HttpStatusCode.Gone, "撤回");
        (await adminLater.FillAsync(page, "Resend", ("id", id))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Pasted_lines_are_invited_all_or_none_and_only_roles_of_the_kind()
    {
        var (organisation, _, admin) = await OrganisationAsync();
        var page = $"/organisations/{organisation.Uscc}/members";
        (await (await admin.FillAsync(page, "Invite", ("addresses", "13800001111\nnobody"), ("roles", "Operator"))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "第 2 行")).ShouldContain("13800001111");
        (await admin.FillAsync(page, "Invite", ("addresses", "13800001111"), ("roles", "BureauLocker"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await admin.FillAsync(page, "Invite", ("addresses", "13800001111"), ("roles", "Nonsense"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await _app.WithDatabaseAsync(db => db.Set<Invitation>().CountAsync(Ct))).ShouldBe(0);
        for (var again = 0; again < 2; again++)
            await (await admin.FillAsync(page, "Invite", ("addresses", "138 0000 1111\n+86 13800002222\nLi@Example.cn"), ("roles", "Operator"))).ShouldGoAsync();
        (await _app.WithDatabaseAsync(db => db.Set<Invitation>().Select(i => i.Address).OrderBy(a => a).ToListAsync(Ct))).ShouldBe(["13800001111", "13800002222", "li@example.cn"]);
    }

    [Fact]
    public async Task The_last_administrator_neither_leaves_nor_loses_the_role_and_two_cannot_leave_at_once()
    {
        var (organisation, first, admin) = await OrganisationAsync();
        var own = $"/organisations/{organisation.Uscc}/members/{first.Id}";
        await (await admin.FillAsync(own, "Remove")).ShouldRefuseAsync(HttpStatusCode.Conflict, "最后一位管理员");
        await (await admin.FillAsync(own, "Roles", ("roles", "Operator"))).ShouldRefuseAsync(HttpStatusCode.Conflict, "最后一位管理员");
        var (second, other) = await _app.NewMemberAsync(organisation, Role.Administrator);
        var answers = await Task.WhenAll(admin.FillAsync(own, "Remove"), other.FillAsync($"/organisations/{organisation.Uscc}/members/{second.Id}", "Remove"));
        answers.Count(answer => answer.StatusCode == HttpStatusCode.Redirect).ShouldBe(1);
        (await _app.WithDatabaseAsync(db => db.Set<Membership>().CountAsync(m => m.OrganisationId == organisation.Id && m.Until == null, Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task Who_leaves_hands_over_what_is_open()
    {
        var (organisation, boss, admin) = await OrganisationAsync();
        var (leaver, http) = await _app.NewMemberAsync(organisation, Role.Operator);
        await _app.WithDatabaseAsync(async db =>
        {
            await _app.Services.GetRequiredService<WorkDesk>().AddAsync(db, new("test", "test:1", new Audience.One(leaver.Id), "/", new Dictionary<string, string>()), Ct);
            return 0;
        });
        var page = $"/organisations/{organisation.Uscc}/members/{leaver.Id}";
        await (await admin.FillAsync(page, "Remove")).ShouldRefuseAsync(HttpStatusCode.BadRequest, "还有 1 项");
        await (await admin.FillAsync(page, "Remove", ("heir", leaver.Id))).ShouldRefuseAsync(HttpStatusCode.BadRequest, "只能移交给本单位");
        await (await admin.FillAsync(page, "Remove", ("heir", boss.Id))).ShouldGoAsync();
        (await _app.WithDatabaseAsync(db => db.Set<WorkItem>().Select(w => w.PersonId).SingleAsync(Ct))).ShouldBe(boss.Id);
        (await http.GetAsync($"/organisations/{organisation.Uscc}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Nobody_is_two_of_system_security_and_audit_administrator()
    {
        var phone = Inhabitants.NewPhone();
        var person = await _app.NewPersonAsync(phone: phone);
        var token = await _app.WithDatabaseAsync(db => InviteVerb.InviteAsync(db, phone, Role.SystemAdministrator, _time, Ct));
        (await _app.WithDatabaseAsync(db => InviteVerb.InviteAsync(db, phone, Role.AuditAdministrator, _time, Ct))).ShouldBeNull();
        using var http = await _app.SignedInAsync(person);
        await (await http.FillAsync("/invitations/" + token, null)).ShouldGoAsync();
        (await _app.WithDatabaseAsync(db => InviteVerb.InviteAsync(db, phone, Role.SecurityAdministrator, _time, Ct))).ShouldBeNull();
        var operators = await _app.WithDatabaseAsync(db => db.Set<Organisation>().SingleAsync(o => o.Kind == OrganisationKind.PlatformOperator, Ct));
        await Should.ThrowAsync<DbUpdateException>(() => _app.JoinAsync(person, operators, Role.SecurityAdministrator));
    }

    [Fact]
    public async Task A_bureau_with_too_few_people_is_told_which_step_lacks_whom()
    {
        var bureau = await _app.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian);
        var both = await _app.NewPersonAsync("王一人");
        await _app.JoinAsync(both, bureau, Role.Administrator, Role.BureauClerk, Role.BureauReviewer, Role.BureauLocker);
        await _app.JoinAsync(await _app.NewPersonAsync("赵二人"), bureau, Role.BureauReviewer);
        var missing = await _app.WithDatabaseAsync(db => SecondPerson.MissingAsync(db, bureau.Id, Ct));
        missing.Single().Could.ShouldBeEmpty();
        await _app.JoinAsync(await _app.NewPersonAsync("钱三人"), bureau, Role.BureauReader);
        (await _app.WithDatabaseAsync(db => SecondPerson.MissingAsync(db, bureau.Id, Ct))).Single().Could.ShouldBe(["钱三人"]);
        (await _app.WithDatabaseAsync(db => SecondPerson.MissingAsync(db, bureau.Id, Ct, Step.Enter, Step.Verify))).ShouldBeEmpty();
        using var http = await _app.SignedInAsync(both);
        (await http.GetStringAsync($"/organisations/{bureau.Uscc}/members", Ct)).ShouldContain("可由 钱三人 担任");
    }

    [Fact]
    public async Task Every_address_of_an_organisation_asked_by_another_answers_as_if_it_did_not_exist()
    {
        var (mine, _, admin) = await OrganisationAsync();
        var (theirs, boss, other) = await OrganisationAsync();
        await InviteAsync(theirs, other, Inhabitants.NewPhone(), "Operator");
        var invitation = await _app.WithDatabaseAsync(db => db.Set<Invitation>().Select(i => i.Id).SingleAsync(Ct));
        foreach (var page in (string[])["", "/edit", "/members", "/members/" + boss.Id, "/delegations", "/names", "/labels", "/structure"])
            (await admin.GetAsync($"/organisations/{theirs.Uscc}{page}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, page);
        (await admin.GetAsync($"/organisations/{mine.Uscc}/members/{boss.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var own = await admin.GetStringAsync($"/organisations/{mine.Uscc}/members", Ct);
        foreach (var handler in (string[])["Resend", "Withdraw"])
        {
            (await admin.SendFormAsync(own, $"/organisations/{mine.Uscc}/members", handler, ("id", invitation))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await admin.SendFormAsync(own, $"/organisations/{theirs.Uscc}/members", handler, ("id", invitation))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    private async Task<(Organisation Organisation, Person Person, HttpClient Http)> OrganisationAsync()
    {
        var organisation = await _app.NewOrganisationAsync();
        var (person, http) = await _app.NewMemberAsync(organisation, Role.Administrator);
        return (organisation, person, http);
    }

    private async Task<string> InviteAsync(Organisation organisation, HttpClient admin, string address, string role)
    {
        await (await admin.FillAsync($"/organisations/{organisation.Uscc}/members", "Invite", ("addresses", address), ("roles", role))).ShouldGoAsync();
        return await LinkAsync();
    }

    private async Task<string> LinkAsync() => new Uri((await _app.WithDatabaseAsync(db =>
        db.Set<Message>().Where(m => m.Template == "invitation.sent").OrderByDescending(m => m.Id).FirstAsync(Ct))).Parameters["link"]).AbsolutePath;

    private Task<List<Role>> RolesAsync(Person person, Organisation organisation) =>
        _app.WithDatabaseAsync(db => db.Set<Membership>().Where(m => m.PersonId == person.Id && m.OrganisationId == organisation.Id && m.Until == null).Select(m => m.Role).ToListAsync(Ct));
}
