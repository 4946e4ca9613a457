using System.Globalization;
using Marketplace.Testing;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>Somebody comes through the certified OpenID provider of npm: the first time to link, the second to sign in.</summary>
public sealed class OutsideSignInTests(BrowserFixture browser)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1366)]
    [InlineData(390)]
    public async Task Through_an_OpenID_provider(int width)
    {
        var port = RunningApp.FreePort();
        await using var provider = await OpenIdServer.StartAsync(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}/sign-in/outside/gov/callback"));
        await using var app = await RunningApp.StartAsync(await browser.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["SignIn:Outside:gov:Kind"] = "oidc",
            ["SignIn:Outside:gov:Title"] = "新疆政务服务网",
            ["SignIn:Outside:gov:Authority"] = provider.Issuer,
            ["SignIn:Outside:gov:ClientId"] = "marketplace",
            ["SignIn:Outside:gov:ClientSecret"] = "only for tests",
            ["SignIn:Outside:gov:TrustContacts"] = "true",
        }, port: port);
        var person = await app.NewPersonAsync(mail: "aygul@example.test");
        await browser.WithPageAsync(app.Url, new Visitor(Width: width), async page =>
        {
            // The provider calls aygul@example.test verified, and the operator trusts it with that.
            await page.GotoAsync("/sign-in/outside/gov/leave?return=/account/outside");
            await SignInThereAsync(page, "aygul");
            await page.ArrivedAsync("**/account/outside");
            await Assertions.Expect(page.Locator("main table")).ToContainTextAsync("已关联");
            (await Axe.ViolationsAsync(page)).ShouldBeEmpty();
        });
        (await app.WithDatabaseAsync(db => db.Set<SignInSession>().SingleAsync(Ct))).PersonId.ShouldBe(person.Id);

        await app.WithDatabaseAsync(db => db.Set<Person>().ExecuteUpdateAsync(set => set.SetProperty(p => p.DisabledAt, TimeProvider.System.GetUtcNow()), Ct));
        await browser.WithPageAsync(app.Url, new Visitor(Width: width), async page =>
        {
            await page.GotoAsync("/sign-in/outside/gov/leave");
            await SignInThereAsync(page, "aygul");
            await page.ArrivedAsync("**/sign-in/outside?failed=closed");
        });

        await browser.WithPageAsync(app.Url, new Visitor(Width: width), async page =>
        {
            // Whom nobody here knows is told what to do next, and gets in nowhere.
            await page.GotoAsync("/sign-in/outside/gov/leave");
            await SignInThereAsync(page, "stranger");
            await page.ArrivedAsync("**/sign-in/outside");
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("还差一步");
            (await Axe.ViolationsAsync(page)).ShouldBeEmpty();
        });
        (await app.WithDatabaseAsync(db => db.Set<SignInSession>().CountAsync(Ct))).ShouldBe(1);
    }

    /// <summary>The provider's own pages: a name and any password, then consent.</summary>
    private static async Task SignInThereAsync(IPage page, string name)
    {
        await page.FillAsync("input[name=login]", name);
        await page.FillAsync("input[name=password]", "anything");
        await page.ClickAsync("button[type=submit]");
        await page.ClickAsync("button[type=submit]");
    }
}
