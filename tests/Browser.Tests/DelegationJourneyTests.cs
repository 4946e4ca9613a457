using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.SignIn;
using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>委托代理 from the offer to the day it is taken back, under the agent's hands.</summary>
public sealed class DelegationJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task Offered_accepted_used_and_taken_back()
    {
        var client = await browser.App.NewOrganisationAsync();
        var agency = await browser.App.NewOrganisationAsync(OrganisationKind.Agency);
        var (administrator, receiver, agent) = (await PersonAsync(client, Role.Administrator), await PersonAsync(agency, Role.Administrator), await PersonAsync(agency, Role.Agent));
        await browser.VisitAsAsync(administrator, $"/organisations/{client.Uscc}/delegations", OrganisationSteps.Desk, async page =>
        {
            await OrganisationSteps.CleanAsync(page);
            await page.ClickAsync(OfferButton);
            await Assertions.Expect(page.Locator(".error-summary")).ToBeFocusedAsync();
            await OrganisationSteps.CleanAsync(page);
            await page.Locator("input[value=Agency]").CheckAsync(new() { Force = true });
            await page.FillAsync("[name=to]", agency.Uscc);
            foreach (var act in (Act[])[Act.ReadOrganisation, Act.EditOrganisation]) await page.Locator($"input[value={act}]").CheckAsync(new() { Force = true });
            await page.FillAsync("[name=until]", Dates.Today(TimeProvider.System).AddYears(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            await page.SetInputFilesAsync("[name=document]", OrganisationSteps.Pdf("委托书.pdf"));
            await page.ClickAsync(OfferButton);
            await Assertions.Expect(page.Locator("main table")).ToContainTextAsync(agency.Name);
            await OrganisationSteps.CleanAsync(page);
        });
        await browser.VisitAsAsync(receiver, "/tasks", OrganisationSteps.Phone, async page =>
        {
            await page.ClickAsync($"main tbody a:has-text('{client.Name}') >> nth=0");
            await page.ArrivedAsync($"**/organisations/{agency.Uscc}/delegations");
            await OrganisationSteps.CleanAsync(page);
            await page.ClickAsync("form[action*=Accept] button");
            await Assertions.Expect(page.Locator("form[action*=Revoke] button")).ToBeVisibleAsync();
            await OrganisationSteps.CleanAsync(page);
        });
        await browser.VisitAsAsync(agent, "/organisations", OrganisationSteps.Desk, async page =>
        {
            await page.ClickAsync("details.account summary");
            await page.ClickAsync($"details.account button:has-text('{client.Name}')");
            await page.ArrivedAsync("**/account");
            await Assertions.Expect(page.Locator(".account-organisation")).ToContainTextAsync(client.Name);
            await page.GotoAsync("/organisations");
            await OrganisationSteps.CleanAsync(page);
            await page.ClickAsync($"main a[href='/organisations/{client.Uscc}']");
            await page.ClickAsync("main a[href$='/edit']");
            await Assertions.Expect(page.Locator("main form")).ToBeVisibleAsync();
            await OrganisationSteps.CleanAsync(page);
            var edit = page.Url;
            await browser.VisitAsAsync(administrator, $"/organisations/{client.Uscc}/delegations", OrganisationSteps.Desk, async other =>
            {
                await other.ClickAsync("form[action*=Revoke] button");
                await Assertions.Expect(other.Locator("form[action*=Revoke]")).ToHaveCountAsync(0);
                await OrganisationSteps.CleanAsync(other);
            });
            // What the agent has open can be sent no more, and nothing opens any more.
            await page.ClickAsync(OrganisationSteps.Go);
            await RefusedAsync(page);
            foreach (var address in (string[])[edit, $"/organisations/{client.Uscc}"])
            {
                (await page.GotoAsync(address))!.Status.ShouldBe(403);
                await RefusedAsync(page);
            }
            await page.GotoAsync("/organisations");
            await Assertions.Expect(page.Locator("main")).Not.ToContainTextAsync(client.Name);
        });
    }

    private const string OfferButton = "form[enctype] .button";

    private static async Task RefusedAsync(IPage page)
    {
        await Assertions.Expect(page.Locator("main.error-page, main .error-page")).ToContainTextAsync(AccessTexts.ResourceManager.GetString("RightEnded", System.Globalization.CultureInfo.GetCultureInfo("zh-CN"))!);
        await OrganisationSteps.CleanAsync(page);
    }

    private async Task<Person> PersonAsync(Organisation organisation, Role role)
    {
        var person = await browser.App.NewPersonAsync();
        await browser.App.JoinAsync(person, organisation, role);
        return person;
    }
}
