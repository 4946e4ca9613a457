using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>An organisation comes in: the applicant on a phone, the bureau's reviewer at a desk.</summary>
public sealed class OrganisationJourneyTests(BrowserFixture browser)
{
    [Fact]
    public async Task Registered_on_a_phone_returned_once_and_approved()
    {
        var reviewer = await browser.App.NewReviewerAsync("610323");
        var applicant = await browser.App.NewPersonAsync("马小兰");
        var uscc = Inhabitants.NewUscc();
        var name = "岐山县擀面皮食品有限公司" + uscc[^4..];
        var tasks = "";
        await browser.VisitAsAsync(applicant, "/organisations", OrganisationSteps.Phone, async page =>
        {
            await OrganisationSteps.CleanAsync(page);
            await page.ClickAsync("main .actions .button");
            await page.ArrivedAsync("**/organisations/register");
            await page.ClickAsync(OrganisationSteps.Go);
            await Assertions.Expect(page.Locator(".error-summary")).ToBeFocusedAsync();
            await OrganisationSteps.CleanAsync(page);
            await page.FillAsync("[name=uscc]", uscc);
            await page.GoAsync("**/organisations/register/*");
            tasks = new Uri(page.Url).AbsolutePath;
            await Assertions.Expect(page.Locator(".tasks a")).ToHaveCountAsync(4);   // Checking is closed until there is something to check.
            await page.ClickAsync(".tasks a >> nth=0");
            await page.ArrivedAsync("**/identity");
            await OrganisationSteps.CleanAsync(page);
            await page.FillAsync("[name=name]", name);
            await page.Locator("input[value=Enterprise]").CheckAsync(new() { Force = true });
            await page.GoAsync("**/region");
            await page.FillAsync("[name=q]", "岐山");
            await page.ClickAsync("main form[role=search] .button");
            await page.ClickAsync(".places a:has-text('岐山县')");
            await page.ArrivedAsync("**/region?at=610323");
            await OrganisationSteps.CleanAsync(page);
            await page.GoAsync("**/people");
            await page.ClickAsync(OrganisationSteps.Go);
            await Assertions.Expect(page.Locator(".error-summary li")).ToHaveCountAsync(3);
            await OrganisationSteps.CleanAsync(page);
            await page.PeopleAndPapersAsync("岐山县凤鸣镇一号");
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync(name);
            await page.ClickAsync(OrganisationSteps.Go);
            await Assertions.Expect(page.Locator(".error-summary")).ToBeFocusedAsync();   // Without agreeing to the terms nothing is sent.
            await OrganisationSteps.CleanAsync(page);
            await page.SubmitAsync();
        });
        await browser.VisitAsAsync(reviewer, "/tasks", OrganisationSteps.Desk, async page =>
        {
            await OrganisationSteps.CleanAsync(page);
            await page.ClickAsync($"main tbody a:has-text('{name}') >> nth=0");
            await page.ArrivedAsync("**/organisations/review/" + uscc);
            await OrganisationSteps.CleanAsync(page);
            (await page.EvaluateAsync<int>("document.querySelector('.paper img').naturalWidth")).ShouldBeGreaterThan(0, "the picture of the licence is not shown");
            foreach (var paper in await page.Locator(".paper a").AllAsync())
                (await page.Context.APIRequest.GetAsync(browser.Address + await paper.GetAttributeAsync("href"))).Status.ShouldBe(200);
            await page.Locator("input[value=return]").CheckAsync(new() { Force = true });
            await page.ClickAsync(OrganisationSteps.Go);
            await Assertions.Expect(page.Locator(".error-summary")).ToBeFocusedAsync();   // Not without a reason.
            await OrganisationSteps.CleanAsync(page);
            await page.GotoAsync("/organisations/review");
            await OrganisationSteps.CleanAsync(page);
            await page.DecideAsync(name, "return", "地址与营业执照不一致，请更正。");
            await page.GotoAsync("/tasks");
            await Assertions.Expect(page.Locator("main .empty")).ToBeVisibleAsync();
        });
        await browser.VisitAsAsync(applicant, "/organisations", OrganisationSteps.Phone, async page =>
        {
            await page.ClickAsync($"main a:has-text('{name}')");
            await page.ArrivedAsync("**" + tasks);
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("地址与营业执照不一致，请更正。");
            await OrganisationSteps.CleanAsync(page);
            await page.ClickAsync(".tasks a[href$='/people']");
            await page.FillAsync("[name=address]", "岐山县凤鸣镇二号");
            await page.GoAsync("**" + tasks);
            await page.ClickAsync(".tasks a[href$='/check']");
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("岐山县凤鸣镇二号");
            await page.SubmitAsync();
        });
        await browser.VisitAsAsync(reviewer, "/tasks", OrganisationSteps.Desk, page => page.DecideAsync(name, "approve"));
        await browser.VisitAsAsync(applicant, tasks, OrganisationSteps.Phone, async page =>
        {
            await OrganisationSteps.CleanAsync(page);
            await page.ClickAsync($"main a[href='/organisations/{uscc}']");
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("岐山县凤鸣镇二号");
            await OrganisationSteps.CleanAsync(page);
            await page.ClickAsync("main a[href$='/members']");
            await Assertions.Expect(page.Locator("main table")).ToContainTextAsync("管理员");
            await OrganisationSteps.CleanAsync(page);
        });
        var (state, roles) = await browser.App.WithDatabaseAsync(async db => (
            await db.Set<Organisation>().Where(o => o.Uscc == uscc).Select(o => o.State).SingleAsync(),
            await db.Set<Membership>().Where(m => m.PersonId == applicant.Id && m.Until == null).Select(m => m.Role).ToListAsync()));
        state.ShouldBe(OrganisationState.Active);
        roles.ShouldBe([Role.Administrator]);
    }

