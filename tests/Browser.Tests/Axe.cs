using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>axe-core, the accessibility checker, as the lock file of tools/node has it.</summary>
public static class Axe
{
    private static readonly Lazy<string> s_script = new(() => File.ReadAllText(Find()));

    /// <summary>
    /// Into every page of that context as it opens. Chromium keeps a script it was given so compiled, from page to page; one handed to each
    /// page anew is compiled anew, which takes a fifth of the time of all looks at it.
    /// </summary>
    public static Task BringAsync(IBrowserContext context) => context.AddInitScriptAsync(s_script.Value);

    public static Task<string[]> ViolationsAsync(IPage page) => RunAsync(page, []);

    /// <summary>Only what another theme can change: everything else was found in the first.</summary>
    public static Task<string[]> ColourViolationsAsync(IPage page) => RunAsync(page, ["color-contrast", "link-in-text-block"]);

    private static Task<string[]> RunAsync(IPage page, string[] rules) => page.EvaluateAsync<string[]>("""
        async rules => (await axe.run(document, { resultTypes: ['violations'], ...(rules.length ? { runOnly: rules } : {}) })).violations
          .flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')}: ${n.any.concat(n.all, n.none).map(c => c.message).join('; ')}`))
        """, rules);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "tools", "node", "node_modules", "axe-core", "axe.min.js");
            if (File.Exists(file)) return file;
        }
        throw new FileNotFoundException("axe-core is not installed; ./test installs it (npm ci in tools/node)");
    }
}
