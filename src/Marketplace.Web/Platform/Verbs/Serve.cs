using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Marketplace.Web.Platform.Database;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Verbs;

/// <summary>Runs the platform until it is told to stop.</summary>
internal static class Serve
{
    public static async Task<ExitCode> RunAsync(CommandLine line)
    {
        line.Allow("port", "demo", "no-migrate");
        var port = line.Port;
        if (IsTaken(port)) throw PortTaken(port);   // Said before anything is started; the bind below settles it.
        await using var database = await WorkingDatabase.HoldAsync(line, CancellationToken.None);
        var builder = MarketplaceApp.CreateBuilder(database.Address, new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["data"] = database.Folder.Path,
            ["demo"] = line.Flag("demo").ToString(),
            ["no-migrate"] = line.Flag("no-migrate").ToString(),
        });
        await using var app = MarketplaceApp.Build(builder);
        // Loopback in both families, so that the name localhost works whichever a browser tries first; a proxy stands before it.
        var host = builder.Configuration["Listen"] ?? "localhost";
        // A port of the system's choosing (0) can be had for one address only.
        app.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://{(port == 0 && host == "localhost" ? "127.0.0.1" : host)}:{port}"));
        try
        {
            await app.StartAsync();
        }
        catch (IOException e) when (e.InnerException is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
        {
            throw PortTaken(port);
        }
        catch (OptionsValidationException e)
        {
            throw new OperatorException(ExitCode.Usage, string.Format(VerbTexts.Culture, VerbTexts.ConfigurationWrong, string.Join("; ", e.Failures)));
        }

        var bound = new Uri(app.Urls.First()).Port;
        var announce = AnnounceAsync(app, bound);
        await app.WaitForShutdownAsync();
        await announce;
        if (app.Services.GetRequiredService<DatabaseStart>().Refusal is { } refusal) throw new OperatorException(ExitCode.DatabaseAway, refusal);
        return ExitCode.Ok;
    }

    private static OperatorException PortTaken(int port) => new(ExitCode.PortTaken, string.Format(VerbTexts.Culture, VerbTexts.PortTaken, port));

    private static bool IsTaken(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>Says so once the database is there, not merely once the port is open.</summary>
    private static async Task AnnounceAsync(WebApplication app, int port)
    {
        try
        {
            await app.Services.GetRequiredService<DatabaseReady>().WaitAsync(app.Lifetime.ApplicationStopping);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"ready http://127.0.0.1:{port}"));
        }
        catch (OperationCanceledException) { /* Stopped before it was ready. */ }
    }
}
