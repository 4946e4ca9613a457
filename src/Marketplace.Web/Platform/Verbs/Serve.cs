using System.Globalization;
using System.Net.Sockets;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Platform.Database;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Verbs;

/// <summary>Runs the platform until it is told to stop.</summary>
internal static class Serve
{
    public static async Task<ExitCode> RunAsync(CommandLine line)
    {
        line.Allow("port", "demo", "no-migrate");
        var port = line.Port;
        var builder = MarketplaceApp.CreateBuilder(line.Settings());
        var listen = new ListenAddress(builder.Configuration, port);
        await using var database = await WorkingDatabase.HoldAsync(line, builder.Configuration, listen.CheckFree, CancellationToken.None);
        builder.AddMarketplace(database.Address);
        await using var app = MarketplaceApp.Build(builder);
        app.Urls.Add(listen.Url);
        // Asked here, not by the start: that would log a wrong setting with its stack before we can say it in one line.
        app.Services.GetService<IStartupValidator>()?.Validate();
        try
        {
            await app.StartAsync();
            var announce = AnnounceAsync(app, new Uri(app.Urls.First()).Port);
            await app.WaitForShutdownAsync();
            await announce;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop, or refused by the database, before the start was done.
            await app.StopAsync();
        }
        catch (Exception e) when (e.GetBaseException() is SocketException refused)
        {
            throw listen.Refused(refused);
        }
        if (app.Services.GetRequiredService<DatabaseStart>().Refusal is { } refusal) throw new OperatorException(ExitCode.DatabaseAway, refusal);
        return ExitCode.Ok;
    }

    /// <summary>Says so once the database and the index are there, not merely once the port is open.</summary>
    private static async Task AnnounceAsync(WebApplication app, int port)
    {
        try
        {
            await app.Services.GetRequiredService<DatabaseReady>().WaitAsync(app.Lifetime.ApplicationStopping);
            await app.Services.GetRequiredService<CatalogueIndex>().WhenLoadedAsync(app.Lifetime.ApplicationStopping);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"ready http://127.0.0.1:{port}"));
        }
        catch (OperationCanceledException) { /* Stopped before it was ready. */ }
    }
}
