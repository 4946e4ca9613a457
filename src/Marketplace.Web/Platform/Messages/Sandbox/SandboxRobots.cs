using System.Globalization;
using System.Text.Json.Nodes;
using Marketplace.Web.Platform.Messages.Channels;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages.Sandbox;

/// <summary>Plays the webhooks of 企业微信, 钉钉 and 飞书, signatures included.</summary>
public sealed class SandboxRobots(IOptions<RobotOptions> robots, IOptions<SandboxOptions> options, TimeProvider time)
{
    /// <summary>Both 钉钉 and 飞书 take an hour.</summary>
    private static readonly TimeSpan s_window = TimeSpan.FromHours(1);

    public Task<IResult> WeComAsync(string? key, JsonObject body, CancellationToken ct) => AnswerAsync(
        key, (string?)body["msgtype"] == "text" && (string?)body["text"]?["content"] is { Length: > 0 } ? null : 40008, "errcode", "errmsg", (40058, 93000, 45009), ct);

    public Task<IResult> DingTalkAsync(string? token, string? timestamp, string? sign, JsonObject body, CancellationToken ct)
    {
        var secret = SecretOf(token);
        var signed = secret is null || (TryInstant(timestamp, 1, out var at) && sign == RobotProtocol.DingTalkSign(secret, at));
        var fault = !signed ? 310000 : (string?)body["text"]?["content"] is { Length: > 0 } ? (int?)null : 40035;
        return AnswerAsync(token, fault, "errcode", "errmsg", (430101, 300001, 130101), ct);
    }

    public Task<IResult> FeishuAsync(string token, JsonObject body, CancellationToken ct)
    {
        var secret = SecretOf(token);
        var signed = secret is null
            || (TryInstant((string?)body["timestamp"], 1000, out var at) && (string?)body["sign"] == RobotProtocol.FeishuSign(secret, at));
        var fault = !signed ? 19021 : (string?)body["content"]?["text"] is { Length: > 0 } ? (int?)null : 9499;
        return AnswerAsync(token, fault, "code", "msg", (19024, 19001, 11232), ct);
    }

    private async Task<IResult> AnswerAsync(
        string? token, int? fault, string codeName, string textName, (int Refused, int Wrong, int Quota) codes, CancellationToken ct)
    {
        var behaviour = SandboxSteering.Of(token ?? "");
        if (behaviour == SandboxBehaviour.Slow) await Task.Delay(options.Value.SlowFor, time, ct);
        if (behaviour == SandboxBehaviour.Broken) return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var code = fault ?? behaviour switch
        {
            SandboxBehaviour.Refused => codes.Refused,
            SandboxBehaviour.WrongNumber => codes.Wrong,
            SandboxBehaviour.OverQuota => codes.Quota,
            _ => 0,
        };
        return Results.Json(new JsonObject { [codeName] = code, [textName] = code == 0 ? "ok" : "error" });
    }

    private bool TryInstant(string? text, int unitInMilliseconds, out long value) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
        && Math.Abs(time.GetUtcNow().ToUnixTimeMilliseconds() - value * unitInMilliseconds) <= s_window.TotalMilliseconds;

    private string? SecretOf(string? token) => robots.Value.Named.Values.FirstOrDefault(r => r.Token == token) is { } robot ? robot.Secret : SandboxSecret.Value;
}
