using Marketplace.Testing;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Messages.Channels;
using Marketplace.Web.Platform.Messages.Sandbox;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Platform.Messages;

public sealed class WeChatAndRobotTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(MessageChannel.WeChat, "openid", SendOutcome.Accepted, null)]
    [InlineData(MessageChannel.WeChat, "openid0001", SendOutcome.Accepted, null)]
    [InlineData(MessageChannel.WeChat, "openid0002", SendOutcome.Permanent, "wechat_43004")]
    [InlineData(MessageChannel.WeChat, "openid0003", SendOutcome.Permanent, "wechat_40003")]
    [InlineData(MessageChannel.WeChat, "openid0004", SendOutcome.OverQuota, "wechat_45009")]
    [InlineData(MessageChannel.WeChat, "openid0005", SendOutcome.Transient, "http_503")]
    [InlineData(MessageChannel.WeCom, "group", SendOutcome.Accepted, null)]
    [InlineData(MessageChannel.WeCom, "group0001", SendOutcome.Accepted, null)]
    [InlineData(MessageChannel.WeCom, "group0002", SendOutcome.Permanent, "wecom_40058")]
    [InlineData(MessageChannel.WeCom, "group0003", SendOutcome.Permanent, "wecom_93000")]
    [InlineData(MessageChannel.WeCom, "group0004", SendOutcome.OverQuota, "wecom_45009")]
    [InlineData(MessageChannel.WeCom, "group0005", SendOutcome.Transient, "http_503")]
    [InlineData(MessageChannel.DingTalk, "group", SendOutcome.Accepted, null)]
    [InlineData(MessageChannel.DingTalk, "group0001", SendOutcome.Accepted, null)]
    [InlineData(MessageChannel.DingTalk, "group0002", SendOutcome.Permanent, "dingtalk_430101")]
    [InlineData(MessageChannel.DingTalk, "group0003", SendOutcome.Permanent, "dingtalk_300001")]
    [InlineData(MessageChannel.DingTalk, "group0004", SendOutcome.OverQuota, "dingtalk_130101")]
    [InlineData(MessageChannel.DingTalk, "group0005", SendOutcome.Transient, "http_503")]
    [InlineData(MessageChannel.Feishu, "group", SendOutcome.Accepted, null)]
    [InlineData(MessageChannel.Feishu, "group0001", SendOutcome.Accepted, null)]
    [InlineData(MessageChannel.Feishu, "group0002", SendOutcome.Permanent, "feishu_19024")]
    [InlineData(MessageChannel.Feishu, "group0003", SendOutcome.Permanent, "feishu_19001")]
    [InlineData(MessageChannel.Feishu, "group0004", SendOutcome.OverQuota, "feishu_11232")]
    [InlineData(MessageChannel.Feishu, "group0005", SendOutcome.Transient, "http_503")]
    public async Task What_the_gateway_says_decides_what_happens(MessageChannel channel, string address, SendOutcome outcome, string? code)
    {
        await using var world = await MessagesWorld.StartAsync(postgres, ("Messages:Sandbox:SlowFor", "00:00:00.05"));
        var result = await world.AskAsync(MessagesWorld.Request(channel, address));
        (result.Outcome, result.Code).ShouldBe((outcome, code));
    }

    [Fact]
    public async Task One_token_serves_many_messages_until_it_is_old()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var gateway = world.Services.GetRequiredService<SandboxWeChat>();
        for (var i = 0; i < 3; i++) (await world.AskAsync(MessagesWorld.Request(MessageChannel.WeChat, "openid"))).Outcome.ShouldBe(SendOutcome.Accepted);
        gateway.TokensGiven.ShouldBe(1);
        world.Time.Advance(TimeSpan.FromHours(2));
        (await world.AskAsync(MessagesWorld.Request(MessageChannel.WeChat, "openid"))).Outcome.ShouldBe(SendOutcome.Accepted);
        gateway.TokensGiven.ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_token_is_replaced_and_the_message_still_goes()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var gateway = world.Services.GetRequiredService<SandboxWeChat>();
        await world.AskAsync(MessagesWorld.Request(MessageChannel.WeChat, "openid"));
        gateway.Forget();
        (await world.AskAsync(MessagesWorld.Request(MessageChannel.WeChat, "openid"))).Outcome.ShouldBe(SendOutcome.Accepted);
        gateway.TokensGiven.ShouldBe(2);
    }

    [Theory]
    [InlineData(MessageChannel.DingTalk, "dingtalk_310000")]
    [InlineData(MessageChannel.Feishu, "feishu_19021")]
    public async Task A_missing_signature_is_refused(MessageChannel channel, string code)
    {
        // Without a secret our side does not sign; the sandbox knows the token only by another robot, which has one.
        await using var world = await MessagesWorld.StartAsync(postgres,
            ("Messages:Robots:Named:a:Channel", channel.ToString()), ("Messages:Robots:Named:a:Token", "token"), ("Messages:Robots:Named:a:Secret", "SEC1"),
            ("Messages:Robots:Named:b:Channel", channel.ToString()), ("Messages:Robots:Named:b:Token", "token"));
        (await world.AskAsync(MessagesWorld.Request(channel, "a"))).Outcome.ShouldBe(SendOutcome.Accepted);
        (await world.AskAsync(MessagesWorld.Request(channel, "b"))).ShouldBe(SendResult.Permanent(code));
    }

    [Fact]
    public void Signatures_are_those_openssl_computes()
    {
        // printf '1700000000000\nSEC1' | openssl dgst -sha256 -hmac SEC1 -binary | base64
        RobotProtocol.DingTalkSign("SEC1", 1_700_000_000_000).ShouldBe("ukR4+WoOOBTGaOauYqugxVrMSFyr92q4hPxJxuOkiio=");
        // printf '' | openssl dgst -sha256 -hmac $'1700000000\nSEC1' -binary | base64
        RobotProtocol.FeishuSign("SEC1", 1_700_000_000).ShouldBe("s3Va4ru9IQUY6HTJcYx7OEVyXl0V0S/y32v4ZbfOHCI=");
        // printf '1700000000\n{}' | openssl dgst -sha256 -hmac SEC1 -hex
        SmsSignature.Of("SEC1", "1700000000", "{}"u8).ShouldBe("ede84ad7353fcb0f17a096ef4dc90ee1d16f22a1e4d59004663f124ecea74b0c");
    }
}
