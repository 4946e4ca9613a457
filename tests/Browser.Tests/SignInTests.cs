using Marketplace.Testing;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Platform.SignIn.Factors;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>The ways in, as people take them: on an office screen and on a phone.</summary>
public sealed class SignInTests(BrowserFixture browser)
{
    private const string Password = "葡萄架下的小板凳 7";

    [Theory, InlineData(1366, "zh-CN"), InlineData(390, "zh-CN"), InlineData(390, "ug"), InlineData(390, "en")]
    public async Task By_a_code_sent_to_the_phone_also_for_the_first_time(int width, string language) =>
        await browser.VisitAsync("/sign-in", new Visitor(language, Width: width, Errs: true), async page =>
        {
            var phone = Inhabitants.NewPhone();
            await CleanAsync(page, width);
            await page.FillAsync("[name=login]", phone);
            await page.ClickAsync("form[action='/sign-in'] button:not(.secondary)");
            await page.ArrivedAsync("**/sign-in/code");
            await CleanAsync(page, width);
            await page.FillAsync("[name=code]", "1");
            await page.ClickAsync("form[action='/sign-in/code'] button");
            await Assertions.Expect(page.Locator(".error-summary")).ToBeFocusedAsync();
            await CleanAsync(page, width);
            await page.FillAsync("[name=code]", await CodeAsync(phone));
            await page.ClickAsync("form[action='/sign-in/code'] button");
            await page.ArrivedAsync("**/sign-in/register");
            await CleanAsync(page, width);
            await page.FillAsync("[name=name]", "阿依古丽·买买提");
            await page.CheckAsync("[name=agree]");
            await page.ClickAsync("form[action='/sign-in/register'] button");
            await Assertions.Expect(page.Locator("details.account summary")).ToContainTextAsync("阿依古丽");
            await page.ClickAsync("details.account summary");
            await CleanAsync(page, width);
            foreach (var path in (string[])["/account", "/account/details", "/account/contact/phone", "/account/contact/mail", "/account/password", "/account/second-factor", "/account/passkeys", "/account/sessions", "/sign-in/kept"])
            {
                await page.GotoAsync(path);
                await CleanAsync(page, width);
            }
            if (!await page.Locator("details.account").EvaluateAsync<bool>("d => d.open")) await page.ClickAsync("details.account summary");
            await page.ClickAsync("details.account form[action='/sign-out'] button");
            await Assertions.Expect(page.Locator(".sign-in-link")).ToBeVisibleAsync();
        });

    [Theory, InlineData(1366), InlineData(390)]
    public async Task By_password_and_then_a_code_of_the_app(int width)
    {
        var person = await browser.App.NewPersonAsync(password: Password);
        await browser.VisitAsync("/sign-in?return=%2Faccount%2Fsecond-factor", new Visitor(Width: width), async page =>
        {
            await PasswordAsync(page, person.PhoneNumber!, width);
            await page.ArrivedAsync("**/account/second-factor");
            var secret = FromBase32((await page.InnerTextAsync(".secret")).Replace(" ", "", StringComparison.Ordinal));
            await page.FillAsync("[name=code]", Totp.Code(secret, Step()));
            await page.ClickAsync("form[action='/account/second-factor'] button");
            await Assertions.Expect(page.Locator(".recovery-codes li")).ToHaveCountAsync(10);
            await CleanAsync(page, width);
            // Out, and in again: the code of the step before is spent, the one of the next is taken early.
            await page.GotoAsync("/account");
            await page.ClickAsync("main form[action='/sign-out'] button");
            await page.GotoAsync("/sign-in?return=%2Faccount%2Fsessions");
            await PasswordAsync(page, person.PhoneNumber!, width);
            await page.ArrivedAsync("**/sign-in/second-step");
            await CleanAsync(page, width);
            // Whoever lost the app and the recovery codes finds what to do; opening the page asks for nothing yet.
            await page.ClickAsync("main a[href='/sign-in/lost-factor']");
            await page.ArrivedAsync("**/sign-in/lost-factor");
            await CleanAsync(page, width);
            await page.GotoAsync("/sign-in/second-step");
            await page.FillAsync("[name=code]", Totp.Code(secret, Step() + 1));
            await page.ClickAsync("form[action='/sign-in/second-step'] button");
            await page.ArrivedAsync("**/account/sessions");
        });
    }

