using System.Diagnostics;
using Marketplace.Testing;

namespace Marketplace.Browser.Tests;

/// <summary>
/// Browsers forgive; html-validate does not. It reads every page in every language as the server sends it, in one go. Two of its rules
/// are off (tools/node/htmlvalidate.json): a button without a type sends its form, which is what ours are for; and tables that become cards on
/// a phone lose their meaning with their display, unless the roles are written out.
/// </summary>
public sealed class EveryPageIsValidTests(BrowserFixture browser)
{
    [Fact]
    public async Task Html_validate_finds_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Path);
        foreach (var (path, language) in SitePages.InEveryLanguage().Select(row => row.Data))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Language", language } } };
            using var response = await browser.App.Http.SendAsync(request, ct);
            var name = string.Concat(path.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
            await File.WriteAllTextAsync(folder.In($"{name}.{language}.html"), await response.Content.ReadAsStringAsync(ct), ct);
        }
        (await ValidateAsync(folder.Path, ct)).ShouldBeEmpty();
    }

    private static async Task<string> ValidateAsync(string folder, CancellationToken ct)
    {
        var tools = Repository.PathOf("tools", "node");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(tools, "node_modules", "html-validate", "bin", "html-validate.mjs"), "--config", Path.Combine(tools, "htmlvalidate.json"), "--formatter", "text", folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = tools,
        })!;
        var output = node.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = node.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await node.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!node.HasExited) node.Kill();
        }
        return node.ExitCode == 0 ? "" : await output + await errors;
    }
}
