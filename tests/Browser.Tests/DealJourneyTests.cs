using System.Globalization;
using Marketplace.Testing;
using Marketplace.Testing.Licensing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Browser.Tests;

/// <summary>Two enterprises negotiate a licence: from a word on the offer's page to a contract both have signed on paper, and the licence it makes; the bureau sees that it was made.</summary>
public sealed class DealJourneyTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(1366, "201819990305")]
    [InlineData(390, "201819990306")]
    public async Task Requested_proposed_countered_agreed_drafted_signed_by_both_and_in_effect(int width, string no)
    {
        var (giver, taker) = (await browser.App.NewOrganisationAsync(OrganisationKind.Enterprise, Inhabitants.Bole), await browser.App.NewOrganisationAsync(OrganisationKind.Enterprise, Inhabitants.Bole));
        var (seller, buyer, clerk) = (await HeadAsync(giver, "阿依努尔"), await HeadAsync(taker, "李厂长"), await browser.App.NewPersonAsync("热娜"));
        await browser.App.JoinAsync(clerk, await browser.App.NewOrganisationAsync(OrganisationKind.Bureau, Inhabitants.Bole), Role.BureauClerk);
        await browser.App.OfferAsync(no, giver, null, [OfferForm.OrdinaryLicence]);
        var deal = "";

        await AsAsync(buyer, "/patents/" + no, width, async page =>
        {
            await page.ClickAsync("main .offers a[href^='/listings/']");
            await page.ArrivedAsync("**/listings/*");
            await page.ClickAsync("main a.button[href^='/deals/new']");
            await page.ArrivedAsync("**/deals/new?*");
            await OrganisationSteps.CleanAsync(page);
            await page.FillAsync("main [name=message]", "想在两条生产线上使用。");
            await page.ClickAsync("main form.form button.button");
            await Expect(page.Locator("main h1 bdi")).ToBeVisibleAsync();
            await OrganisationSteps.CleanAsync(page);
            deal = new Uri(page.Url).AbsolutePath;
        });
        await AsAsync(seller, "/deals", width, async page =>
        {
            await OrganisationSteps.CleanAsync(page);
            await page.ClickAsync($"main a[href='{deal}']");
            await page.ArrivedAsync("**" + deal);
            await page.ClickAsync("#next + .actions .button");
            await page.ArrivedAsync("**/propose");
            await OrganisationSteps.CleanAsync(page);
            // Without its last day: the page says so at the field and keeps what was typed.
            await page.FillAsync("main [name=field]", "滴灌带的制造和销售");
            await page.FillAsync("main [name=territory]", "中国境内");
            await page.FillAsync("main [name=amount]", "60000");
            await page.FillAsync("main [name=until]", "");
            await page.ClickAsync("main form.form button.button");
            await Expect(page.Locator("main .error-summary a[href='#until']")).ToBeVisibleAsync();
            await Expect(page.Locator("main [name=field]")).ToHaveValueAsync("滴灌带的制造和销售");
            await page.FillAsync("main [name=until]", Day(3 * 365));
            await page.ClickAsync("main form.form button.button");
            await page.ArrivedAsync("**" + deal);
            await OrganisationSteps.CleanAsync(page);
        });
        await AsAsync(buyer, deal + "/propose", width, async page =>
        {
            await page.FillAsync("main [name=amount]", "48000");
            await page.FillAsync("main [name=message]", "第一年先上一条线。");
            await page.ClickAsync("main form.form button.button");
            await page.ArrivedAsync("**" + deal);
        });
        await AsAsync(seller, deal, width, async page =>
        {
            // What changed stands side by side.
            await Expect(page.Locator("main")).ToContainTextAsync("4.8 万元");
            await Expect(page.Locator("main")).ToContainTextAsync("6 万元");
            await OrganisationSteps.CleanAsync(page);
            await page.ClickAsync("form[action*='handler=Accept'] button");
            await page.ClickAsync("form[action*='handler=Draft'] button");
            await page.FillAsync("form[action*='handler=Submit'] [name=typed]", await page.Locator("#contract + p bdi strong").InnerTextAsync());
            await OrganisationSteps.CleanAsync(page);
            await page.ClickAsync("form[action*='handler=Submit'] button");
            await OrganisationSteps.CleanAsync(page);
            await SignAsync(page, "阿依努尔");
        });
        await AsAsync(buyer, deal, width, async page =>
        {
            var code = await CompareAsync(page);
            // Another code is another wording.
            await page.FillAsync("main form[action*='Confirm'] [name=code]", "A1B2-C3D4-E5F6-A7B8");
            await page.ClickAsync("main form[action*='Confirm'] button");
            await Expect(page.Locator("main .error-summary")).ToBeVisibleAsync();
            await page.FillAsync("main form[action*='Confirm'] [name=code]", code);
            await page.ClickAsync("main form[action*='Confirm'] button");
            await page.GotoAsync(deal);
            await SignAsync(page, "李厂长");
        });
        await AsAsync(seller, deal, width, async page =>
        {
            await page.FillAsync("main form[action*='Confirm'] [name=code]", await CompareAsync(page));
            await page.ClickAsync("main form[action*='Confirm'] button");
            await OrganisationSteps.CleanAsync(page);
            await page.GotoAsync(deal);
            await OrganisationSteps.CleanAsync(page);
            await page.ClickAsync("#made + ul a");
            await page.ArrivedAsync("**/licences/*");
            await Expect(page.Locator("main")).ToContainTextAsync(taker.Name);
            await OrganisationSteps.CleanAsync(page);
        });
        await AsAsync(clerk, deal, width, async page =>
        {
            await Expect(page.Locator("main")).ToContainTextAsync("48,000");
            await Expect(page.Locator("main")).Not.ToContainTextAsync("第一年先上一条线");
            await OrganisationSteps.CleanAsync(page);
        });
    }

    private static async Task SignAsync(IPage page, string name)
    {
        await page.ClickAsync("#signing ~ .actions a[href^='/signing/']");
        await page.ArrivedAsync("**/signing/*");
        await OrganisationSteps.CleanAsync(page);
        await page.FillAsync("main [name=signer]", name);
        await page.Locator("input[value=LegalRepresentative]").CheckAsync(new() { Force = true });
        if (await page.Locator("input[name=way][value=Paper]").CountAsync() is 1 && await page.Locator("input[name=way][type=radio]").CountAsync() > 0) await page.Locator("input[name=way][value=Paper]").CheckAsync(new() { Force = true });
        await page.FillAsync("main [name=signedOn]", Day(0));
        await page.SetInputFilesAsync("main [name=scan]", OrganisationSteps.Pdf("扫描件.pdf"));
        await page.ClickAsync("main form[action*='Sign'] button.button");
        await Expect(page.Locator("main .error-summary")).ToHaveCountAsync(0);
        await OrganisationSteps.CleanAsync(page);
    }

    /// <summary>Goes to compare what the other side signed; the code of the document.</summary>
    private static async Task<string> CompareAsync(IPage page)
    {
        await page.ClickAsync("#signing ~ .actions a[href^='/signing/']");
        await page.ArrivedAsync("**/signing/*");
        await OrganisationSteps.CleanAsync(page);
        return await page.Locator("main dl bdi").First.InnerTextAsync();
    }

    private async Task<Person> HeadAsync(Organisation of, string name)
    {
        var person = await browser.App.NewPersonAsync(name);
        await browser.App.JoinAsync(person, of, Role.Administrator);
        return person;
    }

    private static string Day(int fromToday) => Dates.Today(TimeProvider.System).AddDays(fromToday).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private Task AsAsync(Person person, string path, int width, Func<IPage, Task> act) => browser.VisitAsAsync(person, path, new Visitor(Width: width, Errs: true), act);
}