    [Theory, InlineData(1366), InlineData(390)]
    public async Task By_a_passkey(int width)
    {
        var person = await browser.App.NewPersonAsync(password: Password);
        await browser.VisitAsync("/sign-in?return=%2Faccount%2Fpasskeys", new Visitor(Width: width, Errs: true), async page =>
        {
            var devtools = await page.Context.NewCDPSessionAsync(page);
            await devtools.SendAsync("WebAuthn.enable");
            await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new()
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            });
            await PasswordAsync(page, person.PhoneNumber!, width);
            await page.ArrivedAsync("**/account/passkeys");
            await page.FillAsync("form[data-passkey] [name=name]", "办公室电脑");
            await page.ClickAsync("form[data-passkey] button");
            await Assertions.Expect(page.Locator("tbody th")).ToHaveTextAsync("办公室电脑");
            await CleanAsync(page, width);
            await page.GotoAsync("/account");
            await page.ClickAsync("main form[action='/sign-out'] button");
            await page.GotoAsync("/sign-in?return=%2Faccount%2Fsessions");
            await page.ClickAsync("form[data-passkey] button");
            await page.ArrivedAsync("**/account/sessions");
            await Assertions.Expect(page.Locator("main table")).ToContainTextAsync("通行密钥");
            // The account closed, the key opens nothing, and says no more than of one that nobody knows.
            await CloseAsync(person, TimeProvider.System.GetUtcNow());
            await page.GotoAsync("/sign-in");
            await page.ClickAsync("form[data-passkey] button");
            await Assertions.Expect(page.Locator(".error-summary")).ToContainTextAsync("不能用于登录");
            await CloseAsync(person, null);
            await page.GotoAsync("/sign-in?return=%2Faccount%2Fpasskeys");
            await page.ClickAsync("form[data-passkey] button");
            await page.ArrivedAsync("**/account/passkeys");
            await page.ClickAsync("form[action$='Remove'] button");
            await Assertions.Expect(page.Locator(".empty")).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task Called_by_a_number_the_passkey_button_leads_to_the_name() =>
        await browser.VisitAsync("/sign-in", new Visitor(), async page =>
        {
            var byNumber = await browser.App.Http.GetStringAsync(browser.Address.Replace("localhost", "127.0.0.1", StringComparison.Ordinal) + "/sign-in?return=%2Fhelp");
            byNumber.ShouldContain($"href=\"{browser.Address}/sign-in?return=%2Fhelp\"");
            await Assertions.Expect(page.Locator("form[data-passkey] button")).ToBeEnabledAsync();
        });

    private Task<int> CloseAsync(Person person, DateTimeOffset? at) =>
        browser.App.WithDatabaseAsync(db => db.Set<Person>().Where(p => p.Id == person.Id).ExecuteUpdateAsync(set => set.SetProperty(p => p.DisabledAt, at)));

    private static async Task PasswordAsync(IPage page, string login, int width)
    {
        await page.FillAsync("[name=login]", login);
        await page.ClickAsync("button[formaction*=Password]");
        await page.ArrivedAsync("**/sign-in/password");
        await CleanAsync(page, width);
        await page.FillAsync("[name=password]", Password);
        await page.ClickAsync("form[action='/sign-in/password'] button");
    }

    private static async Task CleanAsync(IPage page, int width)
    {
        (await page.WidthAsync()).ShouldBeLessThanOrEqualTo(width, $"{page.Url} scrolls sideways");
        (await Axe.ViolationsAsync(page)).ShouldBeEmpty(page.Url);
    }

    private Task<string> CodeAsync(string address) => browser.App.WithDatabaseAsync(async db =>
        (await db.Set<Message>().AsNoTracking().Where(m => m.Address == address && m.Template == "sign-in.code").OrderByDescending(m => m.Id).FirstAsync()).Parameters["code"]);

    private static long Step() => Totp.StepAt(TimeProvider.System.GetUtcNow());

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(n => Convert.ToByte(bits.Substring(n * 8, 8), 2))];
    }
}
