using System.Net.Http.Headers;
using System.Text.Json;
using Marketplace.Web.Platform.Messages.Channels;
using Microsoft.AspNetCore.Http.Features;

namespace Marketplace.Web.Licensing.Gateways;

/// <summary>JSON both ways between us and a provider, each request signed like ours to the SMS gateway (<see cref="SmsSignature"/>).</summary>
internal static class SignedCalls
{
    /// <summary>A call has some three hundred bytes.</summary>
    private const int LargestBody = 8192;

    /// <summary>Null: no answer, or none that can be read.</summary>
    public static async Task<TWord?> AskAsync<TAsked, TWord>(HttpClient http, GatewayOptions options, string path, TAsked asked, DateTimeOffset now, CancellationToken ct) where TWord : class
    {
        using var request = Request(new(options.Url!.ToString().TrimEnd('/') + "/" + path), asked, options.Secret, now);
        return (await GatewayHttp.CallAsync<TWord>(http, request, ct)).Answer;
    }

    public static HttpRequestMessage Request<T>(Uri to, T said, string secret, DateTimeOffset now)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(said, JsonSerializerOptions.Web);
        var request = new HttpRequestMessage(HttpMethod.Post, to) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        SmsSignature.Sign(request, secret, body, now);
        return request;
    }

    public static bool IsSigned(IHeaderDictionary headers, byte[] body, string secret, DateTimeOffset now) =>
        SmsSignature.IsGood(secret, headers[SmsSignature.TimestampHeader], headers[SmsSignature.SignatureHeader], body, now);

    public static T? Read<T>(byte[] body) where T : class
    {
        try { return JsonSerializer.Deserialize<T>(body, JsonSerializerOptions.Web); }
        catch (JsonException) { return null; }
    }

    /// <summary>What was called; the status to answer where it cannot be taken.</summary>
    public static async Task<(byte[] Body, int? Refused)> BodyAsync(HttpContext context, CancellationToken ct)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = LargestBody;
        using var body = new MemoryStream();
        try { await context.Request.Body.CopyToAsync(body, ct); }
        catch (BadHttpRequestException e) { return ([], e.StatusCode); }
        return (body.ToArray(), null);
    }

    /// <summary>An address to send people to, and nothing else a browser would follow.</summary>
    public static string? Address(string? url) => url is { Length: <= 1000 } && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? url : null;

    /// <summary>A provider's code of what is wrong, as long as we keep one.</summary>
    public static string? Short(string? code) => code is { Length: > 60 } ? code[..60] : code;
}
