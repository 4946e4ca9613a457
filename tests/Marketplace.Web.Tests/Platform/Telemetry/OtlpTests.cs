using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using Marketplace.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Marketplace.Web.Tests.Platform.Telemetry;

public sealed class OtlpTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Traces_and_metrics_reach_the_collector_without_what_people_wrote()
    {
        await using var sink = await Sink.StartAsync();
        var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?> { ["Otlp:Endpoint"] = sink.Url, ["Messages:Gateway"] = "sandbox" });
        var secret = Guid.CreateVersion7().ToString("N");
        (await app.Http.PostAsJsonAsync("/api/v1/enquiries?note=" + secret, new { role = "other", text = "秘密 " + secret, name = secret, mail = secret + "@example.cn" }, Ct)).EnsureSuccessStatusCode();
        await app.Http.GetAsync("/contact/sent/" + secret, Ct);
        await app.DrainOutboxAsync();
        await app.DisposeAsync();   // Sends what is still held.

        var traces = sink.Received("/v1/traces");
        traces.ShouldContain("Marketplace.Outbox");
        traces.ShouldContain("enquiry.received");
        traces.ShouldContain("Microsoft.AspNetCore.Hosting.HttpRequestIn");
        traces.ShouldContain("service.name");
        // The assertion's own message would be all the bytes.
        var at = traces.IndexOf(secret, StringComparison.Ordinal);
        (at < 0 ? "" : traces[Math.Max(0, at - 200)..(at + 40)]).ShouldBeEmpty();
        sink.Received("/v1/metrics").ShouldContain("outbox.applied");
    }

    /// <summary>A collector that only keeps. Names are plain UTF-8 within protobuf, so no parser is needed to look for them.</summary>
    private sealed class Sink(WebApplication app, ConcurrentQueue<(string Path, string Body)> bodies) : IAsyncDisposable
    {
        public string Url => app.Urls.First();

        public static async Task<Sink> StartAsync()
        {
            var bodies = new ConcurrentQueue<(string, string)>();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            var app = builder.Build();
            app.Urls.Add("http://127.0.0.1:0");
            app.Run(async http =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body, http.RequestAborted);
                bodies.Enqueue((http.Request.Path.Value!, Encoding.UTF8.GetString(body.ToArray())));
                http.Response.ContentType = "application/x-protobuf";
            });
            await app.StartAsync(Ct);
            return new(app, bodies);
        }

        public string Received(string path) => string.Concat(bodies.Where(body => body.Path == path).Select(body => body.Body));

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
