using Marketplace.Web.Platform.Verbs;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Marketplace.Web.Platform.Telemetry;

/// <summary>
/// Logs on standard error: one JSON object a line for a collector, plain lines for a person at a terminal. Traces and metrics by OTLP when
/// <c>Otlp:Endpoint</c> names a collector. (OpenTelemetry's hosting and instrumentation packages are not needed: the framework has the sources.)
/// </summary>
public static class TelemetrySetup
{
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (Console.IsErrorRedirected) builder.Logging.AddJsonConsole(json => { json.UseUtcTimestamp = true; json.TimestampFormat = "O"; json.JsonWriterOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }; });
        else builder.Logging.AddSimpleConsole(simple => { simple.SingleLine = true; simple.TimestampFormat = "HH:mm:ss "; });
        // Addresses of pages carry what people searched for, and statements carry what they wrote: neither belongs in a log.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        // It warns where a page with a form says no-store itself: that is stricter than what it puts there.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);
        builder.Logging.AddFilter("Npgsql", LogLevel.None);
        builder.Logging.AddFilter("Quartz", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        if (builder.Configuration["Otlp:Endpoint"] is not { Length: > 0 } endpoint) return;
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out _)) throw ConfigurationFault.Wrong($"Otlp:Endpoint: '{endpoint}'");
        builder.Services.AddHostedService<OtlpExport>();
    }

    private sealed class OtlpExport : IHostedService, IDisposable
    {
        private const int FlushMilliseconds = 2000;
        private readonly TracerProvider _traces;
        private readonly MeterProvider _metrics;

        public OtlpExport(IConfiguration configuration)
        {
            var endpoint = new Uri(configuration["Otlp:Endpoint"]!.TrimEnd('/') + "/");
            var resource = ResourceBuilder.CreateDefault().AddService("marketplace");
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource)
                .AddSource("Microsoft.AspNetCore", "System.Net.Http", "Npgsql", "Marketplace.*")
                .AddProcessor(new WithoutAddresses())
                .AddOtlpExporter(otlp => { otlp.Endpoint = new Uri(endpoint, "v1/traces"); otlp.Protocol = OtlpExportProtocol.HttpProtobuf; }).Build();
            _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource)
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql", "Marketplace.*")
                .AddOtlpExporter((otlp, reader) =>
                {
                    otlp.Endpoint = new Uri(endpoint, "v1/metrics");
                    otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = configuration.GetValue("Otlp:MetricsEverySeconds", 30) * 1000;
                }).Build();
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _traces.ForceFlush(FlushMilliseconds);
            _metrics.ForceFlush(FlushMilliseconds);
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            _traces.Dispose();
            _metrics.Dispose();
        }
    }
}
