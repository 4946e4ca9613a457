using System.Globalization;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Kept;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>A portfolio comes in with the dirt of real tables, is offered, and is found by somebody who knows half a sentence of it; who asked to be told is told by mail.</summary>
public sealed class CatalogueJourneyTests(BrowserFixture browser)
{
    private const string Head = "序号,专利号,专利名称,申请（专利权）人,申请日,授权公告日,主分类号,摘要,有效性,法律状态日期\n";
    private const string Irrigation = "本发明公开了一种棉田膜下滴灌管网的压力补偿装置，包括主管、支管和安装在支管进口的补偿阀，阀芯随水压移动改变过流面积，使首尾滴头的流量差小于百分之五。";
    private const string Filter = "一种滴灌用旋流反冲洗过滤器，筒体内设旋流片和可转动的滤网，泥沙沿筒壁下沉后由底部排污口排出，不停水即可反冲洗。";
    private const string Winder = "本实用新型涉及滴灌带田间回收装置，由液压马达带动卷盘，排带机构往复移动使滴灌带均匀卷绕，并清除附着的泥土。";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Imported_with_its_dirt_mended_offered_found_compared_and_announced_by_mail()
    {
        await using var smtp = new SmtpServer();
        await smtp.InitializeAsync();
        await using var app = await RunningApp.StartAsync(await browser.NewDatabaseAsync(), smtp.Settings.ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal));
        var university = await app.NewOrganisationAsync(OrganisationKind.University, "652701", "博尔塔拉职业技术学院");
        var (clerk, head, seeker) = (await app.NewPersonAsync("古丽"), await app.NewPersonAsync("林主任"), await app.NewPersonAsync("周厂长", mail: "zhou@factory.example"));
        await app.JoinAsync(clerk, university, Role.Operator);
        await app.JoinAsync(head, university, Role.Administrator);

        await AsAsync(app, seeker, 390, "/patents?q=滴灌", async page =>
        {
            await page.SelectOptionAsync("[name=alert]", "AtOnce");
            await page.ClickAsync(".save-search .button");
            await page.ArrivedAsync("**/saved-searches*");
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("滴灌");
            await OrganisationSteps.CleanAsync(page);
        });
        await AsAsync(app, clerk, 1366, "/portfolio/import", async page =>
        {
            await OrganisationSteps.CleanAsync(page);
            // What nobody has looked up for long cannot be offered, so the export says when it was.
            var today = Day(TimeProvider.System.GetUtcNow());
            // Full width, ZL, a lost title and a mistyped check digit.
            await ImportAsync(page, "专利清单.csv", Head
                + $"1,ＺＬ２０２３１９９９９００１．８,棉田膜下滴灌管网的压力补偿装置,{university.Name},2023.03.01,2024年5月7日,A01G25/02(2006.01)I,{Irrigation},有效,{today}\n"
                + $"2,CN202419999004.7,滴灌用旋流反冲洗过滤器,{university.Name},20240110,2025-06-03,B01D29/68,{Filter},有效,{today}\n"
                + $"3,202229999006.1,,{university.Name},2022/8/9,2023-02-03,B65H75/38,{Winder},有效,{today}\n");
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("202419999004.7");
            await OrganisationSteps.CleanAsync(page);
            var rejects = await page.Context.APIRequest.GetAsync(app.Url + await page.Locator("a[href*='rejects']").GetAttributeAsync("href"));
            var mended = Encoding.UTF8.GetString(await rejects.BodyAsync()).Replace("202419999004.7", "202419999004.6", StringComparison.Ordinal)
                .Replace("202229999006.1,,", "202229999006.1,滴灌带田间回收装置,", StringComparison.Ordinal);
            await page.GotoAsync("/portfolio/import");
            await ImportAsync(page, "专利清单-更正.csv", mended);
            await Assertions.Expect(page.Locator("a[href*='rejects']")).ToHaveCountAsync(0);
            await page.GotoAsync("/portfolio");
            await Assertions.Expect(page.Locator("main tbody tr")).ToHaveCountAsync(3);
            await OrganisationSteps.CleanAsync(page);

            await page.GotoAsync("/patents/202319999001");
            await page.ClickAsync("a[href^='/listings/new']");
            await OrganisationSteps.CleanAsync(page);
            await page.Locator("input[value=OrdinaryLicence]").CheckAsync(new() { Force = true });
            await page.Locator("input[value=LumpSum]").CheckAsync(new() { Force = true });
            await page.FillAsync("[name=amount]", "50000");
            await page.SelectOptionAsync("[name=maturity]", "7");
            await page.FillAsync("[name=scenes]", "新疆棉田滴灌首部与田间管网改造。");
            await page.FillAsync("[name=contactName]", "古丽");
            await page.FillAsync("[name=contactPhone]", "0909-2318888");
            await page.FillAsync("[name=expiresOn]", Day(TimeProvider.System.GetUtcNow().AddYears(1)));
            await page.ClickAsync(".listing-form .button:not(.secondary)");
            await page.ArrivedAsync("**/review*");
            await OrganisationSteps.CleanAsync(page);
            await page.ClickAsync("button[value=submit]");
            await Assertions.Expect(page.Locator("main .lead")).ToContainTextAsync("待审核");
        });
        await AsAsync(app, head, 390, "/tasks", async page =>
        {
            await page.Locator("main tbody a").First.ClickAsync();
            await page.ClickAsync("button[value=approve]");
            await Assertions.Expect(page.Locator("main .lead")).ToContainTextAsync("已发布");
            await OrganisationSteps.CleanAsync(page);
        });

