using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>What holds for every page of those who are signed in: with the people and the data of the demonstration, in every language, at both widths, in both themes.</summary>
public sealed class SignedInPagesTests(BrowserFixture browser)
{
    /// <summary>Who opens what. A feature adds its own page by a line; words in braces are looked up for that person.</summary>
    private static readonly Dictionary<string, string[]> s_pages = new(StringComparer.Ordinal)
    {
        // The administrator of a university: their own account and everything about their organisation.
        ["林晓岚"] =
        [
            "/", "/account", "/account/details", "/account/contact/phone", "/account/contact/mail", "/account/password", "/account/second-factor", "/account/passkeys",
            "/account/sessions", "/account/outside", "/account/notices", "/account/data", "/account/data/erase", "/sign-in/kept",
            "/organisations", "/organisations/{own}", "/organisations/{own}/edit", "/organisations/{own}/names", "/organisations/{own}/labels", "/organisations/{own}/structure",
            "/organisations/{own}/members", "/organisations/{own}/members/{self}", "/organisations/{own}/members/{colleague}", "/organisations/{own}/delegations",
            "/organisations/{own}/api-clients", "/organisations/authorisation", "/organisations/{own}/members/requests/{asked}", "/organisations/links/{link}",
            "/favourites", "/saved-searches", "/holders/{own}", "/needs", "/needs/import",
            "/portfolio", "/portfolio?state=FeeGrace", "/portfolio?q=nothing", "/portfolio/calendar", "/patents/{patent}", "/patents/{patent}/history", "/patents/{patent}/history?form=check",
            "/patents/{patent}/history?form=value", "/patents/{patent}/history?form=family", "/patents/{patent}/secrecy", "/patents/{model}", "/patents/{model}/history?form=report",
            "/portfolio/import", "/portfolio/claims",
            "/portfolio/needs", "/portfolio/needs?by=patent", "/portfolio/needs?show=dismissed", "/talks", "/talks/{talk}",
            "/listings", "/listings?state=gazette", "/listings/new", "/listings/import", "/listings/batches/{declarations}",
            "/licences", "/licences/{given}", "/licences/{given}/certificate",
            "/declarations", "/declarations/{drafted}", "/declarations/{drafted}?step=Submit", "/declarations?state=Announced",
            "/deals", "/deals?state=Effective", "/deals/new", "/deals/{deal}", "/deals/{deal}/propose", "/deals/clauses",
            "/pledges", "/pledges?state=Enforced", "/pledges/new?no={patent}", "/pledges/new?renews={pledge}", "/pledges/{pledge}", "/pledges/{pledge}/terms", "/pledges/{pledge-draft}", "/pledges/{pledge-draft}/terms",
            "/trials", "/trials?state=Lapsed", "/trials/{trial}", "/trials/{trial}?form=terms", "/trials/{asked-trial}", "/trials/{asked-trial}?form=terms", "/trials/new?no={tried}",
            "/fees/due", "/fees/due?state=all", "/licences/{running}/fees", "/licences/{running}/fees/2", "/licences/{running}/fees/3", "/licences/{running}/ending",
            "/approvals", "/approvals?show=Decided", "/approvals/{approval}", "/organisations/{own}/approvals", "/signing/{signing}",
            "/listings/{listing}/estimate", "/listings/{listing}/estimate?method=OwnUse", "/listings/{listing}/estimate?method=EarlierLicences", "/listings/{listing}/estimate?method=Valuation",
        ],
        // Somebody whose registration lies with the bureau.
        ["郝自然"] =
        [
            "/organisations", "/organisations/register", "/organisations/register?uscc=91652701MD00001122", "/organisations/register/{registration}",
            "/organisations/register/{registration}/identity", "/organisations/register/{registration}/region?at=652701", "/organisations/register/{registration}/region?q=博",
            "/organisations/register/{registration}/people", "/organisations/register/{registration}/papers", "/organisations/authorisation?registration={registration}", "/tasks/waiting",
            "/organisations/register/{draft}", "/organisations/register/{draft}/identity", "/organisations/register/{draft}/region?at=652701",
            "/organisations/register/{draft}/region?q=博", "/organisations/register/{draft}/people", "/organisations/register/{draft}/papers",
        ],
        // The reviewer of that bureau.
        ["范宏"] =
        [
            "/tasks", "/tasks?show=overdue", "/tasks/{work}", "/tasks/done", "/tasks/away", "/organisations/review", "/organisations/review?state=Refused&q=x",
            "/organisations/review/{reviewed}", "/organisations/{supervised}/standing", "/organisations/{vacant}/administrator", "/regions", "/reports", "/directory", "/claims",
        ],
        // A bureau's clerk, who keeps the directory.
        ["叶尔肯"] =
        [
            "/directory", "/directory?region=652701&size=Small", "/directory?q=nobody", "/directory/coverage", "/directory/import", "/directory/invite",
            "/directory?sort=-name", "/directory/entries/{entry}", "/directory/imports/{import}", "/directory/invitations", "/directory/invitations/{round}", "/gazette",
            "/needs/on-behalf", "/needs/collected", "/needs/collected/import", "/drives", "/drives/new",
            "/pushes", "/pushes/new", "/pushes/outside", "/pushes/figures", "/pushes/figures/rows", "/account/match-alerts",
            "/mediation", "/talks", "/licences", "/deals", "/pledges", "/fees/due", "/trials", "/disputes", "/disputes?state=Agreed", "/disputes/{dispute}", "/disputes/powers",
            "/plans", "/plans/new", "/plans/bozhou", "/plans/kezhou", "/plans/bozhou/indicators/1", "/plans/bozhou/indicators/2", "/plans/bozhou/indicators/1/enter", "/plans/bozhou/indicators/7/enter",
            "/plans/bozhou/reports", "/plans/bozhou-2030", "/plans/bozhou-2030/indicators/1", "/plans/bozhou-2030/indicators/2/gap", "/conversions/periods/2026Q3/report", "/plans/rounds", "/plans/rounds/new", "/plans/rounds/{round-asked}", "/plans/rounds/units/{round-unit}", "/plans/rounds/units/{round-reported}", "/plans/bozhou/forms", "/plans/bozhou/forms/placeholders", "/plans/bozhou/forms/{superior-form}",
            "/plans/bozhou/assessments", "/plans/bozhou/assessments/2024", "/plans/bozhou/assessments/2025", "/plans/assessments/units/{assessed-unit}",
            "/plans/bozhou/tasks/1.2", "/plans/bozhou/import", "/conversions", "/conversions?state=Returned", "/conversions/new", "/conversions/{conversion}", "/conversions/{conversion-draft}/edit",
            "/conversions/duplicates", "/conversions/duplicates?rule=D16", "/conversions/duplicates/{suspect}", "/conversions/duplicates/{merged}", "/conversions/import", "/conversions/imports/{conversions}",
            "/conversions/overview", "/conversions/overview?span=year", "/conversions/periods", "/conversions/periods/2026Q3",
            "/conversions/follow-ups", "/conversions/follow-ups?overdue=true&half=2026H2",
            "/conversions/signals", "/conversions/signals?kind=RoundTrip&looked=no", "/conversions/{signalled}", "/conversions/{signalled}/signals",
        ],
        ["汪敏"] = ["/conversions?mine=true", "/conversions/{conversion-checked}", "/conversions/steps", "/plans/assessments/units/{assessed-unit}"],
        // The clerk who asked on the phone what became of them.
        ["谢婷"] = ["/plans/bozhou/assessments", "/plans/assessments/units/{assessed-unit}", "/conversions/follow-ups", "/conversions/follow-ups/{follow-up}", "/conversions/follow-ups/{follow-up-answered}", "/conversions/follow-ups/{follow-up-answered}/answer", "/conversions/{followed}", "/f/{follow-up-code}"],
        // An enterprise: of its licences one is in effect and one waits for its payment.
        ["努尔兰"] =
        [
            "/licences", "/licences?state=Ended", "/licences/{taken}", "/licences/{taken}/certificate", "/licences/{unpaid}",
            "/licences/new?no=201819990164", "/licences/{unpaid}/online", "/payments/orders/{order}", "/payments/refunds", "/licences/{taken}/refund",
            "/trials", "/trials/{trial}", "/trials/{asked-trial}", "/trials/new?no={tried}", "/disputes", "/disputes/{dispute}", "/disputes/new?licence={running}",
            "/fees/due", "/fees/due?state=Paid", "/licences/{running}", "/licences/{running}/fees", "/licences/{running}/fees/2",
            "/licences/{running}/fees/3", "/licences/{running}/ending", "/deals", "/deals/{deal}", "/pledges", "/follow-ups/{follow-up-asked}",
        ],
        // A university that received what a licence brought, whose bank has something to say and one of whose licensees paid twice; and one who has a share of it.
        ["赵明远"] =
        [
            "/income", "/income?state=Paid", "/income/{sharing}", "/organisations/{own}/income-rules", "/organisations/{own}/year", "/organisations/{own}/year/rows?y={year}&of=Received",
            "/licences", "/licences/{given}", "/licences/{given}/contract", "/payments/statement", "/payments/statement/{statement}", "/payments/refunds", "/payments/refunds/{refund}",
            "/declarations/{publicised}?step=UpholdObjection",
        ],
        // Its price is in public, and somebody objects.
        ["高静"] = ["/declarations/{publicised}", "/publicity/{publicised}", "/account/shares", "/account/data"],
        ["尤安"] = ["/privacy/requests", "/organisations/review", "/people", "/people/{self}", "/people/{colleague}", "/people/resets/{reset}"],
        ["江一帆"] = ["/reports", "/tasks", "/industry-tables", "/industry-tables/{edition}", "/licence-statistics", "/matching/weights", "/matching/weights/{weights}"],
    };

