namespace Marketplace.Web.Platform.Messages.Channels;

/// <summary>Section <c>Messages:WeChat</c>. Without an AppId the channel is off.</summary>
public sealed class WeChatOptions : ICheckedOptions
{
    public Uri Url { get; set; } = new("https://api.weixin.qq.com");
    public string AppId { get; set; } = "";
    public string Secret { get; set; } = "";
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
    /// <summary>Template key → language → what was applied for on the service account's page.</summary>
    public Dictionary<string, Dictionary<string, WeChatTemplate>> Templates { get; } = new(StringComparer.Ordinal);

    public string? Fault() => AppId == "" ? null
        : Secret == "" ? "Messages:WeChat needs a Secret."
        : !Url.IsAbsoluteUri ? "Messages:WeChat:Url is not an absolute address."
        : Timeout <= TimeSpan.Zero ? "Messages:WeChat:Timeout must be positive."
        : Templates.Values.SelectMany(t => t.Values).Any(t => t.Id == "") ? "Messages:WeChat:Templates: a template has no Id."
        : null;
}

public sealed class WeChatTemplate
{
    public string Id { get; set; } = "";
    /// <summary>WeChat's field (<c>thing1</c>, <c>character_string2</c>) → our parameter.</summary>
    public Dictionary<string, string> Fields { get; } = new(StringComparer.Ordinal);
}
