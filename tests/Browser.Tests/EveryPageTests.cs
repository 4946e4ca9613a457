using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>What holds for every page of the site in every language, at both widths, in both themes.</summary>
public sealed class EveryPageTests(BrowserFixture browser)
{
    [Theory, MemberData(nameof(SitePages.InEveryLanguage), MemberType = typeof(SitePages))]
    public async Task Axe_finds_nothing_and_it_fits_the_screen(string path, string language) =>
        await browser.VisitAsync(path, new Visitor(language), async page =>
        {
            (await page.GetAttributeAsync("html", "lang")).ShouldBe(language);
            (await page.GetAttributeAsync("html", "dir")).ShouldBe(language == "ug" ? "rtl" : "ltr");
            (await page.Locator("h1").CountAsync()).ShouldBe(1);
            // One load and four looks: loading each anew takes the suite twice as long and shows nothing more.
            foreach (var width in (int[])[1366, 390])
            {
                await page.SetViewportSizeAsync(width, 800);
                (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, $"{path} scrolls sideways");
                foreach (var scheme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
                {
                    await page.EmulateMediaAsync(new() { ColorScheme = scheme });
                    (await Axe.ViolationsAsync(page)).ShouldBeEmpty($"{path} at {width}, {scheme}");
                }
            }
        });
}
