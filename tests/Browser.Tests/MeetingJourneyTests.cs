using System.Text.RegularExpressions;
using Marketplace.Matching.Factors;
using Marketplace.Testing;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Matchmaking.Meetings;
using Marketplace.Web.Matchmaking.Pushes;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Marketplace.Browser.Tests;

/// <summary>What the market is for, each time from where somebody begins to where two talk: an enterprise with a problem, a holder with an answer, a bureau between them.</summary>
public sealed partial class MeetingJourneyTests(BrowserFixture browser)
{
    private const int Desk = 1366;
    private const int Phone = 390;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A stranger first, as most who come with a problem are: they must not be asked who they are before they see that something answers it.</summary>
    [Theory, InlineData(Desk), InlineData(Phone)]
    public async Task An_enterprise_says_its_problem_and_writes_to_the_holder_within_ten_clicks(int width)
    {
        await using var stage = await MeetingStage.StartAsync(browser);
        await PreviewedAsync(stage);
        await stage.VisitAsync(null, "/", width, async page =>
        {
            var hand = new Hand(page);
            await OrganisationSteps.CleanAsync(page);
            await hand.ClickAsync("main .start a.button[href='/needs/new']", "**/needs/new");
            await page.FillAsync("main [name=text]", MeetingStage.Problem);
            await hand.ClickAsync("#need .button:not([formaction])");
            var best = page.Locator("main ol.plain > li").First;
            await Expect(best.Locator("h3")).ToContainTextAsync(MeetingStage.Answer);
            await Expect(best.Locator("h3 mark").First).ToBeVisibleAsync();
            await Expect(best.Locator(".reasons li").First).ToBeVisibleAsync();
            await OrganisationSteps.CleanAsync(page);
            await hand.ClickAsync("#need button[formaction$='handler=Save']", "**/sign-in?return=*");
            await page.FillAsync("main [name=login]", stage.Owner.PhoneNumber!);
            await hand.ClickAsync("form[action='/sign-in'] .button:not(.secondary)", "**/sign-in/code");
            await page.FillAsync("main [name=code]", await CodeAsync(stage));
            await hand.ClickAsync("form[action='/sign-in/code'] .button", "**/needs/new?kept=*");
            await hand.ClickAsync(".notice button[form=need]");
            await page.ArrivedAsync(NeedPage);
            await OrganisationSteps.CleanAsync(page);
            await hand.ClickAsync("main button[value=Open]");
            await page.ArrivedAsync("**/matches");
            // The page looks again by itself until they are there.
            var first = page.Locator(".hits > li").First;
            await Expect(first.Locator("h2")).ToContainTextAsync(MeetingStage.Answer, new() { Timeout = 30_000 });
            await Expect(first.Locator("h2 mark").First).ToBeVisibleAsync();
            await OrganisationSteps.CleanAsync(page);
            await hand.ClickAsync(".hits > li:first-child h2 a", "**/matches/" + stage.No);
            await page.FillAsync("main [name=text]", "请问一小时能处理多少公斤？");
            await hand.ClickAsync("form[action*='handler=Contact'] .button", "**/talks/*");
            await Expect(page.Locator(".timeline")).ToContainTextAsync("多少公斤");
            hand.Clicks.ShouldBeLessThanOrEqualTo(10);
        });
        await stage.VisitAsync(stage.Holder, "/tasks", width, async page =>
        {
            await page.ClickAsync("main tbody th a");
            await page.ArrivedAsync("**/talks/*");
            await Expect(page.Locator(".timeline")).ToContainTextAsync("多少公斤");
            await Expect(page.Locator("main")).Not.ToContainTextAsync(stage.Firm.Name);
            await OrganisationSteps.CleanAsync(page);
            await page.GotoAsync("/account/messages");
            await Expect(page.Locator("main a[href^='/talks/']").First).ToBeVisibleAsync();
        });
    }

