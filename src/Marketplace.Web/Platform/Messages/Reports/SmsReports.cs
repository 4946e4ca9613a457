using System.Text.Json;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages.Channels;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages.Reports;

public sealed record SmsReport(Guid Id, string? GatewayId, string State, string? Code);

/// <summary>Delivery reports of the SMS gateway: signed like our requests to it. Telling the same twice is harmless.</summary>
public static class SmsReports
{
    public const string Path = "/messages/reports/sms";
    /// <summary>A report has some two hundred bytes.</summary>
    private const int LargestBody = 4096;

    public static void Map(WebApplication app) => app.MapPost(Path, ReceiveAsync)
        // The gateway reports thousands of messages from one address; each report proves by its signature that it is the gateway's.
        .DisableRateLimiting().For(Act.CallSigned).DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> ReceiveAsync(
        HttpContext context, MessageStore store, IOptions<SmsOptions> options, TimeProvider time, ILogger<SmsReport> logger, CancellationToken ct)
    {
        if (options.Value.Url is null) return Results.NotFound();
        var request = context.Request;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = LargestBody;
        using var body = new MemoryStream();
        try { await request.Body.CopyToAsync(body, ct); }
        catch (BadHttpRequestException e) { return Results.StatusCode(e.StatusCode); }
        var good = SmsSignature.IsGood(
            options.Value.Secret, request.Headers[SmsSignature.TimestampHeader], request.Headers[SmsSignature.SignatureHeader], body.ToArray(), time.GetUtcNow());
        if (!good) return Results.Unauthorized();
        if (Read(body.ToArray()) is not { } report) return Results.BadRequest();
        var state = report.State == "delivered" ? MessageState.Delivered : MessageState.Failed;
        var code = state == MessageState.Failed ? SendResult.Permanent(report.Code ?? "undelivered").Code : null;
        var changed = await store.ReportAsync(report.Id, MessageChannel.Sms, state, report.GatewayId, code, ct);
        logger.LogInformation("Report for message {MessageId}: {State} {ErrorCode}, {Effect}", report.Id, state, code, changed ? "recorded" : "nothing to change");
        return Results.NoContent();
    }

    private static SmsReport? Read(byte[] body)
    {
        try
        {
            var report = JsonSerializer.Deserialize<SmsReport>(body, JsonSerializerOptions.Web);
            return report is { State: "delivered" or "failed", GatewayId: null or { Length: <= 200 } } ? report : null;
        }
        catch (JsonException) { return null; }
    }
}
