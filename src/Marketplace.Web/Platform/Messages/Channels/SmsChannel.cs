using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages.Channels;

/// <summary>Section <c>Messages:Sms</c>. Without a URL the channel is off (the sandbox brings its own).</summary>
public sealed class SmsOptions : ICheckedOptions
{
    public Uri? Url { get; set; }
    public string AppId { get; set; } = "";
    public string Secret { get; set; } = "";
    /// <summary>短信签名 as registered with the operator</summary>
    public string SignName { get; set; } = "";
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
    /// <summary>Template key → language → the code under which the gateway approved it.</summary>
    public Dictionary<string, Dictionary<string, string>> Templates { get; } = new(StringComparer.Ordinal);

    public string? Fault() => Url is null ? null
        : AppId == "" || Secret == "" || SignName == "" ? "Messages:Sms needs AppId, Secret and SignName."
        : !Url.IsAbsoluteUri ? "Messages:Sms:Url is not an absolute address."
        : Timeout <= TimeSpan.Zero ? "Messages:Sms:Timeout must be positive."
        : null;
}

public sealed record SmsRequest(Guid Id, string To, string SignName, string Template, IReadOnlyDictionary<string, string> Parameters);

public sealed record SmsAnswer(string Code, string? GatewayId);

/// <summary>Text messages through an HTTP gateway. Our id is its idempotency key; delivery is reported later (<see cref="Reports.SmsReports"/>).</summary>
public sealed class SmsChannel(IHttpClientFactory http, IOptions<SmsOptions> options, TimeProvider time) : IMessageChannel
{
    public MessageChannel Channel => MessageChannel.Sms;

    public bool IsOn => options.Value.Url is not null;

    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        var sms = options.Value;
        if (sms.Url is null) return SendResult.Off;
        var row = message.Message;
        if (!sms.Templates.TryGetValue(row.Template, out var codes) || !codes.TryGetValue(row.Language, out var code))
            return SendResult.Permanent("template_not_registered");
        var body = JsonSerializer.SerializeToUtf8Bytes(new SmsRequest(row.Id, row.Address, sms.SignName, code, row.Parameters), JsonSerializerOptions.Web);
        using var request = new HttpRequestMessage(HttpMethod.Post, sms.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-App-Id", sms.AppId);
        SmsSignature.Sign(request, sms.Secret, body, time.GetUtcNow());
        var (answer, failure) = await GatewayHttp.CallAsync<SmsAnswer>(http.CreateClient(nameof(SmsChannel)), request, ct);
        return failure ?? answer!.Code switch
        {
            "OK" => SendResult.Accepted(answer.GatewayId),
            "OVER_QUOTA" => SendResult.OverQuota("OVER_QUOTA"),
            "INVALID_NUMBER" or "REFUSED" or "BLACKLISTED" or "TEMPLATE_UNKNOWN" => SendResult.Permanent(answer.Code),
            // Signature and account errors are ours to put right, and what we do not know may pass.
            _ => SendResult.Transient(answer.Code ?? "answer_unreadable"),
        };
    }
}
