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
        await page.WaitForFunctionAsync("() => document.readyState === 'complete'", null, new() { Timeout = Patience });
    }
}
