using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>What holds for every page of the site for whoever has no script, no mouse or no eyes on the screen.</summary>
public sealed class EveryPageWithoutMouseOrScriptTests(BrowserFixture browser)
{
    [Theory, MemberData(nameof(SitePages.Each), MemberType = typeof(SitePages))]
    public async Task Works_without_script_and_without_anything_inline(string path) =>
        await browser.VisitAsync(path, new Visitor(Script: false), async page =>
        {
            await Assertions.Expect(page.Locator("h1")).ToBeVisibleAsync();
            var html = await page.ContentAsync();
            html.ShouldNotContain(" style=");
            html.ShouldNotMatch(@"<script(?![^>]*\bsrc=)");
            html.ShouldNotMatch(@"\son[a-z]+=");
        });

    [Theory, MemberData(nameof(SitePages.Each), MemberType = typeof(SitePages))]
    public async Task Keyboard_reaches_the_content_first_and_shows_where_it_is(string path) =>
        await browser.VisitAsync(path, new Visitor(), async page =>
        {
            await page.EvaluateAsync("document.activeElement.blur()");
            await page.Keyboard.PressAsync("Tab");
            await Assertions.Expect(page.Locator(".skip")).ToBeFocusedAsync();
            await Assertions.Expect(page.Locator(".skip")).ToBeInViewportAsync();
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Locator("main")).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Tab");
            (await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle")).ShouldBe("solid");
        });
}
