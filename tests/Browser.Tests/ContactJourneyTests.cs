using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>Somebody on a phone with a keyboard and nothing else writes to the operator, and not everything is right at the first try.</summary>
public sealed class ContactJourneyTests(BrowserFixture browser)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Mistakes_are_shown_where_the_focus_is_and_once_put_right_it_is_sent(bool script) =>
        await browser.VisitAsync("/contact", new Visitor(Width: 390, Script: script, Errs: true), async page =>
        {
            await TabToAsync(page, "#name");
            await page.Keyboard.TypeAsync("王秀英");
            await TabToAsync(page, "main .button");
            await page.Keyboard.PressAsync("Enter");

            var summary = page.Locator(".error-summary");
            await Assertions.Expect(summary).ToBeFocusedAsync();
            await Assertions.Expect(summary).ToBeInViewportAsync();
            await Assertions.Expect(summary.Locator("li")).ToHaveCountAsync(3);
            (await page.WidthAsync()).ShouldBeLessThanOrEqualTo(390);
            if (script) (await Axe.ViolationsAsync(page)).ShouldBeEmpty();
            foreach (var link in await summary.Locator("a").AllAsync())
                (await page.Locator(await link.GetAttributeAsync("href") ?? "").CountAsync()).ShouldBe(1);
            await Assertions.Expect(page.Locator("#text")).ToHaveAttributeAsync("aria-invalid", "true");
            await Assertions.Expect(page.Locator("#name")).ToHaveValueAsync("王秀英");

            await TabToAsync(page, ".error-summary a[href='#text']");
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(page.Locator("#text")).ToBeFocusedAsync();
            await page.Keyboard.TypeAsync("葡萄干烘干时容易开裂，想找办法");
            await TabToAsync(page, "#phone");
            await page.Keyboard.TypeAsync("13800001234");
            await TabToAsync(page, "input[name=role]", backwards: true);
            await page.Keyboard.PressAsync("Space");
            await TabToAsync(page, "main .button");
            await page.Keyboard.PressAsync("Enter");

            await page.ArrivedAsync("**/contact/sent/**");
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync("138****1234");
            await Assertions.Expect(page.Locator("main strong")).ToHaveTextAsync(new Regex("^Q-", RegexOptions.None, TimeSpan.FromSeconds(1)));
        });

    /// <summary>As far as somebody would press Tab before giving up.</summary>
    private static async Task TabToAsync(IPage page, string selector, bool backwards = false)
    {
        for (var presses = 0; presses < 40; presses++)
        {
            await page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
            if (await page.EvaluateAsync<bool>("selector => document.activeElement.matches(selector)", selector)) return;
        }
        throw new ShouldAssertException($"The keyboard does not reach {selector}.");
    }
}
