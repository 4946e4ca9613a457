using System.Text.Json.Serialization;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages.Channels;

/// <summary>微信服务号模板消息. The address is an openid; client_msg_id lets WeChat drop what we send twice.</summary>
public sealed class WeChatTemplateChannel(IHttpClientFactory http, WeChatToken token, IOptions<WeChatOptions> options) : IMessageChannel
{
    /// <summary>WeChat refuses longer values of a "thing" field.</summary>
    private const int ThingLength = 20;

    public MessageChannel Channel => MessageChannel.WeChat;

    public bool IsOn => options.Value.AppId != "";

    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        if (options.Value.AppId == "") return SendResult.Off;
        var row = message.Message;
        if (!options.Value.Templates.TryGetValue(row.Template, out var languages) || !languages.TryGetValue(row.Language, out var template))
            return SendResult.Permanent("template_not_registered");
        var body = new Body(row.Address, template.Id, row.Id.ToString("N"), template.Fields.ToDictionary(
            field => field.Key, field => new Value(Fit(field.Key, row.Parameters.GetValueOrDefault(field.Value, ""))), StringComparer.Ordinal));
        var client = http.CreateClient(nameof(WeChatTemplateChannel));
        string? rejected = null;
        while (true)
        {
            var (accessToken, noToken) = await token.GetAsync(client, rejected, ct);
            if (noToken is not null) return noToken;
            using var request = new HttpRequestMessage(
                HttpMethod.Post, new Uri(options.Value.Url, $"/cgi-bin/message/template/send?access_token={Uri.EscapeDataString(accessToken!)}"))
            {
                Content = JsonContent.Create(body),
            };
            var (answer, failure) = await GatewayHttp.CallAsync<Answer>(client, request, ct);
            if (failure is not null) return failure;
            // Invalid or expired: once with a new token; when that is refused too the account is at fault.
            if (answer!.ErrorCode is 40001 or 40014 or 42001 && rejected is null)
            {
                rejected = accessToken;
                continue;
            }
            return OfCode(answer);
        }
    }

    private static SendResult OfCode(Answer answer) => answer.ErrorCode switch
    {
        0 => SendResult.Accepted(answer.MessageId?.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        // Not following any more, wrong openid, refused by the user, wrong template, wrong argument.
        43004 or 40003 or 43101 or 40037 or 47003 => SendResult.Permanent($"wechat_{answer.ErrorCode}"),
        45009 or 45011 => SendResult.OverQuota($"wechat_{answer.ErrorCode}"),
        _ => SendResult.Transient($"wechat_{answer.ErrorCode}"),
    };

    private static string Fit(string field, string value) =>
        !field.StartsWith("thing", StringComparison.Ordinal) || value.Length <= ThingLength ? value : string.Concat(value.AsSpan(0, ThingLength - 1), "…");

    private sealed record Body(
        [property: JsonPropertyName("touser")] string To,
        [property: JsonPropertyName("template_id")] string TemplateId,
        [property: JsonPropertyName("client_msg_id")] string ClientMessageId,
        [property: JsonPropertyName("data")] Dictionary<string, Value> Data);

    private sealed record Value([property: JsonPropertyName("value")] string Text);

    private sealed record Answer(
        [property: JsonPropertyName("errcode")] int ErrorCode,
        [property: JsonPropertyName("msgid")] long? MessageId);
}
