using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>纠错 from the visitor's phone to the bureau's desk and back; one's own data taken along.</summary>
public sealed class ReportsAndDataTests(BrowserFixture browser)
{
    /// <summary>A district (杭州市西湖区) in which the demonstration has no bureau that could take the report.</summary>
    private const string Place = "330106";

    [Fact]
    public async Task A_visitor_reports_an_error_on_a_phone_the_bureau_answers_and_the_visitor_reads_it()
    {
        var subject = await browser.App.NewOrganisationAsync(region: Place, name: "被举报的公司");
        var bureau = await browser.App.NewOrganisationAsync(OrganisationKind.Bureau, Place);
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
            (await page.WidthAsync()).ShouldBeLessThanOrEqualTo(390);
            track = new Uri(page.Url).AbsolutePath;
        });
        await browser.App.DrainOutboxAsync();
        await browser.VisitAsAsync(clerk, "/tasks", new Visitor(), async page =>
        {
            (await Axe.ViolationsAsync(page)).ShouldBeEmpty();
            await page.Keyboard.PressAsync("j");
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("被举报的公司");
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
        await browser.VisitAsAsync(person, "/account/data", new Visitor(Width: 390), async page =>
        {
            var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("main form button >> nth=0"));
            download.SuggestedFilename.ShouldStartWith("my-data-");
        });
    }
}
