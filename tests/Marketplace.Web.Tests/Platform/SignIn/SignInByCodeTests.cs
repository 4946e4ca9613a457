using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.SignIn.Codes;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Platform.SignIn;

public sealed class SignInByCodeTests(SignInWorld world) : IClassFixture<SignInWorld>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RunningApp App => world.App;

    [Fact]
    public async Task A_known_number_signs_in_and_goes_where_it_wanted_to()
    {
        var person = await App.NewPersonAsync();
        using var visitor = new Visitor(App);
        await visitor.ReadAsync("/sign-in?return=%2Faccount%2Fsessions");
        var asked = await visitor.SendAsync("/sign-in", ("login", person.PhoneNumber!), ("return", "/account/sessions"));
        asked.Headers.Location!.ToString().ShouldBe("/sign-in/code");
        var done = await visitor.EnterCodeAsync(await visitor.CodeForAsync(person.PhoneNumber!));
        done.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        done.Headers.Location!.ToString().ShouldBe("/account/sessions");
        (await visitor.ReadAsync("/account")).ShouldContain("王测试");
    }

    [Theory, InlineData("https://evil.example/"), InlineData("//evil.example"), InlineData("/\\evil.example")]
    public async Task An_address_elsewhere_is_not_returned_to(string elsewhere)
    {
        var person = await App.NewPersonAsync();
        using var visitor = new Visitor(App);
        await visitor.ReadAsync("/sign-in");
        await visitor.SendAsync("/sign-in", ("login", person.PhoneNumber!), ("return", elsewhere));
        (await visitor.EnterCodeAsync(await visitor.CodeForAsync(person.PhoneNumber!))).Headers.Location!.ToString().ShouldBe("/");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_unknown_one_registers_with_name_and_consent(bool mail)
    {
        var login = mail ? $"new{Guid.CreateVersion7():N}@example.cn" : Inhabitants.NewPhone();
        using var visitor = new Visitor(App);
        await visitor.AskCodeAsync(login);
        (await visitor.EnterCodeAsync(await visitor.CodeForAsync(login))).Headers.Location!.ToString().ShouldBe("/sign-in/register");
        await visitor.ReadAsync("/sign-in/register");
        var refused = await visitor.SendAsync("/sign-in/register", ("name", "阿依古丽"));
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain("同意使用条款");
        (await visitor.SendAsync("/sign-in/register", ("name", "阿依古丽"), ("agree", "true"))).Headers.Location!.ToString().ShouldBe("/");
        (await visitor.ReadAsync("/account")).ShouldContain("阿依古丽");
    }

    [Fact]
    public async Task A_code_sent_from_two_windows_at_once_works_once()
    {
        var person = await App.NewPersonAsync();
        using var visitor = new Visitor(App);
        await visitor.AskCodeAsync(person.PhoneNumber!);
        var code = await visitor.CodeForAsync(person.PhoneNumber!);
        await visitor.ReadAsync("/sign-in/code");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => visitor.SendAsync("/sign-in/code", ("code", code))));
        (await App.WithDatabaseAsync(db => db.Set<SignInSession>().CountAsync(s => s.PersonId == person.Id, Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task Used_expired_and_overtried_codes_say_so()
    {
        var person = await App.NewPersonAsync();
        using var visitor = new Visitor(App);
        await visitor.AskCodeAsync(person.PhoneNumber!);
        var code = await visitor.CodeForAsync(person.PhoneNumber!);
        await SetAsync(person, set => set.SetProperty(c => c.UsedAt, TimeProvider.System.GetUtcNow()));
        (await TextAsync(await visitor.EnterCodeAsync(code))).ShouldContain("每个只能用一次");
        await SetAsync(person, set => set.SetProperty(c => c.UsedAt, (DateTimeOffset?)null).SetProperty(c => c.ExpiresAt, TimeProvider.System.GetUtcNow().AddMinutes(-1)));
        (await TextAsync(await visitor.EnterCodeAsync(code))).ShouldContain("已过期");
        await SetAsync(person, set => set.SetProperty(c => c.ExpiresAt, TimeProvider.System.GetUtcNow().AddMinutes(1)));
        for (var n = 0; n < 5; n++) await visitor.EnterCodeAsync(Wrong(code));
        var last = await visitor.EnterCodeAsync(code);
        last.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await TextAsync(last)).ShouldContain("已作废");
    }

    [Fact]
    public async Task A_code_for_another_number_or_asked_by_another_browser_is_refused()
    {
        var (mine, theirs) = (await App.NewPersonAsync(), await App.NewPersonAsync());
        using var me = new Visitor(App);
        using var them = new Visitor(App);
        await me.AskCodeAsync(mine.PhoneNumber!);
        await them.AskCodeAsync(theirs.PhoneNumber!);
        var (code, other) = (await me.CodeForAsync(mine.PhoneNumber!), await me.CodeForAsync(theirs.PhoneNumber!));
        if (code == other) return;   // One in a million.
        var refused = await me.EnterCodeAsync(other);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TextAsync(refused)).ShouldContain("验证码不对");
        using var stranger = new Visitor(App);
        (await stranger.Http.GetAsync("/sign-in/code", Ct)).Headers.Location!.ToString().ShouldBe("/sign-in");
    }

    [Fact]
    public async Task Guesses_sent_at_once_are_all_counted()
    {
        var person = await App.NewPersonAsync();
        using var visitor = new Visitor(App);
        await visitor.AskCodeAsync(person.PhoneNumber!);
        var code = await visitor.CodeForAsync(person.PhoneNumber!);
        await visitor.ReadAsync("/sign-in/code");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => visitor.SendAsync("/sign-in/code", ("code", Wrong(code)))));
        (await App.WithDatabaseAsync(db => db.Set<OneTimeCode>().SingleAsync(c => c.Address == person.PhoneNumber, Ct))).Tries.ShouldBe(5);
        (await visitor.EnterCodeAsync(code)).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Codes_are_limited_by_number_and_by_address()
    {
        var phone = Inhabitants.NewPhone();
        using var visitor = new Visitor(App, from: "203.0.113.7");
        (await visitor.AskCodeAsync(phone)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var again = await visitor.AskCodeAsync(phone);
        again.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await TextAsync(again)).ShouldContain("秒后再试");
        await AddOldAsync(phone, 4, TimeSpan.FromMinutes(10));
        await BackdateAsync(phone, TimeSpan.FromMinutes(5));
        (await TextAsync(await visitor.AskCodeAsync(phone))).ShouldContain("一小时内");
        await AddOldAsync(phone, 5, TimeSpan.FromHours(3));
        (await TextAsync(await visitor.AskCodeAsync(phone))).ShouldContain("今天发送的验证码太多");
        await App.WithDatabaseAsync(db =>
        {
            for (var n = 0; n < 60; n++) db.Add(Old(Inhabitants.NewPhone(), TimeSpan.FromMinutes(2), "203.0.113.7"));
            return db.SaveChangesAsync(Ct);
        });
        (await TextAsync(await visitor.AskCodeAsync(Inhabitants.NewPhone()))).ShouldContain("您所在的网络");
    }

    [Fact]
    public async Task Only_hashes_of_codes_are_kept()
    {
        var phone = Inhabitants.NewPhone();
        using var visitor = new Visitor(App);
        await visitor.AskCodeAsync(phone);
        var row = await App.WithDatabaseAsync(db => db.Set<OneTimeCode>().AsNoTracking().SingleAsync(c => c.Address == phone, Ct));
        row.Hash.Length.ShouldBe(32);
        (row.ExpiresAt - row.CreatedAt).ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_closed_account_does_not_open_and_only_its_owner_learns_so()
    {
        var person = await App.NewPersonAsync(password: "一句很长的话 2026");
        await App.WithDatabaseAsync(db => db.Set<Person>().Where(p => p.Id == person.Id).ExecuteUpdateAsync(s => s.SetProperty(p => p.DisabledAt, TimeProvider.System.GetUtcNow()), Ct));
        using var visitor = new Visitor(App);
        var refused = await visitor.EnterPasswordAsync(person.PhoneNumber!, "一句很长的话 2026");
        (await TextAsync(refused)).ShouldContain("账户或密码不对");
        await visitor.AskCodeAsync(person.PhoneNumber!);
        var proven = await visitor.EnterCodeAsync(await visitor.CodeForAsync(person.PhoneNumber!));
        proven.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await TextAsync(proven)).ShouldContain("目前不能登录");
    }

    [Fact]
    public async Task Ready_accounts_exist_in_a_demonstration_only()
    {
        var person = await App.NewPersonAsync();
        using var visitor = new Visitor(App);
        (await visitor.ReadAsync("/sign-in")).ShouldNotContain("handler=Demo");
        (await visitor.SendAsync("/sign-in?handler=Demo", ("phone", person.PhoneNumber!))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_passkey_answer_nobody_asked_for_is_refused()
    {
        using var visitor = new Visitor(App);
        await visitor.ReadAsync("/sign-in");
        foreach (var credential in (string[])["", "{}", "no json", """{"id":"AAAA","rawId":"AAAA","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"AAAA","authenticatorData":"AAAA","signature":"AAAA"}}"""])
        {
            var refused = await visitor.SendAsync("/sign-in?handler=Passkey", ("credential", credential));
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest, credential);
            (await TextAsync(refused)).ShouldContain("通行密钥不能用于登录");
            await visitor.SendAsync("/sign-in?handler=PasskeyOptions");   // From now on a dialogue has begun; the answers are as wrong.
        }
    }

    [Theory, InlineData(""), InlineData("12345"), InlineData("name@"), InlineData("+1 202 555 0100")]
    public async Task What_is_no_number_and_no_address_is_said_so(string login)
    {
        using var visitor = new Visitor(App);
        var refused = await visitor.AskCodeAsync(login);
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await TextAsync(refused)).ShouldContain("请填写 11 位手机号");
    }

    [Theory, InlineData("１３８ ００００ １２３４", "13800001234"), InlineData("+86 138-0000-1234", "13800001234"), InlineData("Name@Example.CN", "name@example.cn")]
    public void Names_are_read_as_people_type_them(string typed, string meant) => LoginName.Parse(typed)!.Address.ShouldBe(meant);

    private static string Wrong(string code) => code == "000000" ? "111111" : "000000";

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(Ct);

    private Task<int> SetAsync(Person person, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<OneTimeCode>> set) =>
        App.WithDatabaseAsync(db => db.Set<OneTimeCode>().Where(c => c.Address == person.PhoneNumber).ExecuteUpdateAsync(set, Ct));

    private Task<int> BackdateAsync(string phone, TimeSpan by) => App.WithDatabaseAsync(db =>
        db.Set<OneTimeCode>().Where(c => c.Address == phone).ExecuteUpdateAsync(set => set.SetProperty(c => c.CreatedAt, c => c.CreatedAt - by), Ct));

    private Task<int> AddOldAsync(string phone, int count, TimeSpan age) => App.WithDatabaseAsync(db =>
    {
        for (var n = 0; n < count; n++) db.Add(Old(phone, age, null));
        return db.SaveChangesAsync(Ct);
    });

    private static OneTimeCode Old(string phone, TimeSpan age, string? from) => new()
    {
        Purpose = CodePurpose.SignIn,
        Channel = Marketplace.Web.Platform.Messages.MessageChannel.Sms,
        Address = phone,
        Hash = new byte[32],
        AskedFrom = from,
        CreatedAt = TimeProvider.System.GetUtcNow() - age,
        ExpiresAt = TimeProvider.System.GetUtcNow(),
    };
}
