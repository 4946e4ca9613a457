using System.Collections.Concurrent;
using Marketplace.Browser.Tests;
using Marketplace.Web;
using Marketplace.Web.Platform.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace Marketplace.Browser.Tests;

/// <summary>The program on a free port and one Chromium for the whole suite; each test opens pages in a context of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    // The machine has few cores and axe is all computing: more pages at once only wait for each other.
    private readonly SemaphoreSlim _pagesAtOnce = new(4);
    private WebApplication? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Address { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var builder = MarketplaceApp.CreateBuilder(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Marketplace"] = "Host=127.0.0.1;Port=1",
            ["Site:Organiser"] = "博尔塔拉蒙古自治州市场监督管理局",
            ["Site:ContactPhone"] = "0909-2318888",
            ["Site:IcpNumber"] = "新ICP备12345678号-1",
            ["urls"] = "http://127.0.0.1:0",
        });
        builder.WebHost.UseStaticWebAssets();
        builder.Logging.ClearProviders();
        // These pages need no database, and the tests show it by having none.
        foreach (var service in builder.Services.Where(s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory?.Method.DeclaringType?.FullName?.StartsWith(typeof(DatabaseSetup).FullName!, StringComparison.Ordinal) == true).ToList())
        {
            builder.Services.Remove(service);
        }
        _app = MarketplaceApp.Build(builder);
        await _app.StartAsync();
        Address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>Opens a page, hands it over, and fails when it wrote to the console or asked another origin for anything.</summary>
    public async Task VisitAsync(string path, Visitor visitor, Func<IPage, Task> look)
    {
        await _pagesAtOnce.WaitAsync();
        try
        {
            await using var context = await _browser!.NewContextAsync(new()
            {
                BaseURL = Address,
                ColorScheme = visitor.Dark ? ColorScheme.Dark : ColorScheme.Light,
                JavaScriptEnabled = visitor.Script,
                ReducedMotion = ReducedMotion.Reduce,
                ViewportSize = new() { Width = visitor.Width, Height = 800 },
                ExtraHTTPHeaders = [new("Accept-Language", visitor.Language)],
            });
            var page = await context.NewPageAsync();
            var complaints = new ConcurrentQueue<string>();
            page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Enqueue(message.Text); };
            page.PageError += (_, error) => complaints.Enqueue(error);
            page.Request += (_, request) => { if (!request.Url.StartsWith(Address, StringComparison.Ordinal)) complaints.Enqueue("asked for " + request.Url); };
            await page.GotoAsync(path);
            await look(page);
            // An error page is itself reported as a failed load: that is what was asked for.
            complaints.Where(text => !text.StartsWith("Failed to load resource: the server responded with a status of", StringComparison.Ordinal) || !path.StartsWith("/error/", StringComparison.Ordinal)).ShouldBeEmpty();
        }
        finally { _pagesAtOnce.Release(); }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        _pagesAtOnce.Dispose();
    }
}

/// <summary>How somebody comes: language, light or dark, width of the screen, with or without script.</summary>
public sealed record Visitor(string Language = "zh-CN", bool Dark = false, int Width = 1366, bool Script = true);
