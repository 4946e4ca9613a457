using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Marketplace.Web;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Database;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Marketplace.Testing;

/// <summary>The whole program in this process, on a real port of loopback.</summary>
public sealed class RunningApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningApp(WebApplication app)
    {
        _app = app;
        Port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(Url) };
    }

    public int Port { get; }

    /// <summary>With a name, not a number: passkeys need one.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://localhost:{Port}");

    public HttpClient Http { get; }
    public IServiceProvider Services => _app.Services;

    public static async Task<RunningApp> StartAsync(
        DatabaseAddress database, IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null, ILoggerProvider? logs = null, bool waitUntilReady = true, int port = 0)
    {
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Logging:LogLevel:Default"] = "Warning" };
        foreach (var (key, value) in settings ?? new Dictionary<string, string?>()) all[key] = value;
        var builder = MarketplaceApp.CreateBuilder(database, all);
        builder.Logging.ClearProviders();
        if (logs is not null) builder.Logging.AddProvider(logs);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        services?.Invoke(builder.Services);
        var app = MarketplaceApp.Build(builder);
        map?.Invoke(app);
        await app.StartAsync();
        if (waitUntilReady) await ReadyAsync(app);
        return new RunningApp(app);
    }

    /// <summary>A program that refuses its database, or whose demonstration fails, says why and is waited for no longer.</summary>
    private static async Task ReadyAsync(WebApplication app)
    {
        try
        {
            await app.Services.GetRequiredService<DatabaseReady>().WaitAsync(app.Lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException e)
        {
            throw new InvalidOperationException(app.Services.GetRequiredService<DatabaseStart>().Refusal ?? "The program stopped before it was ready.", e);
        }
    }

    /// <summary>For those who must know the address before the program has it, such as a provider that is told where to send people back.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Looks into the truth, or prepares it.</summary>
    public async Task<T> WithDatabaseAsync<T>(Func<AppDbContext, Task<T>> act)
    {
        await using var scope = Services.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<AppDbContext>());
    }

    /// <summary>Until every event of the outbox that is due has been applied, by this program's dispatcher or another's.</summary>
    public async Task DrainOutboxAsync()
    {
        var dispatcher = Services.GetRequiredService<Web.Platform.Outbox.OutboxDispatcher>();
        while (await WithDatabaseAsync(db => db.Database.SqlQuery<bool>($"""
            select exists (select from outbox_events e where done_at is null and due_at <= now()
              and not exists (select from outbox_events earlier where earlier.entity = e.entity and earlier.done_at is null and earlier.position < e.position)) as "Value"
            """).SingleAsync()))
        {
            await dispatcher.DispatchAsync(CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
