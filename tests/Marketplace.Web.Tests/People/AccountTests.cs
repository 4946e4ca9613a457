using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Organisations.ApiClients;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Tests.Platform.SignIn;
using Marketplace.Web.WorkList;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.People;

/// <summary>Closing accounts of others; what a closed one still can: nothing.</summary>
public sealed class AccountTests(PeopleWorld world) : IClassFixture<PeopleWorld>
{
    private const string Good = "葡萄架下的小板凳 7";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RunningApp App => world.App;

    [Fact]
    public async Task A_closed_account_is_out_at_once_and_comes_in_by_no_way()
    {
        var person = await App.NewPersonAsync(phone: Inhabitants.NewPhone(), mail: $"{Guid.CreateVersion7():N}@example.cn", password: Good);
        using var signedIn = await App.SignedInAsync(person);
        using var midway = new Visitor(App);
        await midway.AskCodeAsync(person.PhoneNumber!);
        (await signedIn.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await CloseAsync(person)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await signedIn.GetAsync("/account", Ct)).Headers.Location!.ToString().ShouldContain("/sign-in");
        (await signedIn.GetAsync("/api/v1/organisation", Ct)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        // A code that was on its way, a new one, the mail address, and the password.
        (await midway.EnterCodeAsync(await midway.CodeForAsync(person.PhoneNumber!))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var byMail = new Visitor(App);
        await byMail.AskCodeAsync(person.Email!);
        (await byMail.EnterCodeAsync(await byMail.CodeForAsync(person.Email!))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var byPassword = new Visitor(App);
        (await byPassword.EnterPasswordAsync(person.PhoneNumber!, Good)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await App.WithDatabaseAsync(db => db.Set<SignInSession>().AnyAsync(s => s.PersonId == person.Id && s.EndedAt == null, Ct))).ShouldBeFalse();

        // Told on both ways, with the reason; the reason is not in the audit log.
        var told = await App.WithDatabaseAsync(db => db.Set<Message>().AsNoTracking().Where(m => m.Template == "account.closed" && (m.Address == person.Email || m.Address == person.PhoneNumber)).ToListAsync(Ct));
        told.Select(m => m.Channel).Order().ShouldBe(new[] { MessageChannel.Mail, MessageChannel.Sms }.Order());
        told.ShouldAllBe(m => m.Parameters["reason"] == "账号被他人冒用");
        var entry = await App.WithDatabaseAsync(db => db.Set<AuditEntry>().SingleAsync(a => a.Act == "person.closed" && a.Subject == $"person:{person.Id}", Ct));
        entry.Details.ShouldNotContain("冒用");

        (await world.Security.PostFormAsync($"/people/{person.Id}", $"/people/{person.Id}?handler=Reopen", ("reason", "已与单位核实"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        using var back = new Visitor(App);
        (await back.EnterPasswordAsync(person.PhoneNumber!, Good)).Headers.Location!.ToString().ShouldBe("/");
        (await signedIn.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);   // Ended is ended.
    }

    [Fact]
    public async Task Between_the_two_steps_a_closed_account_stays_outside()
    {
        var person = await App.NewPersonAsync(password: Good);
        var (secret, _) = await world.TurnOnFactorAsync(person);
        using var visitor = new Visitor(App);
        await visitor.EnterPasswordAsync(person.PhoneNumber!, Good);
        await visitor.ReadAsync("/sign-in/second-step");
        await CloseAsync(person);
        (await visitor.SendAsync("/sign-in/second-step", ("code", PeopleWorld.Now(secret)))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Only_security_administrators_and_never_ones_own()
    {
        var person = await App.NewPersonAsync();
        var (_, system) = await App.NewMemberAsync(world.Operator, Role.SystemAdministrator);
        var (_, boss) = await App.NewMemberAsync(await App.NewOrganisationAsync(), Role.Administrator);
        foreach (var http in (HttpClient[])[system, boss])
        {
            (await http.GetAsync($"/people/{person.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await http.PostFormAsync("/account", $"/people/{person.Id}?handler=Close", ("reason", "不是我的事"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
        (await world.Security.GetStringAsync($"/people/{world.Guard.Id}", Ct)).ShouldContain("另一位安全管理员");
        (await world.Security.PostFormAsync("/people", $"/people/{world.Guard.Id}?handler=Close", ("reason", "关掉自己"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await world.Security.GetAsync($"/people/{Guid.CreateVersion7()}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Security.PostFormAsync($"/people/{person.Id}", $"/people/{person.Id}?handler=Close", ("reason", ""))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await world.Security.PostFormAsync($"/people/{person.Id}", $"/people/{person.Id}?handler=Reopen", ("reason", "本来就是开的"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task People_are_found_by_what_is_known_in_full_and_the_search_is_audited()
    {
        var person = await App.NewPersonAsync("要找的人");
        (await world.Security.PostFormAsync("/people", null, ("who", person.PhoneNumber!))).Headers.Location!.ToString().ShouldBe($"/people/{person.Id}");
        (await world.Security.PostFormAsync("/people", null, ("who", "1990"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await App.WithDatabaseAsync(db => db.Set<AuditEntry>().AnyAsync(a => a.Act == "person.looked-up" && a.Subject == $"person:{person.Id}", Ct))).ShouldBeTrue();
        (await world.Security.GetStringAsync($"/people/{person.Id}", Ct)).ShouldNotContain(person.PhoneNumber!);
    }

    [Fact]
    public async Task An_organisation_is_asked_about_the_keys_and_the_bureau_for_an_administrator()
    {
        var organisation = await App.NewOrganisationAsync(name: "只剩一把钥匙");
        var (boss, http) = await App.NewMemberAsync(organisation, Role.Administrator);
        await http.PostFormAsync($"/organisations/{organisation.Uscc}/api-clients", $"/organisations/{organisation.Uscc}/api-clients?handler=Add", ("name", "科研系统"), ("scopes", "organisation.read"));
        (await world.Security.GetStringAsync($"/people/{boss.Id}", Ct)).ShouldContain("只剩一把钥匙");
        await CloseAsync(boss);
        var work = await App.WithDatabaseAsync(db => db.Set<WorkItem>().AsNoTracking().Where(w => w.Key.EndsWith(organisation.Id.ToString()) || w.OrganisationId == organisation.Id).ToListAsync(Ct));
        work.Select(w => w.Kind).Order(StringComparer.Ordinal).ShouldBe([ApiClientDesk.CheckWork, "organisation.administrator"]);
    }

    private Task<HttpResponseMessage> CloseAsync(Person person) =>
        world.Security.PostFormAsync($"/people/{person.Id}", $"/people/{person.Id}?handler=Close", ("reason", "账号被他人冒用"));
}
