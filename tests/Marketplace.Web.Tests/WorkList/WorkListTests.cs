using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Spreadsheets;
using Marketplace.Web.Reports;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.WorkList;

public sealed class WorkListTests(PostgresServer server) : IAsyncLifetime
{
    /// <summary>Wednesday, 4 March 2026, noon in Beijing.</summary>
    private readonly ManualTime _time = new();
    private RunningApp _app = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DateOnly Today => Dates.Today(_time);

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox" }, services =>
    {
        services.AddSingleton<TimeProvider>(_time);
        services.AddScoped<IGrantSource, Delegations>();
        services.AddSingleton<Delegated>();
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task An_item_for_a_role_is_on_the_list_of_everybody_who_holds_it_and_of_nobody_else()
    {
        var organisation = await _app.NewOrganisationAsync(OrganisationKind.Bureau, name: "博乐市知识产权局");
        var (_, clerk) = await _app.NewMemberAsync(organisation, Role.BureauClerk);
        var (_, other) = await _app.NewMemberAsync(organisation, Role.BureauReader);
        var id = await AddAsync(new Audience.Holders(organisation.Id, Role.BureauClerk), "甲公司", Today.AddDays(-1));

        var list = await clerk.GetStringAsync("/tasks", Ct);
        list.ShouldContain("答复纠错、举报：甲公司");
        list.ShouldContain("博乐市知识产权局");
        list.ShouldContain("number-badge\">1<");
        (await clerk.GetStringAsync("/tasks?show=overdue", Ct)).ShouldContain("甲公司");
        (await clerk.GetStringAsync("/tasks?show=week", Ct)).ShouldNotContain("甲公司");
        (await clerk.GetStringAsync($"/tasks?organisation={Guid.CreateVersion7()}", Ct)).ShouldNotContain("甲公司");
        (await clerk.GetAsync($"/tasks/{id}/open", Ct)).Headers.Location!.ToString().ShouldBe("/reports");

        (await other.GetStringAsync("/tasks", Ct)).ShouldNotContain("甲公司");
        (await other.GetAsync($"/tasks/{id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetAsync($"/tasks/{id}/open", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var handler in (string[])["Later", "Hide", "Back", "Transfer"])
            (await other.PostFormAsync("/account/data", $"/tasks/{id}?handler={handler}", ("until", "2026-03-10"), ("reason", "x"))).StatusCode.ShouldBe(HttpStatusCode.NotFound, handler);
    }

    [Fact]
    public async Task The_list_is_exported_as_it_is_filtered()
    {
        var organisation = await _app.NewOrganisationAsync(OrganisationKind.Bureau, name: "博乐市知识产权局");
        var (_, clerk) = await _app.NewMemberAsync(organisation, Role.BureauClerk);
        for (var n = 0; n < 30; n++) await AddAsync(new Audience.Holders(organisation.Id, Role.BureauClerk), $"第{n:D2}家", Today.AddDays(n % 2 == 0 ? -1 : 40));
        var plan = new SheetPlan([new("what", "事项") { Required = true }, new("due", "期限")]);
        foreach (var format in (string[])["xlsx", "csv"])
        {
            var all = SheetReader.Open(await clerk.GetByteArrayAsync($"/tasks/export.{format}", Ct), plan).Value.ReadAll().Value.All;
            all.Count.ShouldBe(30);
            all[0]["due"].ShouldBe("2026-03-03");
            SheetReader.Open(await clerk.GetByteArrayAsync($"/tasks/export.{format}?show=overdue", Ct), plan).Value.ReadAll().Value.All.Count.ShouldBe(15);
        }
        (await clerk.GetStringAsync("/tasks?show=overdue", Ct)).ShouldContain("/tasks/export.xlsx?show=overdue");
    }

    [Fact]
    public async Task Opening_an_item_acts_for_its_organisation_from_then_on()
    {
        var first = await _app.NewOrganisationAsync();
        var second = await _app.NewOrganisationAsync();
        var person = await _app.NewPersonAsync();
        await _app.JoinAsync(person, first, Role.Administrator);
        await _app.JoinAsync(person, second, Role.Administrator);
        using var http = await _app.SignedInAsync(person, first.Id);
        var id = await AddAsync(new Audience.Holders(second.Id, Role.Administrator), "乙");
        (await http.GetAsync($"/tasks/{id}/open", Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await _app.WithDatabaseAsync(db => db.Set<Web.Platform.SignIn.SignInSession>().SingleAsync(s => s.PersonId == person.Id, Ct))).ActingFor.ShouldBe(second.Id);
    }

    [Fact]
    public async Task Added_twice_while_open_it_is_one_and_done_it_moves_to_the_done_list()
    {
        var (person, http) = await SignedInAsync();
        var desk = _app.Services.GetRequiredService<WorkDesk>();
        for (var n = 0; n < 2; n++) await AddAsync(new Audience.One(person.Id), "丙", key: "test:twice");
        (await _app.WithDatabaseAsync(db => db.Set<WorkItem>().CountAsync(w => w.Key == "test:twice", Ct))).ShouldBe(1);
        await _app.WithDatabaseAsync(async db => { await desk.DoneAsync(db, "test:twice", person.Id, Ct); return 0; });
        (await http.GetStringAsync("/tasks", Ct)).ShouldContain("目前没有待办");
        (await http.GetStringAsync("/tasks/done", Ct)).ShouldContain("丙");
    }

    [Fact]
    public async Task The_list_pages_by_seek_with_what_is_due_first_on_top()
    {
        var (person, http) = await SignedInAsync();
        for (var n = 0; n < 30; n++) await AddAsync(new Audience.One(person.Id), $"第{n:D2}号", n % 2 == 0 ? Today.AddDays(n) : null);
        var first = await http.GetStringAsync("/tasks", Ct);
        var next = System.Text.RegularExpressions.Regex.Match(first, "class=\"next\" href=\"(?<to>[^\"]+)\"|href=\"(?<to>[^\"]+)\"[^>]*rel=\"next\"", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["to"].Value;
        var second = await http.GetStringAsync(WebUtility.HtmlDecode(next), Ct);
        for (var n = 0; n < 30; n++) (first.Contains($"第{n:D2}号", StringComparison.Ordinal) ^ second.Contains($"第{n:D2}号", StringComparison.Ordinal)).ShouldBeTrue($"{n}");
        first.IndexOf("第00号", StringComparison.Ordinal).ShouldBeLessThan(first.IndexOf("第28号", StringComparison.Ordinal));
        second.ShouldContain("第29号");
    }

    [Fact]
    public async Task Put_off_it_comes_back_on_its_day_and_hidden_it_can_be_brought_back()
    {
        var (person, http) = await SignedInAsync();
        var id = await AddAsync(new Audience.One(person.Id), "丁");
        (await http.PostFormAsync($"/tasks/{id}", $"/tasks/{id}?handler=Later", ("until", "2026-03-04"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await http.PostFormAsync($"/tasks/{id}", $"/tasks/{id}?handler=Later", ("until", "2026-03-06"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await http.GetStringAsync("/tasks", Ct)).ShouldNotContain("：丁");
        (await http.GetStringAsync("/tasks?show=later", Ct)).ShouldContain("：丁");
        (await CountAsync(person.Id, Today)).ShouldBe(0);
        _time.Set(new(2026, 3, 6, 1, 0, 0, TimeSpan.Zero));
        using var later = await _app.SignedInAsync(person);
        (await later.GetStringAsync("/tasks", Ct)).ShouldContain("：丁");
        await later.PostFormAsync($"/tasks/{id}", $"/tasks/{id}?handler=Hide");
        (await later.GetStringAsync("/tasks", Ct)).ShouldNotContain("：丁");
        await later.PostFormAsync($"/tasks/{id}", $"/tasks/{id}?handler=Back");
        (await later.GetStringAsync("/tasks", Ct)).ShouldContain("：丁");
    }

    [Fact]
    public async Task Handed_over_it_is_the_colleagues_alone_until_they_lose_the_role()
    {
        var organisation = await _app.NewOrganisationAsync(OrganisationKind.Bureau);
        var (_, mine) = await _app.NewMemberAsync(organisation, Role.BureauClerk);
        var (taker, theirs) = await _app.NewMemberAsync(organisation, Role.BureauClerk);
        var (outsider, _) = await _app.NewMemberAsync(organisation, Role.BureauReader);
        var id = await AddAsync(new Audience.Holders(organisation.Id, Role.BureauClerk), "戊");
        (await mine.PostFormAsync($"/tasks/{id}", $"/tasks/{id}?handler=Transfer", ("to", $"{outsider.Id}"), ("reason", "出差"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await mine.PostFormAsync($"/tasks/{id}", $"/tasks/{id}?handler=Transfer", ("to", $"{taker.Id}"), ("reason", ""))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await mine.PostFormAsync($"/tasks/{id}", $"/tasks/{id}?handler=Transfer", ("to", $"{taker.Id}"), ("reason", "出差"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mine.GetStringAsync("/tasks", Ct)).ShouldNotContain("：戊");
        (await theirs.GetStringAsync("/tasks", Ct)).ShouldContain("：戊");
        (await theirs.GetStringAsync($"/tasks/{id}", Ct)).ShouldContain("出差");
        (await _app.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.Template == "work.transferred" && m.RecipientKey == PersonMessages.KeyOf(taker.Id), Ct))).ShouldBe(2);

        await _app.WithDatabaseAsync(db => db.Set<Membership>().Where(m => m.PersonId == taker.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Until, _time.GetUtcNow()), Ct));
        (await mine.GetStringAsync("/tasks", Ct)).ShouldContain("：戊");
        (await theirs.GetStringAsync("/tasks", Ct)).ShouldNotContain("：戊");
    }

    [Fact]
    public async Task Whoever_waits_may_urge_once_a_working_day_and_nobody_else()
    {
        var bureau = await _app.NewOrganisationAsync(OrganisationKind.Bureau);
        var enterprise = await _app.NewOrganisationAsync(name: "等待的公司");
        var clerk = await _app.NewPersonAsync();
        await _app.JoinAsync(clerk, bureau, Role.BureauClerk);
        var applicant = await _app.NewPersonAsync();
        await _app.JoinAsync(applicant, enterprise, Role.Operator);
        _time.Set(new(2026, 3, 6, 4, 0, 0, TimeSpan.Zero));   // Friday.
        using var friday = await _app.SignedInAsync(applicant);
        var id = await AddAsync(new Audience.Holders(bureau.Id, Role.BureauClerk), "己", waiting: enterprise.Id);
        (await friday.GetStringAsync("/tasks/waiting", Ct)).ShouldContain("：己");
        (await friday.PostFormAsync("/tasks/waiting", null, ("id", $"{id}"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await friday.PostFormAsync("/tasks/waiting", null, ("id", $"{id}"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        _time.Set(new(2026, 3, 8, 4, 0, 0, TimeSpan.Zero));   // Sunday counts for Friday.
        using var sunday = await _app.SignedInAsync(applicant);
        (await sunday.PostFormAsync("/tasks/waiting", null, ("id", $"{id}"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        _time.Set(new(2026, 3, 9, 4, 0, 0, TimeSpan.Zero));
        using var monday = await _app.SignedInAsync(applicant);
        (await monday.PostFormAsync("/tasks/waiting", null, ("id", $"{id}"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var (_, other) = await SignedInAsync();
        (await other.PostFormAsync("/account/data", "/tasks/waiting", ("id", $"{id}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var sent = await _app.WithDatabaseAsync(db => db.Set<Message>().Where(m => m.Template == "work.urged" && m.RecipientKey == PersonMessages.KeyOf(clerk.Id)).ToListAsync(Ct));
        sent.Count(m => m.Channel == MessageChannel.InApp).ShouldBe(2);
        sent.Count(m => m.Channel == MessageChannel.Sms).ShouldBe(2);
        sent[0].Parameters["from"].ShouldBe("等待的公司");
        using var clerkNow = await _app.SignedInAsync(clerk);
        (await clerkNow.GetStringAsync("/tasks", Ct)).ShouldContain("已催办");
    }

    [Fact]
    public async Task While_somebody_is_away_their_items_are_on_the_colleagues_list_if_the_colleague_has_the_role()
    {
        var organisation = await _app.NewOrganisationAsync(OrganisationKind.Bureau);
        var absent = await _app.NewPersonAsync("张伟");
        await _app.JoinAsync(absent, organisation, Role.BureauClerk);
        using var away = await _app.SignedInAsync(absent);
        var (colleague, http) = await _app.NewMemberAsync(organisation, Role.BureauClerk);
        var (reader, readers) = await _app.NewMemberAsync(organisation, Role.BureauReader);
        await AddAsync(new Audience.One(absent.Id, organisation.Id, Role.BureauClerk), "庚");
        await AddAsync(new Audience.One(absent.Id), "私事");
        (await http.GetStringAsync("/tasks", Ct)).ShouldNotContain("：庚");

        var lacking = await away.PostFormAsync("/tasks/away", null, ("from", "2026-03-04"), ("until", "2026-03-05"), ("colleague", $"{organisation.Id}:{reader.Id}"));
        lacking.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await lacking.Content.ReadAsStringAsync(Ct)).ShouldContain("没有您的角色");
        (await away.PostFormAsync("/tasks/away", null, ("from", "2026-03-05"), ("until", "2026-03-04"), ("colleague", $"{organisation.Id}:{colleague.Id}"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await away.PostFormAsync("/tasks/away", null, ("from", "2026-03-04"), ("until", "2026-03-05"), ("colleague", $"{organisation.Id}:{colleague.Id}"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var list = await http.GetStringAsync("/tasks", Ct);
        list.ShouldContain("：庚");
        System.Net.WebUtility.HtmlDecode(list).ShouldContain("代 \u2068张*\u2069 办理");
        list.ShouldNotContain("私事");
        (await readers.GetStringAsync("/tasks", Ct)).ShouldNotContain("：庚");
        var absence = await _app.WithDatabaseAsync(db => db.Set<WorkAbsence>().SingleAsync(Ct));
        (await readers.PostFormAsync("/account/data", "/tasks/away?handler=End", ("id", $"{absence.Id}"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        _time.Set(new(2026, 3, 6, 4, 0, 0, TimeSpan.Zero));   // Over by itself.
        (await CountAsync(colleague.Id, Today)).ShouldBe(0);
    }

    [Fact]
    public async Task An_agent_sees_the_items_of_the_delegated_act_only()
    {
        var client = await _app.NewOrganisationAsync(OrganisationKind.Bureau, name: "委托的单位");
        var (agent, http) = await SignedInAsync();
        _app.Services.GetRequiredService<Delegated>().Grants[agent.Id] = new(Role.Agent, client.Id, client.Name, "", new HashSet<Act> { Act.AnswerReports }, Guid.CreateVersion7());
        await AddAsync(new Audience.Holders(client.Id, Role.BureauClerk), "委托内");
        await AddAsync(new Audience.Holders(client.Id, Role.BureauClerk), "委托外", kind: "privacy.request");
        var list = await http.GetStringAsync("/tasks", Ct);
        list.ShouldContain("委托内");
        list.ShouldContain("委托的单位");
        list.ShouldContain("number-badge\">1<");
    }

    private async Task<(Web.Platform.SignIn.Person Person, HttpClient Http)> SignedInAsync()
    {
        var person = await _app.NewPersonAsync();
        return (person, await _app.SignedInAsync(person));
    }

    private Task<Guid> AddAsync(Audience audience, string title, DateOnly? due = null, string? key = null, Guid? waiting = null, string kind = ReportsSetup.Work) => _app.WithDatabaseAsync(async db =>
    {
        var given = key ?? $"test:{Guid.CreateVersion7()}";
        await _app.Services.GetRequiredService<WorkDesk>().AddAsync(db, new(kind, given, audience, "/reports", new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = title }, due, WaitingOrganisationId: waiting), Ct);
        return await db.Set<WorkItem>().Where(w => w.Key == given).Select(w => w.Id).SingleAsync(Ct);
    });

    private async Task<int> CountAsync(Guid person, DateOnly today)
    {
        await using var scope = _app.Services.CreateAsyncScope();
        var grants = new List<Grant>();
        foreach (var source in scope.ServiceProvider.GetServices<IGrantSource>()) grants.AddRange(await source.OfAsync(person, Ct));
        today.ShouldBe(Today);
        return await scope.ServiceProvider.GetRequiredService<WorkBoard>().CountAsync(person, grants, Ct);
    }

    private sealed class Delegated
    {
        public System.Collections.Concurrent.ConcurrentDictionary<Guid, Grant> Grants { get; } = new();
    }

    private sealed class Delegations(Delegated delegated) : IGrantSource
    {
        public Task<IReadOnlyList<Grant>> OfAsync(Guid personId, CancellationToken ct) =>
            Task.FromResult<IReadOnlyList<Grant>>(delegated.Grants.TryGetValue(personId, out var grant) ? [grant] : []);
    }
}
