using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Platform.SignIn;

public sealed class PasswordTests(SignInWorld world) : IClassFixture<SignInWorld>
{
    private const string Good = "葡萄架下的小板凳 7";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RunningApp App => world.App;

    [Fact]
    public async Task The_right_password_signs_in_by_number_and_by_mail()
    {
        var mail = $"p{Guid.CreateVersion7():N}@example.cn";
        var person = await App.NewPersonAsync(mail: mail, password: Good);
        foreach (var login in (string[])[person.PhoneNumber!, mail])
        {
            using var visitor = new Visitor(App);
            (await visitor.EnterPasswordAsync(login, Good)).Headers.Location!.ToString().ShouldBe("/");
        }
    }

    [Fact]
    public async Task Five_failures_pause_the_name_for_a_quarter_of_an_hour_known_or_not()
    {
        var person = await App.NewPersonAsync(password: Good);
        foreach (var login in (string[])[person.PhoneNumber!, Inhabitants.NewPhone()])
        {
            using var visitor = new Visitor(App);
            for (var n = 0; n < 4; n++) (await TextAsync(await visitor.EnterPasswordAsync(login, "wrong password"))).ShouldContain("账户或密码不对");
            (await visitor.EnterPasswordAsync(login, "wrong password")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            var locked = await visitor.EnterPasswordAsync(login, Good);
            locked.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            (await TextAsync(locked)).ShouldContain("已暂停 15 分钟");
        }
        await App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update failed_sign_ins set locked_until = now() - interval '1 second', last_at = now() - interval '16 minutes'", Ct));
        using var later = new Visitor(App);
        (await later.EnterPasswordAsync(person.PhoneNumber!, Good)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Many_failures_from_one_address_pause_the_address()
    {
        var person = await App.NewPersonAsync(password: Good);
        for (var n = 0; n < 20; n++)
        {
            using var guesser = new Visitor(App, from: "203.0.113.99");
            await guesser.EnterPasswordAsync(Inhabitants.NewPhone(), "wrong password");
        }
        using var same = new Visitor(App, from: "203.0.113.99");
        (await same.EnterPasswordAsync(person.PhoneNumber!, Good)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        using var other = new Visitor(App, from: "203.0.113.100");
        (await other.EnterPasswordAsync(person.PhoneNumber!, Good)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("short", "至少 10 个字符")]
    [InlineData("Password123", "太常见")]
    [InlineData("1111111111", "太常见")]
    [InlineData("我是王测试没有别人", "至少 10 个字符")]
    [InlineData("我就是王测试没有别人了", "手机号、邮箱或姓名")]
    public async Task A_weak_password_is_refused(string password, string why)
    {
        var person = await App.NewPersonAsync();
        using var visitor = new Visitor(App, await App.SignedInAsync(person));
        (await TextAsync(await SetAsync(visitor, null, password))).ShouldContain(why);
    }

    [Fact]
    public async Task Ones_own_number_and_the_last_five_are_refused()
    {
        var person = await App.NewPersonAsync();
        using var visitor = new Visitor(App, await App.SignedInAsync(person));
        (await TextAsync(await SetAsync(visitor, null, "my " + person.PhoneNumber))).ShouldContain("手机号、邮箱或姓名");
        string? current = null;
        for (var n = 1; n <= 6; n++)
        {
            (await SetAsync(visitor, current, Good + n)).Headers.Location!.ToString().ShouldBe("/account?done=password");
            current = Good + n;
        }
        (await TextAsync(await SetAsync(visitor, current, Good + 2))).ShouldContain("最近 5 次");
        (await SetAsync(visitor, current, Good + 1)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Changing_asks_for_the_current_one_ends_other_sessions_and_tells_the_person()
    {
        var person = await App.NewPersonAsync(password: Good);
        using var visitor = new Visitor(App, await App.SignedInAsync(person));
        using var elsewhere = await App.SignedInAsync(person);
        (await TextAsync(await SetAsync(visitor, "not it at all", Good + 1))).ShouldContain("现在的密码不对");
        (await SetAsync(visitor, Good, Good + 1)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await elsewhere.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await visitor.Http.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await App.WithDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.Address == person.PhoneNumber && m.Template == "account.password", Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task A_forgotten_one_is_replaced_after_a_code()
    {
        var person = await App.NewPersonAsync(password: Good);
        using var visitor = new Visitor(App);
        await visitor.ReadAsync("/sign-in");
        await visitor.SendAsync("/sign-in?handler=Password", ("login", person.PhoneNumber!));
        await visitor.ReadAsync("/sign-in/password");
        (await visitor.SendAsync("/sign-in/password?handler=Code", ("forgotten", "true"))).Headers.Location!.ToString().ShouldBe("/sign-in/code");
        (await visitor.EnterCodeAsync(await visitor.CodeForAsync(person.PhoneNumber!))).Headers.Location!.ToString().ShouldBe("/account/password");
        (await visitor.ReadAsync("/account/password")).ShouldNotContain("name=\"current\"");
        (await SetAsync(visitor, null, Good + "新")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private static async Task<HttpResponseMessage> SetAsync(Visitor visitor, string? current, string password)
    {
        await visitor.ReadAsync("/account/password");
        return await visitor.SendAsync("/account/password", ("current", current ?? ""), ("new", password), ("again", password));
    }

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(Ct);
}
