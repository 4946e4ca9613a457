using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Browser.Tests;

/// <summary>An open licence in minutes: from the page of a patent to its certificate, and to the bureau's list.</summary>
public sealed class LicenceJourneyTests(BrowserFixture browser)
{
    /// <summary>Of the demonstration: announced, for a lump sum, its patentee registered.</summary>
    private const string No = "201519990201";

    [Theory, InlineData(1366), InlineData(390)]
    public async Task From_the_page_of_a_patent_to_the_certificate_and_the_bureau_sees_it(int width)
    {
        var firm = await browser.App.NewOrganisationAsync(OrganisationKind.Enterprise, Inhabitants.Bole);
        var person = await browser.App.NewPersonAsync("麦合木提");
        await browser.App.JoinAsync(person, firm, Role.Operator);
        var certificate = "";
        await browser.VisitAsAsync(person, "/patents/" + No, new Visitor(Width: width, Errs: true), async page =>
        {
            await OrganisationSteps.CleanAsync(page);
            await page.ClickAsync("main a.button[href^='/licences/new']");
            await page.ArrivedAsync("**/licences/new?no=*");
            await OrganisationSteps.CleanAsync(page);
            await page.FillAsync("main [name=products]", "纺纱车间过滤设备");
            await page.FillAsync("main [name=contactPhone]", "13900139000");
            await page.FillAsync("main [name=address]", "博乐市工业园 1 号");
            // Not the name of the organisation: the page says so and keeps the rest.
            await page.FillAsync("main [name=confirmed]", "别的单位");
            await page.ClickAsync("main form button.button");
            await Expect(page.Locator("main .error-summary, main [role=alert]").First).ToBeVisibleAsync();
            await Expect(page.Locator("main [name=products]")).ToHaveValueAsync("纺纱车间过滤设备");
            await page.FillAsync("main [name=confirmed]", firm.Name);
            await page.ClickAsync("main form button.button");
            await page.ArrivedAsync("**/licences/*");
            await OrganisationSteps.CleanAsync(page);
            await page.FillAsync("main [name=paidOn]", TimeProvider.System.GetUtcNow().AddHours(-16).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            await page.FillAsync("main [name=bankReference]", "B" + firm.Uscc);
            await page.SetInputFilesAsync("main [name=voucher]", new Microsoft.Playwright.FilePayload { Name = "凭证.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.4 %%EOF"u8.ToArray() });
            await page.ClickAsync("form[action*='handler=Pay'] .button");
            await Expect(page.Locator("main .notice").First).ToContainTextAsync("已经生效");
            await OrganisationSteps.CleanAsync(page);
            await page.ClickAsync("main a.button[href$='/certificate']");
            await page.ArrivedAsync("**/certificate");
            await Expect(page.Locator("main")).ToContainTextAsync("已付款，收款待确认");
            certificate = await page.Locator("main bdi").First.InnerTextAsync();
            await OrganisationSteps.CleanAsync(page);
        });
        var clerk = await browser.App.WithDatabaseAsync(db => db.Set<Person>().AsNoTracking().SingleAsync(p => p.DisplayName == "叶尔肯" && p.PhoneNumber!.StartsWith("199000000")));
        await browser.VisitAsAsync(clerk, "/licences", new Visitor(Width: width), async page =>
        {
            await Expect(page.Locator("main")).ToContainTextAsync(certificate);
            await Expect(page.Locator("main")).ToContainTextAsync(firm.Name);
        });
    }
}
