using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.SignIn.Kept;
using Marketplace.Web.Platform.SignIn.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Platform.SignIn;

public sealed class SessionTests(SignInWorld world) : IClassFixture<SignInWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RunningApp App => world.App;

    [Fact]
    public async Task One_sees_and_ends_ones_own_sessions_and_nobody_elses()
    {
        var (me, them) = (await App.NewPersonAsync(), await App.NewPersonAsync());
        using var mine = new Visitor(App, await App.SignedInAsync(me));
        using var other = await App.SignedInAsync(me);
        using var theirs = await App.SignedInAsync(them);
        await mine.ReadAsync("/account/sessions");
        (await mine.SendAsync("/account/sessions?handler=End", ("id", (await SessionOfAsync(them)).ToString()))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await mine.SendAsync("/account/sessions?handler=End", ("id", Guid.CreateVersion7().ToString()))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await mine.SendAsync("/account/sessions?handler=EndOthers")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await mine.Http.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await other.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await theirs.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, InlineData(31, 0), InlineData(0, 25 * 60)]
    public async Task Idle_or_too_long_ends_it(int idleMinutes, int ageMinutes)
    {
        var person = await App.NewPersonAsync();
        using var http = await App.SignedInAsync(person);
        await AgeAsync(person, idleMinutes, ageMinutes);
        (await http.GetAsync("/account", Ct)).Headers.Location!.PathAndQuery.ShouldBe("/sign-in?return=%2Faccount");
    }

    [Fact]
    public async Task A_form_sent_too_late_comes_back_after_signing_in_to_its_sender_only()
    {
        var (person, stranger) = (await App.NewPersonAsync(), await App.NewPersonAsync());
        using var visitor = new Visitor(App, await App.SignedInAsync(person));
        await visitor.ReadAsync("/sign-in/kept");
        await AgeAsync(person, 31, 0);
        var late = await visitor.SendAsync("/sign-in/kept?handler=Drop", ("words", "写了很久的 <内容>"));
        late.Headers.Location!.ToString().ShouldBe("/sign-in?return=%2Fsign-in%2Fkept");
        using var back = new Visitor(App, await App.SignedInAsync(person));
        var page = await back.ReadAsync("/sign-in/kept");
        page.ShouldContain("value=\"写了很久的 &lt;内容&gt;\"");
        page.ShouldContain("action=\"/sign-in/kept?handler=Drop\"");
        using var elsewhere = new Visitor(App, await App.SignedInAsync(stranger));
        (await elsewhere.ReadAsync("/sign-in/kept")).ShouldNotContain("写了很久的");
        (await App.WithDatabaseAsync(db => db.Set<KeptForm>().SingleAsync(f => f.PersonId == person.Id, Ct))).Fields.AsSpan().IndexOf("写了很久的"u8).ShouldBe(-1);
    }

    [Fact]
    public async Task A_form_that_is_too_large_or_of_a_visitor_is_not_kept()
    {
        var person = await App.NewPersonAsync();
        using var visitor = new Visitor(App, await App.SignedInAsync(person));
        await visitor.ReadAsync("/sign-in/kept");
        await AgeAsync(person, 31, 0);
        await visitor.SendAsync("/sign-in/kept?handler=Drop", ("words", new string('长', 200_001)));
        using var nobody = new Visitor(App);
        await nobody.SendAsync("/sign-in/kept?handler=Drop", ("words", "x"));
        (await App.WithDatabaseAsync(db => db.Set<KeptForm>().CountAsync(f => f.PersonId == person.Id, Ct))).ShouldBe(0);
    }

    [Fact]
    public async Task One_acts_for_organisations_one_belongs_to_and_for_no_other()
    {
        var person = await App.NewPersonAsync();
        var (first, second, foreign) = (await App.NewOrganisationAsync(), await App.NewOrganisationAsync(), await App.NewOrganisationAsync());
        await App.JoinAsync(person, first, Role.Operator);
        await App.JoinAsync(person, second, Role.Administrator);
        using var visitor = new Visitor(App, await App.SignedInAsync(person));
        (await visitor.ReadAsync("/account")).ShouldContain(second.Name);
        (await visitor.SendAsync("/account/acting-for", ("organisation", second.Id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.ReadAsync("/account")).ShouldContain($"value=\"{second.Id}\" aria-pressed=\"true\"");
        (await visitor.SendAsync("/account/acting-for", ("organisation", foreign.Id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await visitor.SendAsync("/account/acting-for", ("organisation", Guid.Empty.ToString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.ReadAsync("/account")).ShouldContain($"value=\"{Guid.Empty}\" aria-pressed=\"true\"");
    }

    [Fact]
    public async Task Signing_out_is_a_post_and_ends_the_session()
    {
        var person = await App.NewPersonAsync();
        using var visitor = new Visitor(App, await App.SignedInAsync(person));
        await visitor.ReadAsync("/account");
        (await visitor.Http.GetAsync("/sign-out", Ct)).IsSuccessStatusCode.ShouldBeFalse();
        (await visitor.SendAsync("/sign-out")).Headers.Location!.ToString().ShouldBe("/");
        (await App.WithDatabaseAsync(db => db.Set<SignInSession>().SingleAsync(s => s.PersonId == person.Id, Ct))).EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_new_number_needs_a_code_sent_to_it_and_the_old_one_is_told()
    {
        var (person, other) = (await App.NewPersonAsync(), await App.NewPersonAsync());
        using var visitor = new Visitor(App, await App.SignedInAsync(person));
        var (old, fresh) = (person.PhoneNumber!, Inhabitants.NewPhone());
        (await ChangeAsync(visitor, fresh)).Headers.Location!.ToString().ShouldBe("/account?done=contact");
        (await App.WithDatabaseAsync(db => db.Set<Person>().SingleAsync(p => p.Id == person.Id, Ct))).PhoneNumber.ShouldBe(fresh);
        (await App.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.Address == old && m.Template == "account.contact", Ct))).ShouldBe(1);
        var taken = await ChangeAsync(visitor, other.PhoneNumber!);
        taken.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await taken.Content.ReadAsStringAsync(Ct)).ShouldContain("已属于另一个账户");
    }

    [Theory, InlineData("10.20.30.40", "10.20.*.*"), InlineData("::ffff:10.20.30.40", "10.20.*.*"), InlineData("2001:db8::1", "2001:db8:*"), InlineData("x", null)]
    public void Addresses_are_masked(string address, string? masked) => SessionList.Masked(address).ShouldBe(masked);

    [Theory]
    [InlineData("Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0", "微信 · Android")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0", "Edge · Windows")]
    [InlineData("curl/8", null)]
    public void Browsers_are_called_as_people_call_them(string agent, string? name) => SessionList.Device(agent).ShouldBe(name);

    private static async Task<HttpResponseMessage> ChangeAsync(Visitor visitor, string phone)
    {
        await visitor.ReadAsync("/account/contact/phone");
        (await visitor.SendAsync("/account/contact/phone", ("login", phone))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await visitor.ReadAsync("/account/contact/phone?sent=true");
        return await visitor.SendAsync("/account/contact/phone?handler=Confirm", ("code", await visitor.CodeForAsync(phone)));
    }

    private Task<Guid> SessionOfAsync(Person person) => App.WithDatabaseAsync(db => db.Set<SignInSession>().Where(s => s.PersonId == person.Id).Select(s => s.Id).SingleAsync(Ct));

    private Task<int> AgeAsync(Person person, int idleMinutes, int ageMinutes) => App.WithDatabaseAsync(db => db.Set<SignInSession>().Where(s => s.PersonId == person.Id)
        .ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, s => s.SeenAt.AddMinutes(-idleMinutes)).SetProperty(s => s.StartedAt, s => s.StartedAt.AddMinutes(-ageMinutes)), Ct));
}