    public static TheoryData<string, string> InEveryLanguage()
    {
        var data = new TheoryData<string, string>();
        foreach (var person in s_pages.Keys)
        {
            foreach (var language in (string[])["zh-CN", "en", "ug"]) data.Add(person, language);
        }
        return data;
    }

    [Theory, MemberData(nameof(InEveryLanguage))]
    public async Task Axe_finds_nothing_and_they_fit_the_screen(string name, string language)
    {
        var person = await browser.App.WithDatabaseAsync(db => db.Set<Person>().AsNoTracking().SingleAsync(p => p.DisplayName == name && p.PhoneNumber!.StartsWith("199000000")));
        var words = await new PageWords(browser).OfAsync(person);
        var paths = s_pages[name].Select(path => words.Aggregate(path, (text, word) => text.Replace($"{{{word.Key}}}", word.Value, StringComparison.Ordinal))).ToList();
        // Two windows: one alone keeps no machine busy, and these pages are most of what the browser looks at.
        var found = await Task.WhenAll(paths.Chunk((paths.Count + 1) / 2).Select(half => LookAtAllAsync(person, language, half)));
        found.SelectMany(each => each).ShouldBeEmpty();
    }

    private async Task<List<string>> LookAtAllAsync(Person person, string language, string[] paths)
    {
        var found = new List<string>();
        await browser.VisitAsAsync(person, "/preferences", new Visitor(language, Errs: true), async page =>
        {
            foreach (var path in paths) found.AddRange((await LookAsync(page, path)).Select(what => $"{path}: {what}"));
        });
        return found;
    }

    private static async Task<List<string>> LookAsync(IPage page, string path)
    {
        await FourLooks.PrepareAsync(page);
        var answer = await page.GotoAsync(path);
        if (answer!.Status != 200 || new Uri(page.Url).PathAndQuery != new Uri(answer.Request.Url).PathAndQuery || answer.Request.RedirectedFrom is not null)
            return [$"answered {answer.Status} at {page.Url}"];
        return await FourLooks.FindAsync(page);
    }
}
