using System.Net;
using System.Text.RegularExpressions;
using Marketplace.Testing;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Platform.SignIn.Outside;

/// <summary>WeChat and WeCom, against a server that speaks their protocol.</summary>
public sealed partial class WeChatSignInTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("wechat", "oScans0001", "uoScans0001")]
    [InlineData("wecom", "zhangsan", "zhangsan")]
    public async Task The_first_time_links_and_the_second_signs_in(string provider, string scans, string subject)
    {
        await using var weChat = await WeChatServer.StartAsync();
        weChat.Person = scans;
        await using var app = await StartAsync(weChat);
        var person = await app.NewPersonAsync();

        var first = await WalkAsync(app.Http, $"/sign-in/outside/{provider}/leave");
        first.ShouldBe("/sign-in/outside");
        (await app.Http.GetStringAsync(first, Ct)).ShouldContain("还差一步");

        // Signed in here, the same browser is asked once.
        using var signedIn = await app.SignedInAsync(person);
        (await WalkAsync(signedIn, $"/sign-in/outside/{provider}/leave")).ShouldBe("/account/outside");
        var page = await signedIn.GetStringAsync("/account/outside", Ct);
        page.ShouldContain("账号吗？");
        var linked = await PostAsync(signedIn, "/account/outside?handler=Link", page);
        linked.Headers.Location!.ToString().ShouldBe("/account/outside");
        (await app.WithDatabaseAsync(db => db.Set<IdentityUserLogin<Guid>>().SingleAsync(Ct))).ProviderKey.ShouldBe(subject);

        (await WalkAsync(app.Http, $"/sign-in/outside/{provider}/leave?return=/help")).ShouldBe("/help");
        (await app.WithDatabaseAsync(db => db.Set<SignInSession>().SingleAsync(s => s.Method != "test", Ct))).PersonId.ShouldBe(person.Id);
        (await app.Http.GetAsync("/account/outside", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_account_that_leads_to_somebody_else_is_not_taken_over()
    {
        await using var weChat = await WeChatServer.StartAsync();
        await using var app = await StartAsync(weChat);
        var owner = await app.NewPersonAsync();
        await app.WithDatabaseAsync(db =>
        {
            db.Add(new IdentityUserLogin<Guid> { UserId = owner.Id, LoginProvider = "wechat", ProviderKey = "u" + weChat.Person, ProviderDisplayName = "微信" });
            return db.SaveChangesAsync();
        });
        using var other = await app.SignedInAsync(await app.NewPersonAsync());
        (await WalkAsync(other, "/sign-in/outside/wechat/leave")).ShouldBe("/account/outside?taken=true");
        (await other.GetStringAsync("/account/outside?taken=true", Ct)).ShouldContain("已与另一个账号关联");
    }

    [Fact]
    public async Task An_answer_that_this_browser_did_not_ask_for_signs_nobody_in()
    {
        await using var weChat = await WeChatServer.StartAsync();
        await using var app = await StartAsync(weChat);
        // A link with the attacker's own code, sent to a victim.
        (await WalkAsync(app.Http, "/sign-in/outside/wechat/callback?code=stolen&state=theirs")).ShouldBe("/sign-in/outside?failed=expired");
        (await app.Http.GetStringAsync("/sign-in/outside?failed=expired", Ct)).ShouldContain("重新开始");

        // The right state, a second time.
        var away = await app.Http.GetAsync("/sign-in/outside/wechat/leave", Ct);
        using var outside = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var back = (await outside.GetAsync(away.Headers.Location, Ct)).Headers.Location!.PathAndQuery;
        (await WalkAsync(app.Http, back)).ShouldBe("/sign-in/outside");
        (await WalkAsync(app.Http, back)).ShouldBe("/sign-in/outside?failed=expired");
        (await WalkAsync(app.Http, "/sign-in/outside/nobody/leave")).ShouldBe("404");
    }

    [Fact]
    public async Task Who_is_no_member_or_says_no_is_told_so()
    {
        await using var weChat = await WeChatServer.StartAsync();
        weChat.Person = "oStranger";
        await using var app = await StartAsync(weChat);
        (await WalkAsync(app.Http, "/sign-in/outside/wecom/leave")).ShouldBe("/sign-in/outside?failed=away");
        await app.Http.GetAsync("/sign-in/outside/wechat/leave", Ct);
        (await WalkAsync(app.Http, "/sign-in/outside/wechat/callback?error=access_denied&state=x")).ShouldBe("/sign-in/outside?failed=expired");
    }

    [Theory, InlineData("wechat", "oScans0001", "uoScans0001"), InlineData("wecom", "zhangsan", "zhangsan")]
    public async Task A_closed_account_stays_closed_this_way_too(string provider, string scans, string subject)
    {
        await using var weChat = await WeChatServer.StartAsync();
        weChat.Person = scans;
        await using var app = await StartAsync(weChat);
        var person = await app.NewPersonAsync();
        await app.WithDatabaseAsync(async db =>
        {
            db.Add(new IdentityUserLogin<Guid> { UserId = person.Id, LoginProvider = provider, ProviderKey = subject });
            await db.SaveChangesAsync(Ct);
            return await db.Set<Person>().ExecuteUpdateAsync(set => set.SetProperty(p => p.DisabledAt, TimeProvider.System.GetUtcNow()), Ct);
        });
        (await WalkAsync(app.Http, $"/sign-in/outside/{provider}/leave")).ShouldBe("/sign-in/outside?failed=closed");
        (await app.WithDatabaseAsync(db => db.Set<SignInSession>().AnyAsync(Ct))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("/help", "/help")]
    public async Task The_way_back_stays_on_this_site(string asked, string lands)
    {
        await using var weChat = await WeChatServer.StartAsync();
        await using var app = await StartAsync(weChat);
        var person = await app.NewPersonAsync();
        await app.WithDatabaseAsync(db =>
        {
            db.Add(new IdentityUserLogin<Guid> { UserId = person.Id, LoginProvider = "wechat", ProviderKey = "u" + weChat.Person });
            return db.SaveChangesAsync();
        });
        (await WalkAsync(app.Http, "/sign-in/outside/wechat/leave?return=" + Uri.EscapeDataString(asked))).ShouldBe(lands);
    }

    private Task<RunningApp> StartAsync(WeChatServer weChat) => StartAsync(server, weChat);

    private static async Task<RunningApp> StartAsync(PostgresServer server, WeChatServer weChat) =>
        await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["SignIn:Outside:wechat:Kind"] = "wechat",
            ["SignIn:Outside:wechat:Title"] = "微信",
            ["SignIn:Outside:wechat:Authority"] = weChat.Url,
            ["SignIn:Outside:wechat:ClientId"] = WeChatServer.App,
            ["SignIn:Outside:wechat:ClientSecret"] = WeChatServer.Secret,
            ["SignIn:Outside:wecom:Kind"] = "wecom",
            ["SignIn:Outside:wecom:Title"] = "企业微信",
            ["SignIn:Outside:wecom:Authority"] = weChat.Url,
            ["SignIn:Outside:wecom:ClientId"] = WeChatServer.Corp,
            ["SignIn:Outside:wecom:ClientSecret"] = WeChatServer.Secret,
            ["SignIn:Outside:wecom:AgentId"] = WeChatServer.Agent,
        });

    /// <summary>Follows the browser's way to the provider and back; answers with the first page of ours after it.</summary>
    private static async Task<string> WalkAsync(HttpClient browser, string address)
    {
        using var outside = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        var response = await browser.GetAsync(address, Ct);
        if (response.StatusCode != HttpStatusCode.Found) return $"{(int)response.StatusCode}";
        var location = response.Headers.Location!;
        if (!location.IsAbsoluteUri) return location.ToString();
        var back = await outside.GetAsync(location, Ct);
        response = await browser.GetAsync(back.Headers.Location!.PathAndQuery, Ct);
        return response.Headers.Location!.ToString();
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string address, string page) => browser.PostAsync(address, new FormUrlEncodedContent(
        [new("__RequestVerificationToken", Token.Match(page).Groups["token"].Value)]), Ct);

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token { get; }
}
