using System.Collections.Concurrent;
using Marketplace.Browser.Tests;
using Marketplace.Testing;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.SignIn;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace Marketplace.Browser.Tests;

/// <summary>The program on a free port and one Chromium for the whole suite; each test opens pages in a context of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    // The machine has few cores and axe is all computing: more pages at once only wait for each other.
    private readonly SemaphoreSlim _pagesAtOnce = new(4);
    private readonly ConcurrentDictionary<Visitor, Tab> _kept = new();
    private readonly PostgresServer _postgres = new();
    private RunningApp? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public string Address { get; private set; } = "";

    public RunningApp App => _app!;

    public async ValueTask InitializeAsync()
    {
        await _postgres.InitializeAsync();
        _app = await RunningApp.StartAsync(await _postgres.NewDatabaseAsync(), new Dictionary<string, string?>
        {
            ["demo"] = "true",
            ["Site:Organiser"] = "博尔塔拉蒙古自治州市场监督管理局",
            ["Site:ContactPhone"] = "0909-2318888",
            ["Site:ContactMail"] = "operator@example.cn",
            ["Site:IcpNumber"] = "新ICP备12345678号-1",
        });
        Address = _app.Url;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    /// <summary>For a program of a test's own, with settings of its own.</summary>
    public Task<DatabaseAddress> NewDatabaseAsync() => _postgres.NewDatabaseAsync();

    /// <summary>A browser of its own at that address; it may go to other sites.</summary>
    public Task WithPageAsync(string address, Visitor visitor, Func<IPage, Task> act) => InTurnAsync(async () =>
    {
        await using var tab = await Tab.OpenAsync(_browser!, address, visitor);
        await act(tab.Page);
    });

    /// <summary>Opens a page, hands it over, and fails when it wrote to the console or asked another origin for anything.</summary>
    public Task VisitAsync(string path, Visitor visitor, Func<IPage, Task> look) => VisitAsync(path, visitor, null, look);

    /// <summary>The same for somebody who is signed in, in a session of its own.</summary>
    public async Task VisitAsAsync(Person person, string path, Visitor visitor, Func<IPage, Task> look) =>
        await VisitAsync(path, visitor, await App.SessionCookieAsync(person), look);

    /// <summary>The same in a tab that is kept from one stranger to the next: to open one takes longer than to load most pages.</summary>
    public Task VisitInKeptTabAsync(string path, Visitor visitor, Func<IPage, Task> look) => InTurnAsync(async () =>
    {
        if (!_kept.TryRemove(visitor, out var tab)) tab = await Tab.OpenAsync(_browser!, Address, visitor);
        try
        {
            await tab.VisitAsync(path, look);
        }
        catch
        {
            // Nobody knows what it is left with.
            await tab.DisposeAsync();
            throw;
        }
        await tab.Page.Context.ClearCookiesAsync();
        if (!_kept.TryAdd(visitor, tab)) await tab.DisposeAsync();
    });

    private Task VisitAsync(string path, Visitor visitor, System.Net.Cookie? session, Func<IPage, Task> look) => VisitAsync(Address, session, path, visitor, look);

    /// <summary>The same in a program of the test's own.</summary>
    public Task VisitAsync(string address, System.Net.Cookie? session, string path, Visitor visitor, Func<IPage, Task> look) => InTurnAsync(async () =>
    {
        await using var tab = await Tab.OpenAsync(_browser!, address, visitor);
        if (session is not null) await tab.Page.Context.AddCookiesAsync([new() { Name = session.Name, Value = session.Value, Url = address }]);
        await tab.VisitAsync(path, look);
    });

    private async Task InTurnAsync(Func<Task> act)
    {
        await _pagesAtOnce.WaitAsync();
        try
        {
            await act();
        }
        finally { _pagesAtOnce.Release(); }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var tab in _kept.Values) await tab.DisposeAsync();
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        await _postgres.DisposeAsync();
        _pagesAtOnce.Dispose();
    }
}

/// <summary>How somebody comes: language, light or dark, width of the screen, with or without script, and whether they make mistakes.</summary>
public sealed record Visitor(string Language = "zh-CN", bool Dark = false, int Width = 1366, bool Script = true, bool Errs = false);
