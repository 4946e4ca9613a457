using System.Globalization;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Browser.Tests;

/// <summary>An outside deal becomes a figure: entered on a county's phone with its scan, sent back by the prefecture, verified, locked, published; and the figure opens down to the scan.</summary>
public sealed class ConversionJourneyTests(BrowserFixture browser)
{
    private const string County = "620321", Prefecture = "620300";
    private static readonly Quarter s_quarter = Quarter.Of(Dates.Today(TimeProvider.System)).Before;

    [Fact]
    public async Task Entered_returned_mended_verified_locked_published_and_opened_down_to_the_scan()
    {
        var (county, prefecture, taker) = (await BureauAsync(County), await BureauAsync(Prefecture), await browser.App.NewOrganisationAsync(OrganisationKind.Enterprise, County));
        var (clerk, checker, reviewer) = (await JoinedAsync(county, "王填报", Role.BureauClerk), await JoinedAsync(county, "李初审", Role.BureauReviewer), await JoinedAsync(prefecture, "赵复核", Role.BureauReviewer));
        var (locker, publisher) = (await JoinedAsync(prefecture, "孙锁定", Role.BureauLocker), await JoinedAsync(prefecture, "周发布", Role.BureauLocker));
        var path = "";
        await AsAsync(clerk, "/conversions/new", 390, async page =>
        {
            await OrganisationSteps.CleanAsync(page);
            await page.SelectOptionAsync("main [name=type]", "OrdinaryLicence");
            await page.FillAsync("main [name=patents]", "202319990801 一种猕猴桃分选机");
            await page.SelectOptionAsync("main [name='parties[0].kind']", "Named");
            await page.FillAsync("main [name='parties[0].name']", "西北某大学");
            await page.FillAsync("main [name='parties[0].region']", County);
            await page.FillAsync("main [name='parties[1].code']", taker.Uscc);
            await page.FillAsync("main [name='parties[1].name']", taker.Name);
            await page.FillAsync("main [name=signedOn]", Day(s_quarter.First));
            await page.FillAsync("main [name=effectiveOn]", Day(s_quarter.Last));
            await page.FillAsync("main [name=amount]", "86000");
            await PaperAsync(page, 0, "Contract", "合同.pdf");
            await page.ClickAsync("main form button[name=submit]");
            await page.ArrivedAsync("**/conversions/*");
            await Expect(page.Locator("main h1 bdi")).ToBeVisibleAsync();
            await OrganisationSteps.CleanAsync(page);
            path = new Uri(page.Url).AbsolutePath;
        });
        await StepAsync(checker, path, "Check");
        // Only signed: the prefecture wants to see that it was paid.
        await AsAsync(reviewer, "/conversions?mine=true", 1366, async page =>
        {
            await page.ClickAsync($"main a[href='{path}']");
            await page.ArrivedAsync("**" + path);
            await OrganisationSteps.CleanAsync(page);
            await page.FillAsync("main [name=reason]", "缺支付凭证，请补充。");
            await page.ClickAsync("main form:has([name=reason]) button");
            await Expect(page.Locator("main [name=reason]")).ToHaveCountAsync(0);
        });
        await AsAsync(clerk, path, 390, async page =>
        {
            await Expect(page.Locator("main")).ToContainTextAsync("缺支付凭证，请补充。");
            await page.ClickAsync("main a[href$='/edit']");
            await page.ArrivedAsync("**/edit");
            await page.FillAsync("main [name=paidOn]", Day(s_quarter.Last));
            await page.FillAsync("main [name=paid]", "86000");
            await PaperAsync(page, 0, "Payment", "凭证.pdf");
            await page.ClickAsync("main form button[name=submit]");
            await page.ArrivedAsync("**" + path);
            await Expect(page.Locator("main")).ToContainTextAsync("L2");
        });
        await StepAsync(checker, path, "Check");
        await StepAsync(reviewer, path, "Verify");

        var quarter = "/conversions/periods/" + s_quarter;
        await AsAsync(locker, "/conversions/periods", 1366, async page =>
        {
            await OrganisationSteps.CleanAsync(page);
            await page.ClickAsync($"main a[href='{quarter}']");
            await page.ArrivedAsync("**" + quarter);
            await page.FillAsync("main [name=typed]", s_quarter.ToString());
            await page.ClickAsync("form[action*='handler=Lock'] button");
            await Expect(page.Locator("main .notice").First).ToContainTextAsync("已锁定");
            await OrganisationSteps.CleanAsync(page);
        });
        await AsAsync(publisher, quarter, 390, async page =>
        {
            await page.ClickAsync("form[action*='handler=Publish'] button");
            await Expect(page.Locator("main .notice").First).ToContainTextAsync("已发布");
            await Expect(page.Locator("main table")).ToContainTextAsync("86,000.00");
            // The figure's contract, its filing, and the scan that was sent from the phone.
            await page.ClickAsync("main a[href^='/conversions?period=']");
            await page.ArrivedAsync("**/conversions?period=*");
            await page.ClickAsync($"main a[href='{path}']");
            await page.ArrivedAsync("**" + path);
            await OrganisationSteps.CleanAsync(page);
            var scan = await page.Locator("main a:has-text('合同.pdf')").First.GetAttributeAsync("href");
            var file = await page.Context.APIRequest.GetAsync(new Uri(new Uri(page.Url), scan!).ToString());
            file.Status.ShouldBe(200);
            (await file.TextAsync()).ShouldStartWith("%PDF-1.4");
        });
    }

    private Task StepAsync(Person person, string path, string cause) => AsAsync(person, path, 1366, async page =>
    {
        var form = page.Locator($"main form:has(input[name=cause][value={cause}])");
        await form.Locator("button").ClickAsync();
        await Expect(form).ToHaveCountAsync(0);
    });

    private static async Task PaperAsync(IPage page, int row, string kind, string name)
    {
        await page.SelectOptionAsync($"main [name='proofs[{row}].kind']", kind);
        await page.SetInputFilesAsync($"main [name='proofs[{row}].file']", OrganisationSteps.Pdf(name));
    }

    private Task<Organisation> BureauAsync(string region) => browser.App.NewOrganisationAsync(OrganisationKind.Bureau, region);

    private async Task<Person> JoinedAsync(Organisation bureau, string name, Role role)
    {
        var person = await browser.App.NewPersonAsync(name);
        await browser.App.JoinAsync(person, bureau, role);
        return person;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Task AsAsync(Person person, string path, int width, Func<IPage, Task> act) => browser.VisitAsAsync(person, path, new Visitor(Width: width), act);
}
