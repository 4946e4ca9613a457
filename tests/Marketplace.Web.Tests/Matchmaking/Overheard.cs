using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Marketplace.Web.Tests.Matchmaking;

/// <summary>Stands between the program and another server, writes down what is asked, and can go away.</summary>
internal sealed class Overheard : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private Overheard(WebApplication app, HttpClient http) => (_app, _http) = (app, http);

    public ConcurrentQueue<string> Asked { get; } = new();

    public Uri Address => new(_app.Urls.Single());

    public static async Task<Overheard> StartAsync(Uri server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var between = new Overheard(app, new HttpClient { BaseAddress = server });
        app.Run(between.ForwardAsync);
        await app.StartAsync();
        return between;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task ForwardAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        Asked.Enqueue(body);
        using var request = new HttpRequestMessage(new(http.Request.Method), http.Request.Path.Value!.TrimStart('/') + http.Request.QueryString);
        if (body.Length > 0)
        {
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(http.Request.ContentType!);
        }
        using var answer = await _http.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var header in answer.Headers.Where(header => header.Key.StartsWith("X-", StringComparison.OrdinalIgnoreCase))) http.Response.Headers[header.Key] = header.Value.ToArray();
        http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        if (HttpMethods.IsHead(http.Request.Method)) return;
        await answer.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
