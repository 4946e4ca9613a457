using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>纠错 from the visitor's phone to the bureau's desk and back; one's own data taken along.</summary>
public sealed class ReportsAndDataTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_visitor_reports_an_error_on_a_phone_the_bureau_answers_and_the_visitor_reads_it()
    {
        var subject = await browser.App.NewOrganisationAsync(region: Inhabitants.Meixian, name: "眉县被举报的公司");
        var bureau = await browser.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian);
        var clerk = await browser.App.NewPersonAsync("李办事");
        await browser.App.JoinAsync(clerk, bureau, Role.BureauClerk);
        var track = "";
        await browser.VisitAsync($"/report?about=organisation:{subject.Id}", new Visitor(Width: 390), async page =>
        {
            (await Axe.ViolationsAsync(page)).ShouldBeEmpty();
            await page.Locator("input[value=WrongFact]").CheckAsync(new() { Force = true });
            await page.FillAsync("#text", "公司地址写错了，应为二号。");
            await page.ClickAsync("main button");
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("纠错、举报的进度");
            (await Axe.ViolationsAsync(page)).ShouldBeEmpty();
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(390);
            track = new Uri(page.Url).AbsolutePath;
        });
        await browser.App.DrainOutboxAsync();
        await AsAsync(clerk, "/tasks", 1366, async page =>
        {
            (await Axe.ViolationsAsync(page)).ShouldBeEmpty();
            await page.Keyboard.PressAsync("j");
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("眉县被举报的公司");
            (await Axe.ViolationsAsync(page)).ShouldBeEmpty();
            await page.Locator("input[value=Corrected]").CheckAsync(new() { Force = true });
            await page.FillAsync("#answer", "已按营业执照更正地址。");
            await page.ClickAsync("main form button");
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("已答复");
        });
        await browser.VisitAsync(track, new Visitor(Width: 390), async page => await Assertions.Expect(page.Locator("main")).ToContainTextAsync("已按营业执照更正地址。"));
    }

    [Fact]
    public async Task Somebody_takes_their_own_data_along()
    {
        var person = await browser.App.NewPersonAsync("王自己");
        await AsAsync(person, "/account/data", 390, async page =>
        {
            var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("main form button >> nth=0"));
            download.SuggestedFilename.ShouldStartWith("my-data-");
        });
    }

    [Theory]
    [InlineData("/tasks")]
    [InlineData("/tasks/done")]
    [InlineData("/tasks/waiting")]
    [InlineData("/tasks/away")]
    [InlineData("/reports")]
    [InlineData("/account/data")]
    [InlineData("/account/data/erase")]
    [InlineData("/account/notices")]
    [InlineData("/privacy/requests")]
    public async Task Axe_finds_nothing_on_the_pages_of_the_signed_in(string path)
    {
        var bureau = await browser.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Meixian);
        var person = await browser.App.NewPersonAsync();
        await browser.App.JoinAsync(person, bureau, Role.BureauClerk, Role.SecurityAdministrator);
        var colleague = await browser.App.NewPersonAsync("同事");
        await browser.App.JoinAsync(colleague, bureau, Role.BureauClerk);
        foreach (var language in (string[])["zh-CN", "ug"])
        {
            foreach (var width in (int[])[390, 1366])
            {
                await AsAsync(person, path, width, async page =>
                {
                    (await page.Locator("h1").CountAsync()).ShouldBe(1);
                    (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, $"{path} scrolls sideways");
                    (await Axe.ViolationsAsync(page)).ShouldBeEmpty($"{path} at {width}, {language}");
                }, language);
            }
        }
    }

    private async Task AsAsync(Person person, string path, int width, Func<IPage, Task> look, string language = "zh-CN")
    {
        var cookie = await browser.App.SessionCookieAsync(person);
        await browser.VisitAsync("/error/404", new Visitor(language, Width: width), async page =>
        {
            await page.Context.AddCookiesAsync([new() { Name = cookie.Name, Value = cookie.Value, Url = browser.Address }]);
            await page.GotoAsync(path);
            await look(page);
        });
    }
}