    [Fact]
    public async Task A_pushed_patent_is_asked_about_and_its_holder_answers_in_time()
    {
        await using var stage = await MeetingStage.StartAsync(browser);
        await stage.ListedAsync();
        var push = "";
        await stage.VisitAsync(stage.Clerk, "/pushes", Desk, async page =>
        {
            var hand = new Hand(page);
            await hand.ClickAsync("main a.button[href='/pushes/new']", "**/pushes/new");
            await page.FillAsync("main [name=numbers]", stage.No);
            await hand.ClickAsync("main form[method=post] .button", "**/edit");
            await page.FillAsync("main [name=enterprises]", stage.Firm.Name);
            await page.FillAsync("main [name=reason]", "贵单位的行业与这件专利的应用领域相同。");
            await hand.ClickAsync("main form[method=post] .button");
            await page.ArrivedAsync(PastTheForm);
            await OrganisationSteps.CleanAsync(page);
            await hand.ClickAsync("form[action*='handler=Confirm'] .button");
            await Expect(page.Locator("form[action*='handler=Withdraw']")).ToBeVisibleAsync();
            await OrganisationSteps.CleanAsync(page);
            push = new Uri(page.Url).AbsolutePath;
        });
        // The ten minutes in which it can be taken back have passed.
        await stage.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update pushes set not_before = now() - interval '1 second'", Ct));
        await stage.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"select pg_notify({PushWorker.Channel}, '')", Ct));
        await ToldAsync(stage, stage.Owner.Id, "push.patents");
        await stage.VisitAsync(stage.Owner, "/account/messages", Phone, async page =>
        {
            var hand = new Hand(page);
            await hand.ClickAsync("main a[href*='/pushed/']", "**/pushed/*");
            await Expect(page.Locator("main")).ToContainTextAsync(stage.Bureau.Name);
            await hand.ClickAsync("main h2 a", "**/patents/" + stage.No);
            await hand.ClickAsync("main a.button[href^='/ask']", "**/ask?*");
            await page.FillAsync("main [name=text]", "我们也烘干枸杞，请问有样机吗？");
            await hand.ClickAsync("main form .button", "**/talks/*");
            hand.Clicks.ShouldBeLessThanOrEqualTo(4);
        });
        await ToldAsync(stage, stage.Holder.Id, MeetingNotices.MailTalk.Key);
        await stage.VisitAsync(stage.Holder, "/account/messages", Desk, async page =>
        {
            var hand = new Hand(page);
            await hand.ClickAsync("main a[href*='/talks/']", "**/talks/*");
            await Expect(page.Locator("main")).ToContainTextAsync("请问有样机吗");
            await Expect(page.Locator("main")).Not.ToContainTextAsync(stage.Firm.Name);
            await RepliesAsync(stage, page, "有，欢迎来看。");
        });
        await stage.VisitAsync(stage.Owner, "/talks", Phone, async page =>
        {
            var hand = new Hand(page);
            await OrganisationSteps.CleanAsync(page);
            await hand.ClickAsync("main tbody th a", "**/talks/*");
            await Expect(page.Locator(".timeline")).ToContainTextAsync("欢迎来看");
        });
        await stage.VisitAsync(stage.Clerk, push, Desk, async page =>
        {
            (await stage.App.WithDatabaseAsync(db => db.Set<PushDelivery>().AnyAsync(d => d.PersonId == stage.Owner.Id && d.ReadAt != null, Ct))).ShouldBeTrue();
            await OrganisationSteps.CleanAsync(page);
        });
    }

    [Fact]
    public async Task A_holder_asks_for_an_introduction_and_answers_once_its_owner_has_disclosed()
    {
        await using var stage = await MeetingStage.StartAsync(browser);
        var need = await stage.NeedAsync();
        await stage.MatchedAsync(need);
        await stage.VisitAsync(stage.Holder, "/portfolio", Desk, async page =>
        {
            var hand = new Hand(page);
            await hand.ClickAsync("main a[href='/portfolio/needs']", "**/portfolio/needs");
            await Expect(page.Locator(".hits mark").First).ToBeVisibleAsync();
            await Expect(page.Locator("main")).Not.ToContainTextAsync(stage.Firm.Name);
            await hand.ClickAsync(".hits > li:first-child h2 a", "**/portfolio/needs/*");
            await Expect(page.Locator("main")).Not.ToContainTextAsync("机密");
            await page.FillAsync("main [name=note]", "样机已试用两年，可以先看现场。");
            await hand.ClickAsync("form[action*='handler=Ask'] .button", "**/introductions/*");
            hand.Clicks.ShouldBeLessThanOrEqualTo(3);
        });
        await stage.VisitAsync(stage.Owner, "/tasks", Phone, async page =>
        {
            var hand = new Hand(page);
            await hand.ClickAsync("main tbody th a", "**/introductions/*");
            await Expect(page.Locator("main")).ToContainTextAsync("可以先看现场");
            await page.Locator("input[name=seen][value=yes]").CheckAsync(new() { Force = true });
            await hand.ClickAsync("form[action*='handler=Agree'] .button", "**/talks/*");
            await page.FillAsync("main [name=text]", "能耗大概多少？");
            await hand.ClickAsync("main form[enctype] .button");
            await Expect(page.Locator(".timeline")).ToContainTextAsync("能耗大概多少");
            await hand.ClickAsync("main a[href$='/disclosures']", "**/disclosures");
            if (await page.Locator("main details:not([open]):has([name=parts])").CountAsync() > 0) await hand.ClickAsync("main details:has([name=parts]) > summary");
            await page.Locator("input[name=parts][value=Detail]").CheckAsync();
            await hand.ClickAsync("form[action*='handler=Grant'] .button");
            await Expect(page.Locator("main .notice.ok")).ToBeVisibleAsync();
            await OrganisationSteps.CleanAsync(page);
        });
        await stage.VisitAsync(stage.Holder, "/talks", Desk, async page =>
        {
            var hand = new Hand(page);
            await hand.ClickAsync("main tbody th a[href^='/talks/']", "**/talks/*");
            await Expect(page.Locator("main")).ToContainTextAsync(stage.Firm.Name);
            await hand.ClickAsync("main a[href^='/portfolio/needs/']", "**/portfolio/needs/*");
            await Expect(page.Locator("main")).Not.ToContainTextAsync("一百八十五度");
            await page.CheckAsync("#agreed");
            await hand.ClickAsync("form[action*='handler=Accept'] .button");
            await Expect(page.Locator("main")).ToContainTextAsync("一百八十五度");
            await OrganisationSteps.CleanAsync(page);
            await hand.ClickAsync("main a[href^='/talks/']", "**/talks/*");
            await RepliesAsync(stage, page, "每小时九十度电左右。");
        });
    }

    [Fact]
    public async Task A_bureau_finds_a_gap_and_brings_both_sides_together()
    {
        await using var stage = await MeetingStage.StartAsync(browser);
        // Fewer than three would be told to nobody.
        foreach (var other in (string[])["一号测试厂", "二号测试厂"]) await stage.NeedAsync(await stage.App.NewOrganisationAsync(name: other), "枸杞清洗分级", "枸杞鲜果清洗后分级不准，想找按大小和颜色分级的设备。");
        var need = await stage.NeedAsync();
        await stage.MatchedAsync(need);
        await stage.VisitAsync(stage.Clerk, "/", Desk, async page =>
        {
            var hand = new Hand(page);
            await hand.ClickAsync(".main-nav a[href='/mediation']", "**/mediation");
            var gap = page.Locator("#gaps + table tbody tr", new() { HasText = "枸杞" });
            await Expect(gap).ToContainTextAsync(stage.University.Name);
            await Expect(gap.Locator("td.number").First).ToHaveTextAsync("3");
            await Expect(Contacts(page)).ToHaveTextAsync("0");
            await Expect(page.Locator("main")).Not.ToContainTextAsync(stage.Firm.Name);
            await hand.ClickAsync($"#needs + table a:has-text('{need.Title}')", "**/mediation/needs/*");
            await Expect(page.Locator("main tbody tr", new() { HasText = MeetingStage.Answer })).ToContainTextAsync(stage.University.Name);
            await hand.ClickAsync($"main tbody tr:has-text('{MeetingStage.Answer}') form .button", "**/introductions/*");
            hand.Clicks.ShouldBeLessThanOrEqualTo(3);
        });
        foreach (var (person, width) in new[] { (stage.Owner, Phone), (stage.Holder, Desk) })
        {
            await stage.VisitAsync(person, "/tasks", width, async page =>
            {
                var hand = new Hand(page);
                await hand.ClickAsync("main tbody th a", "**/introductions/*");
                await hand.ClickAsync("form[action*='handler=Agree'] .button");
                await Expect(page.Locator("main .notice.ok")).ToBeVisibleAsync();
                await OrganisationSteps.CleanAsync(page);
            });
        }
        await stage.VisitAsync(stage.Owner, "/talks", Phone, async page =>
        {
            var hand = new Hand(page);
            await hand.ClickAsync("main tbody th a[href^='/talks/']", "**/talks/*");
            await page.FillAsync("main [name=text]", "可以先试一台吗？");
            await hand.ClickAsync("main form[enctype] .button");
            await Expect(page.Locator(".timeline")).ToContainTextAsync("先试一台");
        });
        await stage.VisitAsync(stage.Holder, "/tasks", Desk, async page =>
        {
            var hand = new Hand(page);
            await hand.ClickAsync("main tbody th a", "**/talks/*");
            await RepliesAsync(stage, page, "可以，先用后付。");
        });
        await stage.VisitAsync(stage.Clerk, "/mediation", Desk, async page =>
        {
            await Expect(Contacts(page)).ToHaveTextAsync("少于 3");
            await Expect(page.Locator("#needs + table")).Not.ToContainTextAsync(need.Title);
            await OrganisationSteps.CleanAsync(page);
        });
    }

    /// <summary>How many needs of the region led to a contact.</summary>
    private static ILocator Contacts(IPage page) => page.Locator("#funnel ~ dl > div").Nth(3).Locator("dd");

    /// <summary>With the reply the clock stops and the work is done.</summary>
    private static async Task RepliesAsync(MeetingStage stage, IPage page, string text)
    {
        await Expect(page.Locator(".lead time")).ToBeVisibleAsync();
        await page.FillAsync("main [name=text]", text);
        await page.ClickAsync("main form[enctype] .button");
        await Expect(page.Locator(".timeline")).ToContainTextAsync(text);
        await Expect(page.Locator(".lead time")).ToHaveCountAsync(0);
        await OrganisationSteps.CleanAsync(page);
        (await stage.App.WithDatabaseAsync(db => db.Set<Talk>().AsNoTracking().SingleAsync(Ct))).ShouldSatisfyAllConditions(t => t.DueOn.ShouldBeNull(), t => t.FirstReplyAt.ShouldNotBeNull());
        await page.GotoAsync("/tasks");
        await Expect(page.Locator("main .empty")).ToBeVisibleAsync();
    }

    private static Task ToldAsync(MeetingStage stage, Guid person, string template) => MeetingStage.UntilAsync(
        () => stage.App.WithDatabaseAsync(db => db.Set<Message>().AnyAsync(m => m.RecipientKey == PersonMessages.KeyOf(person) && m.Template == template && m.Channel == MessageChannel.InApp && m.State == MessageState.Delivered, Ct)), template);

    private static Task PreviewedAsync(MeetingStage stage) => MeetingStage.UntilAsync(async () =>
    {
        await using var scope = stage.App.Services.CreateAsyncScope();
        var found = await scope.ServiceProvider.GetRequiredService<MatchPreview>().OfAsync(new NeedFacts { Title = "", Text = MeetingStage.Problem }, 5, Ct);
        return found.Any(match => match.ApplicationNo == stage.No);
    }, "the offers are in memory");

    private static Task<string> CodeAsync(MeetingStage stage) => stage.App.WithDatabaseAsync(async db =>
        (await db.Set<Message>().AsNoTracking().Where(m => m.Address == stage.Owner.PhoneNumber && m.Template == "sign-in.code").OrderByDescending(m => m.Id).FirstAsync(Ct)).Parameters["code"]);

    [GeneratedRegex("/needs/[0-9a-f]{8}-[0-9a-f-]{27}$", RegexOptions.None, 1000)]
    private static partial Regex NeedPage { get; }

    [GeneratedRegex("(?<!/edit)$", RegexOptions.None, 1000)]
    private static partial Regex PastTheForm { get; }
}
