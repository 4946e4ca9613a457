using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Licensing.Approvals;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Tests.Licensing.Signing;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Licensing.Approvals;

/// <summary>An organisation's own approval: by whom, in which order, once each, and what follows.</summary>
public sealed class ApprovalTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_step_that_applies_it_is_approved_at_once_and_nobody_is_called()
    {
        await using var world = await SigningWorld.StartAsync(server);
        (await world.AskAsync()).State.ShouldBe(ApprovalState.Approved);
        await world.RouteAsync("校长批准", Role.Administrator, from: 1_000_000);
        (await world.AskAsync()).State.ShouldBe(ApprovalState.Approved);
        // What nobody knows yet may be large.
        (await world.AskAsync(amount: null)).State.ShouldBe(ApprovalState.Open);
        (await world.AskAsync(1_000_000, caseId: Guid.CreateVersion7())).State.ShouldBe(ApprovalState.Open);
        world.Follower.Heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task Steps_are_those_of_the_day_it_began_and_go_in_their_order()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var (lawyer, _) = await world.App.NewMemberAsync(world.Giver, Role.Inventor);
        await world.RouteAsync("法务审核", members: [lawyer.Id]);
        await world.RouteAsync("领导批准", Role.Administrator);
        var run = await world.AskAsync();
        (await world.AskAsync()).Id.ShouldBe(run.Id);
        await world.RouteAsync("第三步", Role.Administrator);
        (await WaitingAsync(world)).ShouldBe([lawyer.Id]);

        (await world.DecideAsync(run, 2, true, world.Boss.Person)).Failures[0].Code.ShouldBe("decided_before");
        (await world.DecideAsync(run, 1, true, world.Boss.Person)).Failures[0].Code.ShouldBe("guarded");
        (await world.DecideAsync(run, 1, true, lawyer)).Value.State.ShouldBe(ApprovalState.Open);
        (await WaitingAsync(world)).ShouldBe([world.Boss.Person.Id]);
        (await world.DecideAsync(run, 1, true, lawyer)).Failures[0].Code.ShouldBe("decided_before");
        world.Follower.Heard.ShouldBeEmpty();
        (await world.DecideAsync(run, 2, true, world.Boss.Person, "同意")).Value.State.ShouldBe(ApprovalState.Approved);
        world.Follower.Heard.ShouldBe(["approved"]);
        (await WaitingAsync(world)).ShouldBeEmpty();
        (await world.DecideAsync(run, 2, false, world.Boss.Person, "反悔")).Failures[0].Status.ShouldBe(409);
    }

    [Fact]
    public async Task Who_asked_does_not_approve_unless_there_is_nobody_else()
    {
        await using var world = await SigningWorld.StartAsync(server);
        await world.RouteAsync("批准", Role.Administrator);
        // The only administrator asked: nobody else could.
        var alone = await world.AskAsync(by: world.Boss.Person);
        (await world.DecideAsync(alone, 1, true, world.Boss.Person)).Value.State.ShouldBe(ApprovalState.Approved);
        var second = await world.App.NewMemberAsync(world.Giver, Role.Administrator);
        var asked = await world.AskAsync(by: world.Boss.Person, caseId: Guid.CreateVersion7());
        (await WaitingAsync(world)).ShouldBe([second.Person.Id]);
        (await world.DecideAsync(asked, 1, true, world.Boss.Person)).Failures[0].Message.ShouldContain(second.Person.DisplayName);
        (await world.Boss.Http.GetStringAsync($"/approvals/{asked.Id}", Ct)).ShouldNotContain("name=\"agrees\"");
        (await second.Http.PostFormAsync($"/approvals/{asked.Id}", null, ("place", "1"), ("agrees", "true"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.ReadAsync(asked)).State.ShouldBe(ApprovalState.Approved);
    }

    [Fact]
    public async Task Where_the_named_member_left_an_administrator_stands_in()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var (lawyer, http) = await world.App.NewMemberAsync(world.Giver, Role.Inventor);
        await world.RouteAsync("法务审核", members: [lawyer.Id]);
        var run = await world.AskAsync();
        (await http.GetAsync($"/approvals/{run.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await world.App.WithDatabaseAsync(db => db.Set<Membership>().Where(m => m.PersonId == lawyer.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Until, world.Time.GetUtcNow()), Ct));
        (await http.GetAsync($"/approvals/{run.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.DecideAsync(run, 1, true, lawyer)).Failures[0].Status.ShouldBe(404);
        await world.AsAsync<ApprovalNight, int>(world.Boss.Person, night => night.RunAsync(Ct));
        await world.AsAsync<ApprovalNight, int>(world.Boss.Person, night => night.RunAsync(Ct));
        (await WaitingAsync(world)).ShouldBe([lawyer.Id, world.Boss.Person.Id], ignoreOrder: true);
        (await world.DecideAsync(run, 1, true, world.Boss.Person)).Value.State.ShouldBe(ApprovalState.Approved);
        (await WaitingAsync(world)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refusal_says_why_and_the_case_hears_it_in_the_same_transaction()
    {
        await using var world = await SigningWorld.StartAsync(server);
        await world.RouteAsync("批准", Role.Administrator);
        var run = await world.AskAsync();
        (await world.DecideAsync(run, 1, false, world.Boss.Person)).Failures[0].Field.ShouldBe("reason");
        world.Follower.Refuses = new("not_now", 409, "现在不行");
        (await world.DecideAsync(run, 1, false, world.Boss.Person, "价格偏低")).Failures[0].Code.ShouldBe("not_now");
        (await world.ReadAsync(run)).State.ShouldBe(ApprovalState.Open);
        (await WaitingAsync(world)).ShouldBe([world.Boss.Person.Id]);
        world.Follower.Refuses = null;
        (await world.DecideAsync(run, 1, false, world.Boss.Person, "价格偏低")).Value.State.ShouldBe(ApprovalState.Refused);
        world.Follower.Heard.ShouldBe(["refused"]);
        // Asked again it is another run.
        (await world.AskAsync()).Id.ShouldNotBe(run.Id);
    }

    [Fact]
    public async Task Several_decide_at_once_and_one_decision_counts()
    {
        await using var world = await SigningWorld.StartAsync(server);
        await world.RouteAsync("批准", Role.Administrator);
        var others = new List<Person> { world.Boss.Person };
        for (var i = 0; i < 3; i++) others.Add((await world.App.NewMemberAsync(world.Giver, Role.Administrator)).Person);
        var run = await world.AskAsync();
        var answers = await Task.WhenAll(others.Select((person, i) => world.DecideAsync(run, 1, i % 2 == 0, person, "意见")));
        answers.Count(answer => answer.Succeeded).ShouldBe(1);
        answers.Where(answer => !answer.Succeeded).ShouldAllBe(answer => answer.Failures[0].Code == "decided_before");
        world.Follower.Heard.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_case_that_went_another_way_is_decided_by_nobody()
    {
        await using var world = await SigningWorld.StartAsync(server);
        await world.RouteAsync("批准", Role.Administrator);
        var run = await world.AskAsync();
        await world.InCaseAsync(world.Clerk.Person, async services =>
        {
            await services.GetRequiredService<ApprovalBook>().WithdrawAsync(world.CaseId, null, "对方撤回", Ct);
            return 0;
        });
        (await world.ReadAsync(run)).State.ShouldBe(ApprovalState.Withdrawn);
        (await WaitingAsync(world)).ShouldBeEmpty();
        (await world.DecideAsync(run, 1, true, world.Boss.Person)).Failures[0].Status.ShouldBe(409);
        world.Follower.Heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task Only_its_own_organisation_sees_an_approval()
    {
        await using var world = await SigningWorld.StartAsync(server);
        await world.RouteAsync("批准", Role.Administrator);
        var run = await world.AskAsync();
        (await world.Clerk.Http.GetStringAsync("/approvals?show=Waiting", Ct)).ShouldContain(run.Id.ToString());
        (await world.Boss.Http.GetStringAsync("/approvals", Ct)).ShouldContain(run.Id.ToString());
        (await world.Boss.Http.GetStringAsync("/approvals/export.csv?show=Waiting", Ct)).ShouldContain("滴灌带专利转让");
        var inventor = await world.App.NewMemberAsync(world.Giver, Role.Inventor);
        (await inventor.Http.GetStringAsync("/approvals?show=Waiting", Ct)).ShouldNotContain(run.Id.ToString());
        foreach (var http in (HttpClient[])[world.Chief.Http, inventor.Http]) (await http.GetAsync($"/approvals/{run.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Chief.Http.GetStringAsync("/approvals/export.csv?show=Waiting", Ct)).ShouldNotContain("滴灌带专利转让");
        (await world.DecideAsync(run, 1, true, world.Chief.Person)).Failures[0].Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_route_is_set_by_administrators_and_a_mistake_names_its_field()
    {
        await using var world = await SigningWorld.StartAsync(server);
        var at = $"/organisations/{world.Giver.Uscc}/approvals";
        (await world.Clerk.Http.GetAsync(at, Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await world.Chief.Http.GetAsync(at, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.RouteAsync("", null)).Failures.Select(f => f.Field).ShouldBe(["name", "who"]);
        (await world.RouteAsync("批准", members: [world.Chief.Person.Id])).Failures[0].Field.ShouldBe("members");
        (await world.RouteAsync("批准", Role.Banker)).Failures[0].Field.ShouldBe("who");
        (await world.RouteAsync("批准", Role.Administrator, from: -1)).Failures[0].Field.ShouldBe("fromAmount");
        (await world.RouteAsync("批准", Role.Administrator, kinds: ["nothing"])).Failures[0].Field.ShouldBe("kinds");
        var once = Guid.CreateVersion7().ToString();
        for (var i = 0; i < 2; i++)
            (await world.Boss.Http.PostFormAsync(at, at + "?handler=Add", ("once", once), ("name", "一审"), ("who", nameof(Role.Operator)), ("kinds", HearingCase.Name), ("fromAmount", "10000"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await world.RouteAsync("二审", Role.Administrator);
        var steps = await StepsAsync(world);
        steps.Select(step => step.Name).ShouldBe(["一审", "二审"]);
        foreach (var (handler, id, then) in ((string, Guid, string[])[])[("Down", steps[0].Id, ["二审", "一审"]), ("Down", steps[0].Id, ["二审", "一审"]), ("Up", steps[0].Id, ["一审", "二审"]), ("Remove", steps[0].Id, ["二审"]), ("Remove", steps[0].Id, ["二审"])])
        {
            (await world.Boss.Http.PostFormAsync(at, $"{at}?handler={handler}", ("id", id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
            (await StepsAsync(world)).Select(step => step.Name).ShouldBe(then);
        }
        for (var i = 1; i < ApprovalRouteDesk.StepsMax; i++) (await world.RouteAsync($"第{i}步", Role.Operator)).Succeeded.ShouldBeTrue();
        (await world.RouteAsync("太多", Role.Operator)).Failures[0].Code.ShouldBe("too_many_steps");
    }

    private static Task<List<ApprovalRouteStep>> StepsAsync(SigningWorld world) => world.App.WithDatabaseAsync(db => db.Set<ApprovalRouteStep>().AsNoTracking().OrderBy(s => s.Place).ToListAsync(Ct));

    private static async Task<List<Guid>> WaitingAsync(SigningWorld world) =>
        await world.App.WithDatabaseAsync(db => db.Set<WorkItem>().Where(w => w.Kind == ApprovalNotices.Decide && w.DoneAt == null && w.PersonId != null).Select(w => w.PersonId!.Value).Distinct().ToListAsync(Ct));
}
