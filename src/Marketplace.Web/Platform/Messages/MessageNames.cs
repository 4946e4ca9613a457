namespace Marketplace.Web.Platform.Messages;

/// <summary>Channels and states in the reader's language.</summary>
public static class MessageNames
{
    public static string Of(MessageChannel channel) => channel switch
    {
        MessageChannel.Mail => MessagePageTexts.ChannelMail,
        MessageChannel.Sms => MessagePageTexts.ChannelSms,
        MessageChannel.WeChat => MessagePageTexts.ChannelWeChat,
        MessageChannel.WeCom => MessagePageTexts.ChannelWeCom,
        MessageChannel.DingTalk => MessagePageTexts.ChannelDingTalk,
        MessageChannel.Feishu => MessagePageTexts.ChannelFeishu,
        _ => MessagePageTexts.ChannelInApp,
    };

    public static string Of(MessageState state) => state switch
    {
        MessageState.Queued => MessagePageTexts.StateQueued,
        MessageState.Sending => MessagePageTexts.StateSending,
        MessageState.Accepted => MessagePageTexts.StateAccepted,
        MessageState.Delivered => MessagePageTexts.StateDelivered,
        MessageState.Failed => MessagePageTexts.StateFailed,
        MessageState.OptedOut => MessagePageTexts.StateOptedOut,
        _ => MessagePageTexts.StateExpired,
    };
}
