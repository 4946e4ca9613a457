namespace Marketplace.Web.Platform.Messages;

/// <summary>The ways a message leaves, or (in-app) stays.</summary>
public enum MessageChannel
{
    Mail,
    Sms,
    /// <summary>微信服务号模板消息</summary>
    WeChat,
    /// <summary>企业微信群机器人</summary>
    WeCom,
    /// <summary>钉钉群机器人</summary>
    DingTalk,
    /// <summary>飞书群机器人</summary>
    Feishu,
    InApp,
}
