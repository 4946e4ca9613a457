using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Marketplace.Browser.Tests;

/// <summary>A page in a context of its own: cookies, sessions and what it complained of are nobody else's.</summary>
public sealed class Tab : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly Visitor _visitor;

    private Tab(IPage page, string address, Visitor visitor)
    {
        (Page, _visitor) = (page, visitor);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") _complaints.Enqueue(message.Text); };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.Request += (_, request) => { if (!request.Url.StartsWith(address, StringComparison.Ordinal)) _complaints.Enqueue("asked for " + request.Url); };
    }

    public IPage Page { get; }

    public static async Task<Tab> OpenAsync(IBrowser browser, string address, Visitor visitor)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = address,
            ColorScheme = visitor.Dark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = visitor.Script,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = visitor.Width, Height = 800 },
            ExtraHTTPHeaders = [new("Accept-Language", visitor.Language)],
        });
        if (visitor.Script) await Axe.BringAsync(context);
        return new Tab(await context.NewPageAsync(), address, visitor);
    }

    /// <summary>Opens a page, hands it over, and fails when it wrote to the console or asked another origin for anything.</summary>
    public async Task VisitAsync(string path, Func<IPage, Task> look)
    {
        await Page.GotoAsync(path);
        await look(Page);
        var complaints = new List<string>();
        while (_complaints.TryDequeue(out var text)) complaints.Add(text);
        // An error page, or a form that comes back with its mistakes, is itself reported as a failed load: that is what was asked for.
        complaints.Where(text => !text.StartsWith("Failed to load resource: the server responded with a status of", StringComparison.Ordinal) || !(_visitor.Errs || SitePages.IsError(path))).ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
