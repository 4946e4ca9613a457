using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Marketplace.Web.Platform.Messages.Channels;

/// <summary>What differs between the three: address, signature, body and the meaning of error codes.</summary>
public sealed record RobotProtocol
{
    public required MessageChannel Channel { get; init; }
    public required Uri Url { get; init; }
    public required Func<Robot, DateTimeOffset, string> Path { get; init; }
    public required Func<Robot, DateTimeOffset, string, JsonObject> Body { get; init; }
    public required string CodeName { get; init; }
    public required int[] OverQuota { get; init; }
    public required int[] Permanent { get; init; }

    public static readonly RobotProtocol WeCom = new()
    {
        Channel = MessageChannel.WeCom,
        Url = new Uri("https://qyapi.weixin.qq.com"),
        Path = (robot, _) => $"/cgi-bin/webhook/send?key={Uri.EscapeDataString(robot.Token)}",
        Body = (_, _, text) => new JsonObject { ["msgtype"] = "text", ["text"] = new JsonObject { ["content"] = text } },
        CodeName = "errcode",
        OverQuota = [45009, 45033],
        // Unknown webhook, wrong type, empty or oversized content.
        Permanent = [93000, 40008, 44004, 40058],
    };

    public static readonly RobotProtocol DingTalk = new()
    {
        Channel = MessageChannel.DingTalk,
        Url = new Uri("https://oapi.dingtalk.com"),
        Path = (robot, now) => $"/robot/send?access_token={Uri.EscapeDataString(robot.Token)}" + DingTalkSignature(robot, now),
        Body = (_, _, text) => new JsonObject { ["msgtype"] = "text", ["text"] = new JsonObject { ["content"] = text } },
        CodeName = "errcode",
        OverQuota = [130101, 410100],
        // Signature, keyword or address not matched; no such token; group dissolved; robot stopped; wrong parameter; unlawful content.
        Permanent = [310000, 300001, 300005, 400013, 400101, 400102, 400105, 400106, 40035, 430101, 430102, 430103, 430104],
    };

    public static readonly RobotProtocol Feishu = new()
    {
        Channel = MessageChannel.Feishu,
        Url = new Uri("https://open.feishu.cn"),
        Path = (robot, _) => $"/open-apis/bot/v2/hook/{Uri.EscapeDataString(robot.Token)}",
        Body = FeishuBody,
        CodeName = "code",
        OverQuota = [11232],
        // Bad request, no such token, robot off, signature, address, keyword.
        Permanent = [9499, 19001, 19007, 19021, 19022, 19024],
    };

    /// <summary>钉钉: HMAC of "timestamp(ms)\nsecret" under the secret, in the query.</summary>
    public static string DingTalkSign(string secret, long milliseconds) => Convert.ToBase64String(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{milliseconds.ToString(CultureInfo.InvariantCulture)}\n{secret}")));

    /// <summary>飞书: HMAC of nothing under "timestamp(s)\nsecret", in the body.</summary>
    public static string FeishuSign(string secret, long seconds) => Convert.ToBase64String(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{seconds.ToString(CultureInfo.InvariantCulture)}\n{secret}"), Array.Empty<byte>()));

    private static string DingTalkSignature(Robot robot, DateTimeOffset now)
    {
        if (robot.Secret is null) return "";
        var milliseconds = now.ToUnixTimeMilliseconds();
        return string.Create(CultureInfo.InvariantCulture, $"&timestamp={milliseconds}&sign={Uri.EscapeDataString(DingTalkSign(robot.Secret, milliseconds))}");
    }

    private static JsonObject FeishuBody(Robot robot, DateTimeOffset now, string text)
    {
        var body = new JsonObject { ["msg_type"] = "text", ["content"] = new JsonObject { ["text"] = text } };
        if (robot.Secret is null) return body;
        var seconds = now.ToUnixTimeSeconds();
        body["timestamp"] = seconds.ToString(CultureInfo.InvariantCulture);
        body["sign"] = FeishuSign(robot.Secret, seconds);
        return body;
    }
}
