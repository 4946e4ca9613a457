using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>What is wrong with a page on a desk and on a phone, in the light and in the dark.</summary>
internal static class FourLooks
{
    /// <summary>Before the page is opened: on the desk, in the light.</summary>
    public static async Task PrepareAsync(IPage page)
    {
        await page.SetViewportSizeAsync(1366, 800);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }

    /// <summary>One load for all: loading each anew takes twice as long and shows nothing more. The second theme changes nothing but colours.</summary>
    public static async Task<List<string>> FindAsync(IPage page)
    {
        var found = new List<string>();
        if (await page.Locator("h1").CountAsync() is var titles and not 1) found.Add($"{titles} h1");
        foreach (var width in (int[])[1366, 390])
        {
            await page.SetViewportSizeAsync(width, 800);
            if (await page.WidthAsync() is var wide && wide > width) found.Add($"scrolls sideways, {wide} at {width}");
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            found.AddRange((await Axe.ViolationsAsync(page)).Select(v => $"{width} light {v}"));
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            found.AddRange((await Axe.ColourViolationsAsync(page)).Select(v => $"{width} dark {v}"));
        }
        return found;
    }
}
