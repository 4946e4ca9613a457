using System.Net;
using Marketplace.Testing;
using Marketplace.Web.People;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.SignIn.Factors;
using Marketplace.Web.Tests.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.People;

public sealed class LostFactorTests(PeopleWorld world) : IClassFixture<PeopleWorld>
{
    private const string Good = "葡萄架下的小板凳 7";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RunningApp App => world.App;

    [Fact]
    public async Task Granted_it_works_after_a_day_and_a_new_factor_is_set_up()
    {
        var organisation = await App.NewOrganisationAsync();
        var (boss, _) = await App.NewMemberAsync(organisation, Role.Administrator);
        var person = await NewPersonAsync(mail: $"{Guid.CreateVersion7():N}@example.cn");
        await App.JoinAsync(person, organisation, Role.Operator);
        await world.TurnOnFactorAsync(person);
        var reset = await AskAsync(person);
        reset.State.ShouldBe(FactorResetState.Asked);
        (await TemplatesAsync(person)).Count(t => t == "factor-reset.asked").ShouldBe(2);
        (await App.WithDatabaseAsync(db => db.Set<Message>().AnyAsync(m => m.Template == "factor-reset.colleague" && m.RecipientKey == $"person:{boss.Id}", Ct))).ShouldBeTrue();
        (await world.Security.GetStringAsync("/tasks", Ct)).ShouldContain("办理两步验证重置申请");

        (await DecideAsync(reset, "grant")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await TemplatesAsync(person)).Count(t => t == "factor-reset.granted").ShouldBe(2);
        using (var early = await AtSecondStepAsync(person)) (await early.ReadAsync("/sign-in/lost-factor")).ShouldContain("已同意");

        await WaitedAsync(reset, TimeSpan.FromMinutes(1));
        using var elsewhere = await App.SignedInAsync(person);
        using var visitor = new Visitor(App);
        (await visitor.EnterPasswordAsync(person.PhoneNumber!, Good)).Headers.Location!.ToString().ShouldBe("/account/second-factor?reset=true");
        (await visitor.ReadAsync("/account/second-factor?reset=true")).ShouldContain("旧的两步验证已取消");
        (await elsewhere.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await App.WithDatabaseAsync(async db =>
        {
            (await db.Set<RecoveryCode>().AnyAsync(c => c.PersonId == person.Id, Ct)).ShouldBeFalse();
            (await db.Set<FactorReset>().SingleAsync(r => r.Id == reset.Id, Ct)).State.ShouldBe(FactorResetState.Done);
            return 0;
        });
        // Once: with a new factor set up, the second step is asked for again.
        await App.WithDatabaseAsync(db => db.Set<SecondFactor>().Where(f => f.PersonId == person.Id).ExecuteDeleteAsync(Ct));
        await world.TurnOnFactorAsync(person);
        using var next = new Visitor(App);
        (await next.EnterPasswordAsync(person.PhoneNumber!, Good)).Headers.Location!.ToString().ShouldBe("/sign-in/second-step");
    }

    [Fact]
    public async Task A_right_code_meanwhile_stops_it()
    {
        var person = await NewPersonAsync();
        var (secret, _) = await world.TurnOnFactorAsync(person);
        var reset = await AskAsync(person);
        await DecideAsync(reset, "grant");
        using (var owner = await AtSecondStepAsync(person))
            (await owner.SendAsync("/sign-in/second-step", ("code", PeopleWorld.Now(secret)))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await WaitedAsync(reset, TimeSpan.FromMinutes(1));
        using var thief = new Visitor(App);
        (await thief.EnterPasswordAsync(person.PhoneNumber!, Good)).Headers.Location!.ToString().ShouldBe("/sign-in/second-step");
        (await StateAsync(reset)).ShouldBe(FactorResetState.Stopped);
    }

    [Fact]
    public async Task Whoever_is_signed_in_elsewhere_sees_it_and_stops_it()
    {
        var person = await NewPersonAsync();
        await world.TurnOnFactorAsync(person);
        var reset = await AskAsync(person);
        using var owner = await App.SignedInAsync(person);
        (await owner.GetStringAsync("/account/second-factor", Ct)).ShouldContain("有人申请重置您的两步验证");
        (await owner.PostFormAsync("/account/second-factor", "/account/second-factor?handler=Stop")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await StateAsync(reset)).ShouldBe(FactorResetState.Stopped);
        (await DecideAsync(reset, "grant")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Nobody_comes_here_without_the_first_factor_and_nobody_decides_about_themselves()
    {
        using var stranger = new Visitor(App);
        (await stranger.Http.GetAsync("/sign-in/lost-factor", Ct)).Headers.Location!.ToString().ShouldBe("/sign-in");
        await stranger.ReadAsync("/sign-in");
        (await stranger.SendAsync("/sign-in/lost-factor", ("reason", "我什么都没有证明"))).Headers.Location!.ToString().ShouldBe("/sign-in");

        var guard = await NewPersonAsync();
        await App.JoinAsync(guard, world.Operator, Role.SecurityAdministrator);
        await world.TurnOnFactorAsync(guard);
        var own = await AskAsync(guard);
        using var http = await App.SignedInAsync(guard);
        (await http.GetStringAsync($"/people/resets/{own.Id}", Ct)).ShouldContain("另一位安全管理员");
        (await DecideAsync(own, "grant", http)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var other = await App.SignedInAsync(await App.NewPersonAsync());
        (await other.GetAsync($"/people/resets/{own.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Security.GetAsync($"/people/resets/{Guid.CreateVersion7()}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Refused_it_stays_on_and_asking_is_limited()
    {
        var person = await NewPersonAsync();
        await world.TurnOnFactorAsync(person);
        for (var n = 0; n < 3; n++)
        {
            var reset = await AskAsync(person);
            (await DecideAsync(reset, "refuse")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }
        using var again = await AtSecondStepAsync(person);
        await again.ReadAsync("/sign-in/lost-factor");
        (await again.SendAsync("/sign-in/lost-factor", ("reason", "第四次申请了"))).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await TemplatesAsync(person)).Count(t => t == "factor-reset.refused").ShouldBe(3);
    }

    [Fact]
    public async Task Who_does_not_come_for_it_in_two_weeks_has_found_it()
    {
        var person = await NewPersonAsync();
        await world.TurnOnFactorAsync(person);
        var reset = await AskAsync(person);
        await DecideAsync(reset, "grant");
        await WaitedAsync(reset, TimeSpan.FromDays(15));
        using var late = new Visitor(App);
        (await late.EnterPasswordAsync(person.PhoneNumber!, Good)).Headers.Location!.ToString().ShouldBe("/sign-in/second-step");
    }

    private Task<Person> NewPersonAsync(string? mail = null) => App.NewPersonAsync(mail: mail, password: Good);

    private async Task<Visitor> AtSecondStepAsync(Person person)
    {
        var visitor = new Visitor(App);
        await visitor.EnterPasswordAsync(person.PhoneNumber!, Good);
        await visitor.ReadAsync("/sign-in/second-step");
        return visitor;
    }

    private async Task<FactorReset> AskAsync(Person person)
    {
        using var visitor = await AtSecondStepAsync(person);
        await visitor.ReadAsync("/sign-in/lost-factor");
        (await visitor.SendAsync("/sign-in/lost-factor", ("reason", "手机被偷，恢复码也在里面"))).Headers.Location!.ToString().ShouldBe("/sign-in/lost-factor");
        return await App.WithDatabaseAsync(db => db.Set<FactorReset>().AsNoTracking().SingleAsync(r => r.PersonId == person.Id && r.State == FactorResetState.Asked, Ct));
    }

    private Task<HttpResponseMessage> DecideAsync(FactorReset reset, string decision, HttpClient? by = null) =>
        (by ?? world.Security).PostFormAsync("/people", $"/people/resets/{reset.Id}", ("decision", decision), ("answer", "打单位办公室电话核实"));

    private Task<int> WaitedAsync(FactorReset reset, TimeSpan since) => App.WithDatabaseAsync(db => db.Set<FactorReset>().Where(r => r.Id == reset.Id)
        .ExecuteUpdateAsync(set => set.SetProperty(r => r.EffectiveAt, TimeProvider.System.GetUtcNow() - since), Ct));

    private Task<FactorResetState> StateAsync(FactorReset reset) => App.WithDatabaseAsync(db => db.Set<FactorReset>().Where(r => r.Id == reset.Id).Select(r => r.State).SingleAsync(Ct));

    private Task<List<string>> TemplatesAsync(Person person) => App.WithDatabaseAsync(db => db.Set<Message>().Where(m => m.RecipientKey == $"person:{person.Id}").Select(m => m.Template).ToListAsync(Ct));
}
