namespace Marketplace.Web.Platform.Messages;

/// <summary>Enough to recognise one's own address, not enough to write to somebody else's.</summary>
public static class RecipientMask
{
    public static string Of(MessageChannel channel, string address)
    {
        if (channel is MessageChannel.WeCom or MessageChannel.DingTalk or MessageChannel.Feishu) return address;
        var at = channel == MessageChannel.Mail ? address.LastIndexOf('@') : -1;
        if (at >= 0) return string.Concat(address.AsSpan(0, Math.Min(1, at)), "***", address.AsSpan(at));
        return address.Length >= 11 ? string.Concat(address.AsSpan(0, 3), "****", address.AsSpan(address.Length - 4)) : "****";
    }
}
