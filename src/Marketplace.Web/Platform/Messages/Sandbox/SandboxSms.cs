using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Marketplace.Web.Platform.Messages.Channels;
using Marketplace.Web.Platform.Messages.Reports;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages.Sandbox;

/// <summary>Plays the SMS gateway: checks signatures, knows idempotency, and reports delivery by calling back.</summary>
public sealed class SandboxSms(
    IHttpClientFactory http, PublicAddress address, IOptions<SmsOptions> sms, IOptions<SandboxOptions> options, TimeProvider time, ILogger<SandboxSms> logger)
{
    private readonly ConcurrentDictionary<Guid, Task> _reports = new();

    /// <summary>Until all reports of what was sent so far have arrived.</summary>
    public Task ReportedAsync() => Task.WhenAll(_reports.Values);

    public async Task<IResult> SendAsync(HttpRequest request, CancellationToken ct)
    {
        using var copy = new MemoryStream();
        await request.Body.CopyToAsync(copy, ct);
        var body = copy.ToArray();
        if (!SmsSignature.IsGood(
            sms.Value.Secret, request.Headers[SmsSignature.TimestampHeader], request.Headers[SmsSignature.SignatureHeader], body, time.GetUtcNow()))
            return Results.Json(new SmsAnswer("SIGNATURE", null));
        var message = JsonSerializer.Deserialize<SmsRequest>(body, JsonSerializerOptions.Web)!;
        var behaviour = SandboxSteering.Of(message.To);
        if (behaviour == SandboxBehaviour.Slow) await Task.Delay(options.Value.SlowFor, time, ct);
        switch (behaviour)
        {
            case SandboxBehaviour.Refused: return Results.Json(new SmsAnswer("REFUSED", null));
            case SandboxBehaviour.WrongNumber: return Results.Json(new SmsAnswer("INVALID_NUMBER", null));
            case SandboxBehaviour.OverQuota: return Results.Json(new SmsAnswer("OVER_QUOTA", null));
            case SandboxBehaviour.Broken: return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        var gatewayId = $"sms-{message.Id:N}";
        var failed = behaviour == SandboxBehaviour.Undeliverable;
        // A known id is answered as before and not delivered again.
        if (behaviour != SandboxBehaviour.Silent)
            _ = _reports.GetOrAdd(message.Id, id => ReportAsync(new SmsReport(id, gatewayId, failed ? "failed" : "delivered", failed ? "UNREACHABLE" : null)));
        return Results.Json(new SmsAnswer("OK", gatewayId));
    }

    private async Task ReportAsync(SmsReport report)
    {
        await Task.Yield();
        var body = JsonSerializer.SerializeToUtf8Bytes(report, JsonSerializerOptions.Web);
        using var request = new HttpRequestMessage(HttpMethod.Post, address.Local(SmsReports.Path)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        SmsSignature.Sign(request, sms.Value.Secret, body, time.GetUtcNow());
        try { using var response = await http.CreateClient(nameof(SandboxSms)).SendAsync(request); }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            logger.LogWarning("The sandbox could not report message {MessageId}: {Reason}", report.Id, e.GetType().Name);
        }
    }
}
