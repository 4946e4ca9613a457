using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Marketplace.Search.Tests.Elasticsearch;

/// <summary>Answers what a real Elasticsearch cannot be made to say. It takes each request's method, path and body.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeServer(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = new("http://nowhere");
    public int Requests { get; private set; }
    public string? Authorization { get; private set; }

    public static async Task<FakeServer> StartAsync(Func<string, string, (int Status, string Body)> answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (certificate is not null) listen.UseHttps(certificate);
        }));
        if (certificate is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        var server = new FakeServer(builder.Build());
        server._app.Run(async context =>
        {
            server.Requests++;
            server.Authorization = context.Request.Headers.Authorization;
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync(context.RequestAborted);
            var (status, said) = answer($"{context.Request.Method} {context.Request.Path}", body);
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(said, context.RequestAborted);
        });
        await server._app.StartAsync();
        server.Address = new(server._app.Urls.First());
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
