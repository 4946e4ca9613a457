namespace Marketplace.Browser.Tests;

/// <summary>What holds for every page of the site in every language, at both widths, in both themes.</summary>
public sealed class EveryPageTests(BrowserFixture browser)
{
    [Theory, MemberData(nameof(SitePages.InEveryLanguage), MemberType = typeof(SitePages))]
    public async Task Axe_finds_nothing_and_it_fits_the_screen(string path, string language) =>
        await browser.VisitInKeptTabAsync(path, new Visitor(language), async page =>
        {
            (await page.GetAttributeAsync("html", "lang")).ShouldBe(language);
            (await page.GetAttributeAsync("html", "dir")).ShouldBe(language == "ug" ? "rtl" : "ltr");
            (await FourLooks.FindAsync(page)).ShouldBeEmpty();
            // The tab is kept for the next.
            await FourLooks.PrepareAsync(page);
        });
}