        await browser.WithPageAsync(app.Url, new Visitor(), async page =>
        {
            await page.GotoAsync("/patents");
            await page.FillAsync("#q", Irrigation[15..48]);
            await page.PressAsync("#q", "Enter");
            await Assertions.Expect(page.Locator(".hits h3").First).ToContainTextAsync("压力补偿装置");
            await Assertions.Expect(page.Locator(".hit-why mark").First).ToBeVisibleAsync();
            await page.FillAsync("#q", "滴灌");
            await page.PressAsync("#q", "Enter");
            await Assertions.Expect(page.Locator(".hits li")).ToHaveCountAsync(3);
            await OrganisationSteps.CleanAsync(page);
            await page.Locator("input[name=ipc][value=A01G]").CheckAsync();
            await page.Locator("input[name=region][value='650000']").CheckAsync();
            await page.ClickAsync("button[form=search].secondary");
            await Assertions.Expect(page.Locator(".hits li")).ToHaveCountAsync(1);
            await Assertions.Expect(page.Locator(".chips li")).ToHaveCountAsync(3);
            await page.ClickAsync(".chips .clear");
            await page.Locator(".tick input").Nth(0).CheckAsync();
            await page.Locator(".tick input").Nth(1).CheckAsync();
            await page.ClickAsync(".compare-bar .button");
            await page.ArrivedAsync("**/patents/compare*");
            await Assertions.Expect(page.Locator(".compare thead th")).ToHaveCountAsync(3);
            await OrganisationSteps.CleanAsync(page);
            await page.GotoAsync("/patents/202319999001");
            await Assertions.Expect(page.Locator(".offers")).ToContainTextAsync("万元");
            await OrganisationSteps.CleanAsync(page);
            await page.EmulateMediaAsync(new() { Media = Media.Print });
            await Assertions.Expect(page.Locator(".main-nav")).ToBeHiddenAsync();
            await Assertions.Expect(page.Locator(".citation")).ToBeVisibleAsync();
        });

        // The program's own job may have been first: then there is nothing left to send.
        await using (var scope = app.Services.CreateAsyncScope()) await ActivatorUtilities.CreateInstance<SavedSearchAlerts>(scope.ServiceProvider).RunAsync(Ct);
        var mail = await smtp.ReadAsync("zhou@factory.example", Ct);
        mail.Body.ShouldContain("棉田膜下滴灌管网的压力补偿装置");
    }

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Uploads, confirms the preview and waits until it is done.</summary>
    private static async Task ImportAsync(IPage page, string name, string text)
    {
        await page.SetInputFilesAsync("[name=file]", new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
        await page.ClickAsync("main form .button");
        await page.ArrivedAsync("**/portfolio/imports/*");
        await OrganisationSteps.CleanAsync(page);
        await page.ClickAsync("button[value=confirm]");
        for (var look = 0; look < 50 && await page.Locator("progress, .notice:has-text('正在')").CountAsync() > 0; look++)
        {
            await page.WaitForTimeoutAsync(200);   // The page says "look again"; it has no script to do so.
            await page.ReloadAsync();
        }
        await Assertions.Expect(page.Locator("main .lead")).ToContainTextAsync("已完成");
    }

    private Task AsAsync(RunningApp app, Person person, int width, string path, Func<IPage, Task> act) => browser.WithPageAsync(app.Url, new Visitor(Width: width), async page =>
    {
        var session = await app.SessionCookieAsync(person);
        await page.Context.AddCookiesAsync([new() { Name = session.Name, Value = session.Value, Url = app.Url }]);
        await page.GotoAsync(path);
        await act(page);
    });
}
