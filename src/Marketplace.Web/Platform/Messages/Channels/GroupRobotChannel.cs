using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Messages.Channels;

/// <summary>群机器人 of 企业微信, 钉钉 or 飞书. None of them knows idempotency: after a crash a group may read a message twice.</summary>
public sealed class GroupRobotChannel(
    RobotProtocol protocol, IHttpClientFactory http, IOptions<RobotOptions> options, IOptions<MessageOptions> messages, TimeProvider time) : IMessageChannel
{
    public MessageChannel Channel => protocol.Channel;

    public bool IsOn => messages.Value.IsSandbox || options.Value.Named.Values.Any(robot => robot.Channel == Channel);

    public static string ClientName(MessageChannel channel) => $"Robot.{channel}";

    public async Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken ct)
    {
        if (Find(message.Message.Address) is not { } robot) return SendResult.Permanent("robot_unknown");
        var now = time.GetUtcNow();
        var body = protocol.Body(robot, now, $"{message.Text.Subject}\n\n{message.Text.Text}");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(robot.Url ?? protocol.Url, protocol.Path(robot, now)))
        {
            Content = JsonContent.Create(body),
        };
        var (answer, failure) = await GatewayHttp.CallAsync<JsonObject>(http.CreateClient(ClientName(Channel)), request, ct);
        if (failure is not null) return failure;
        if (answer![protocol.CodeName] is not JsonValue value || !value.TryGetValue<int>(out var code)) return SendResult.Transient("answer_unreadable");
        var name = $"{Channel}_{code}".ToLowerInvariant();
        return code == 0 ? SendResult.Accepted(null)
            : protocol.OverQuota.Contains(code) ? SendResult.OverQuota(name)
            : protocol.Permanent.Contains(code) ? SendResult.Permanent(name)
            : SendResult.Transient(name);
    }

    private Robot? Find(string name) =>
        options.Value.Named.TryGetValue(name, out var robot) ? robot.Channel == Channel ? robot : null
        // The sandbox has every robot; the name steers it.
        : messages.Value.IsSandbox ? new Robot { Channel = Channel, Token = name, Secret = Sandbox.SandboxSecret.Value } : null;
}
