namespace Marketplace.Web.Platform.Messages.Channels;

/// <summary>Section <c>Messages:Robots</c>. A message's address is the name of a robot, so that tokens stay out of the database.</summary>
public sealed class RobotOptions : ICheckedOptions
{
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
    public Dictionary<string, Robot> Named { get; } = new(StringComparer.Ordinal);

    public string? Fault() =>
        Timeout <= TimeSpan.Zero ? "Messages:Robots:Timeout must be positive."
        : Named.FirstOrDefault(r => r.Value.Token == "").Key is { } name ? $"Messages:Robots:Named:{name} needs a Token."
        : Named.FirstOrDefault(r => r.Value.Channel is not (MessageChannel.WeCom or MessageChannel.DingTalk or MessageChannel.Feishu)).Key is { } other
            ? $"Messages:Robots:Named:{other}:Channel is WeCom, DingTalk or Feishu."
            : null;
}

public sealed class Robot
{
    public MessageChannel Channel { get; set; }
    /// <summary>The key, access_token or last part of the webhook's address.</summary>
    public string Token { get; set; } = "";
    /// <summary>加签 secret of 钉钉 and 飞书; without one the robot is guarded by keyword or address there.</summary>
    public string? Secret { get; set; }
    /// <summary>Only for private deployments.</summary>
    public Uri? Url { get; set; }
}
