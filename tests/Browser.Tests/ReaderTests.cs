using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>The reader's own choices, and the keys.</summary>
public sealed class ReaderTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_language_chosen_in_the_header_stays(bool script) =>
        await browser.VisitAsync("/help/holders?x=1", new Visitor(Script: script), async page =>
        {
            await page.ClickAsync("button[value=ug]");
            page.Url.ShouldEndWith("/help/holders?x=1");
            (await page.GetAttributeAsync("html", "dir")).ShouldBe("rtl");
            await page.GotoAsync("/");
            (await page.GetAttributeAsync("html", "lang")).ShouldBe("ug");
        });

    [Fact]
    public async Task Dark_and_large_are_remembered_without_script() =>
        await browser.VisitAsync("/preferences?return=/help", new Visitor(Script: false), async page =>
        {
            await page.Locator("main input[value=dark]").CheckAsync(new() { Force = true });
            await page.Locator("main input[value=large]").CheckAsync(new() { Force = true });
            await page.ClickAsync("main button");
            page.Url.ShouldEndWith("/help");
            (await page.GetAttributeAsync("html", "data-theme")).ShouldBe("dark");
            (await page.EvaluateAsync<string>("getComputedStyle(document.documentElement).fontSize")).ShouldBe("20px");
        });

    [Fact]
    public async Task Question_mark_shows_the_keys_and_Escape_hides_them() =>
        await browser.VisitAsync("/help", new Visitor(), async page =>
        {
            await page.Keyboard.PressAsync("?");
            await Assertions.Expect(page.Locator("#keys")).ToBeVisibleAsync();
            (await Axe.ViolationsAsync(page)).ShouldBeEmpty();
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.Locator("#keys")).ToBeHiddenAsync();
        });

    [Fact]
    public async Task A_question_mark_in_a_field_is_only_typed() =>
        await browser.VisitAsync("/style", new Visitor(), async page =>
        {
            await page.FocusAsync("#name");
            await page.Keyboard.TypeAsync("?");
            await Assertions.Expect(page.Locator("#name")).ToHaveValueAsync("?");
            await Assertions.Expect(page.Locator("#keys")).ToBeHiddenAsync();
        });

    [Fact]
    public async Task J_and_k_walk_a_list() =>
        await browser.VisitAsync("/style", new Visitor(), async page =>
        {
            await page.Keyboard.PressAsync("j");
            await page.Keyboard.PressAsync("j");
            await Assertions.Expect(page.Locator("tbody tr").Nth(1).Locator("a")).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("k");
            await Assertions.Expect(page.Locator("tbody tr").Nth(0).Locator("a")).ToBeFocusedAsync();
        });

    [Fact]
    public async Task The_home_page_stays_small() =>
        await browser.VisitAsync("/", new Visitor(), async page =>
        {
            // Issue 3: under 60 KB in total; the browser's own count of what came over the wire.
            var bytes = await page.EvaluateAsync<int>("performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource')).reduce((sum, e) => sum + e.transferSize, 0)");
            bytes.ShouldBeInRange(1_000, 60_000);
        });
}
