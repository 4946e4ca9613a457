using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>
/// Whether a page has come is asked of the page. Playwright's own wait asks first and listens for the event after: when "load" falls between the two it waits for half a minute for what has
/// been, which in a run of fifteen minutes happens now and then.
/// </summary>
internal static class Arrival
{
    private const int Patience = 30_000;

    /// <param name="address">As Playwright writes it: ** for anything, * for anything but a slash.</param>
    public static Task ArrivedAsync(this IPage page, string address) => page.ArrivedAsync(new Regex(
        "^" + Regex.Escape(address).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$", RegexOptions.None, TimeSpan.FromSeconds(1)));

    public static async Task ArrivedAsync(this IPage page, Regex address)
    {
        await Assertions.Expect(page).ToHaveURLAsync(address, new() { Timeout = Patience });
        await page.CompleteAsync();
    }

    /// <summary>How wide the page is, once all of it is there: what a form led to can be read before its style sheet has come.</summary>
    public static async Task<int> WidthAsync(this IPage page)
    {
        await page.CompleteAsync();
        return await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
    }

    private static async Task<bool> IsCompleteAsync(IPage page)
    {
        try
        {
            return await page.EvaluateAsync<string>("document.readyState") == "complete";
        }
        catch (PlaywrightException e) when (e.Message.Contains("context was destroyed", StringComparison.Ordinal))
        {
            // The page that was asked has just gone: the next one is asked.
            return false;
        }
    }

    /// <summary>Asked again and again, because Playwright's own waiting runs in the page's frames, which a page without script has none of.</summary>
    private static async Task CompleteAsync(this IPage page)
    {
        var asked = Stopwatch.StartNew();
        while (!await IsCompleteAsync(page))
        {
            if (asked.ElapsedMilliseconds > Patience) throw new TimeoutException($"{page.Url} was not complete after {Patience / 1000} seconds.");
            await Task.Delay(20);
        }
    }
}
