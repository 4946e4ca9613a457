using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Web.Platform.SignIn.Outside;

/// <summary>微信: a QR code on a computer (网站应用), one touch inside WeChat (公众号网页授权).</summary>
internal sealed class WeChatProvider(string name, OutsideOptions options, IHttpClientFactory clients) : IOutsideProvider
{
    public string Name => name;
    public OutsideOptions Options => options;

    public Task<Uri> AuthorizeAsync(OutsideAttempt attempt, bool insideWeChat, CancellationToken ct)
    {
        var page = Address("https://open.weixin.qq.com", insideWeChat ? "/connect/oauth2/authorize" : "/connect/qrconnect");
        return Task.FromResult(new Uri(QueryHelpers.AddQueryString(page, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["appid"] = options.ClientId,
            ["redirect_uri"] = attempt.Callback,
            ["response_type"] = "code",
            // The number that tells one person from another is all we want; name and picture would need consent of their own.
            ["scope"] = insideWeChat ? "snsapi_base" : "snsapi_login",
            ["state"] = attempt.State,
        }) + "#wechat_redirect"));
    }

    public async Task<OutsideIdentity> IdentifyAsync(string code, OutsideAttempt attempt, CancellationToken ct)
    {
        var answer = await clients.SendForJsonAsync(new(HttpMethod.Get, QueryHelpers.AddQueryString(Address("https://api.weixin.qq.com", "/sns/oauth2/access_token"),
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["appid"] = options.ClientId, ["secret"] = options.ClientSecret, ["code"] = code, ["grant_type"] = "authorization_code" })), ct);
        RefuseErrors(answer);
        // One person has an openid for each app and one unionid for all apps of the operator.
        return (answer.Text("unionid") ?? answer.Text("openid")) is { } subject ? new(subject) : throw new OutsideRefusedException("WeChat names no person");
    }

    private string Address(string real, string path) => (options.Authority?.AbsoluteUri.TrimEnd('/') ?? real) + path;

    internal static void RefuseErrors(JsonElement answer)
    {
        if (answer.TryGetProperty("errcode", out var error) && error.TryGetInt32(out var number) && number != 0) throw new OutsideRefusedException($"the provider answers with error {number}");
    }
}

/// <summary>企业微信: members of the organisation that runs this platform.</summary>
internal sealed class WeComProvider(string name, OutsideOptions options, IHttpClientFactory clients) : IOutsideProvider
{
    public string Name => name;
    public OutsideOptions Options => options;

    public Task<Uri> AuthorizeAsync(OutsideAttempt attempt, bool insideWeChat, CancellationToken ct) =>
        Task.FromResult(new Uri(QueryHelpers.AddQueryString(Address("https://login.work.weixin.qq.com", "/wwlogin/sso/login"), new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["login_type"] = "CorpApp",
            ["appid"] = options.ClientId,
            ["agentid"] = options.AgentId,
            ["redirect_uri"] = attempt.Callback,
            ["state"] = attempt.State,
        })));

    public async Task<OutsideIdentity> IdentifyAsync(string code, OutsideAttempt attempt, CancellationToken ct)
    {
        var token = await GetAsync("/cgi-bin/gettoken", new(StringComparer.Ordinal) { ["corpid"] = options.ClientId, ["corpsecret"] = options.ClientSecret }, ct);
        var answer = await GetAsync("/cgi-bin/auth/getuserinfo", new(StringComparer.Ordinal) { ["access_token"] = token.Text("access_token"), ["code"] = code }, ct);
        // Who is not of the organisation has an openid only, and no business here.
        return answer.Text("userid") is { } member ? new(member) : throw new OutsideRefusedException("WeCom names no member");
    }

    private async Task<JsonElement> GetAsync(string path, Dictionary<string, string?> query, CancellationToken ct)
    {
        var answer = await clients.SendForJsonAsync(new(HttpMethod.Get, QueryHelpers.AddQueryString(Address("https://qyapi.weixin.qq.com", path), query)), ct);
        WeChatProvider.RefuseErrors(answer);
        return answer;
    }

    private string Address(string real, string path) => (options.Authority?.AbsoluteUri.TrimEnd('/') ?? real) + path;
}