    [Fact]
    public async Task One_of_the_directory_is_claimed_and_keeps_what_was_known_of_it()
    {
        var reviewer = await browser.App.NewReviewerAsync("610324");
        var applicant = await browser.App.NewPersonAsync("马小兰");
        var listed = await browser.App.NewOrganisationAsync(region: "610324", state: OrganisationState.Listed);
        await browser.App.WithDatabaseAsync(db => db.Set<Organisation>().Where(o => o.Id == listed.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(o => o.Industry, "C1515").SetProperty(o => o.Staff, 46)));
        await browser.VisitAsAsync(applicant, "/organisations/register?uscc=" + listed.Uscc, OrganisationSteps.Phone, async page =>
        {
            await Assertions.Expect(page.Locator("[name=uscc]")).ToHaveValueAsync(listed.Uscc);
            await page.GoAsync("**/organisations/register/*");
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(listed.Name);
            await Assertions.Expect(page.Locator(".tasks li.done")).ToHaveCountAsync(2);   // What it is and where it is.
            await page.ClickAsync(".tasks a[href$='/people']");
            await page.PeopleAndPapersAsync("扶风县城关街道五号");
            await page.SubmitAsync();
        });
        await browser.VisitAsAsync(reviewer, "/tasks", OrganisationSteps.Desk, page => page.DecideAsync(listed.Name, "approve"));
        await browser.VisitAsAsync(applicant, "/organisations/" + listed.Uscc, OrganisationSteps.Phone, async page =>
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("扶风县城关街道五号"));
        var claimed = await browser.App.WithDatabaseAsync(db => db.Set<Organisation>().AsNoTracking().SingleAsync(o => o.Uscc == listed.Uscc));
        claimed.Id.ShouldBe(listed.Id);
        (claimed.State, claimed.Industry, claimed.Staff).ShouldBe((OrganisationState.Active, "C1515", 46));
    }

    [Fact]
    public async Task The_language_changes_and_the_place_stays()
    {
        var organisation = await browser.App.NewOrganisationAsync();
        var administrator = await browser.App.NewPersonAsync("马管理");
        await browser.App.JoinAsync(administrator, organisation, Role.Administrator);
        await browser.VisitAsAsync(administrator, "/organisations/register", OrganisationSteps.Phone, async page =>
        {
            await page.FillAsync("[name=uscc]", Inhabitants.NewUscc());
            await page.GoAsync("**/organisations/register/*");
            foreach (var path in (string[])[new Uri(page.Url).AbsolutePath + "/region?at=652701&q=%E5%8D%9A", $"/organisations/{organisation.Uscc}/members", "/tasks?show=week", "/account/sessions"])
            {
                (await page.GotoAsync(path))!.Status.ShouldBe(200, path);
                var titles = new HashSet<string>(StringComparer.Ordinal);
                foreach (var (language, direction) in new[] { ("ug", "rtl"), ("en", "ltr"), ("zh-CN", "ltr") })
                {
                    await page.ClickAsync(".menu-label");
                    await page.ClickAsync($".languages button[value={language}]");
                    await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", language);
                    (await page.GetAttributeAsync("html", "dir")).ShouldBe(direction);
                    page.Url.ShouldEndWith(path);
                    titles.Add(await page.InnerTextAsync("h1"));
                }
                titles.Count.ShouldBe(3, path);
            }
            // Also from a form that came back with its mistakes.
            await page.GotoAsync($"/organisations/{organisation.Uscc}/delegations");
            await page.ClickAsync("form[enctype] .button");
            await Assertions.Expect(page.Locator(".error-summary")).ToBeVisibleAsync();
            await page.ClickAsync(".menu-label");
            await page.ClickAsync(".languages button[value=en]");
            await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
            new Uri(page.Url).AbsolutePath.ShouldBe($"/organisations/{organisation.Uscc}/delegations");
            await OrganisationSteps.CleanAsync(page);
        });
    }
}
