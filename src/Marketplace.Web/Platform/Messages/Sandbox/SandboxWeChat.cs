using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Marketplace.Web.Platform.Messages.Channels;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages.Sandbox;

/// <summary>Plays WeChat's two calls. Only the newest token is good, and <see cref="Forget"/> makes even that one invalid.</summary>
public sealed class SandboxWeChat(IOptions<WeChatOptions> weChat, IOptions<SandboxOptions> options, TimeProvider time)
{
    /// <summary>Two hours, as WeChat grants.</summary>
    private const int Seconds = 7200;
    private string? _token;
    private DateTimeOffset _goodUntil;
    private long _lastId = 200_000_000;

    public int TokensGiven { get; private set; }

    public void Forget() => _token = "";

    public IResult Token(JsonObject ask)
    {
        if ((string?)ask["appid"] != weChat.Value.AppId || (string?)ask["secret"] != weChat.Value.Secret) return Error(40125, "invalid appsecret");
        if (string.IsNullOrEmpty(_token) || (bool?)ask["force_refresh"] == true || time.GetUtcNow() >= _goodUntil)
        {
            _token = RandomNumberGenerator.GetHexString(32);
            _goodUntil = time.GetUtcNow().AddSeconds(Seconds);
            TokensGiven++;
        }
        return Results.Json(new JsonObject { ["access_token"] = _token, ["expires_in"] = Seconds });
    }

    public async Task<IResult> SendAsync(string? accessToken, JsonObject body, CancellationToken ct)
    {
        if (accessToken != _token) return Error(40001, "invalid credential");
        if (time.GetUtcNow() >= _goodUntil) return Error(42001, "access_token expired");
        var to = (string?)body["touser"] ?? "";
        if (string.IsNullOrEmpty((string?)body["template_id"])) return Error(40037, "invalid template_id");
        switch (SandboxSteering.Of(to))
        {
            case SandboxBehaviour.Slow: await Task.Delay(options.Value.SlowFor, time, ct); break;
            case SandboxBehaviour.Refused: return Error(43004, "require subscribe");
            case SandboxBehaviour.WrongNumber: return Error(40003, "invalid openid");
            case SandboxBehaviour.OverQuota: return Error(45009, "reach max api daily quota limit");
            case SandboxBehaviour.Broken: return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
        return Results.Json(new JsonObject { ["errcode"] = 0, ["errmsg"] = "ok", ["msgid"] = Interlocked.Increment(ref _lastId) });
    }

    private static IResult Error(int code, string text) => Results.Json(new JsonObject { ["errcode"] = code, ["errmsg"] = text });
}
