using Marketplace.Testing;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Messages.Channels;

namespace Marketplace.Web.Tests.Platform.Messages;

public sealed class MailChannelTests(PostgresServer postgres, SmtpServer smtp) : IClassFixture<SmtpServer>
{
    [Theory]
    [InlineData("zh-CN", "测试消息")]
    [InlineData("en", "Test message")]
    [InlineData("ug", "سىناق ئۇچۇرى")]
    public async Task Mail_arrives_in_the_readers_language_plain_and_as_html(string language, string words)
    {
        await using var world = await MessagesWorld.StartAsync(postgres, smtp.Settings);
        var address = $"reader.{language}@example.cn";
        var message = await world.SentAsync(MessagesWorld.Request(MessageChannel.Mail, address, "<b>&甲") with { Language = language });
        message.State.ShouldBe(MessageState.Accepted);
        message.GatewayId.ShouldBe($"<{message.Id:N}@market.example>");

        var mail = await smtp.ReadAsync(address, TestContext.Current.CancellationToken);
        mail.From.ShouldBe("noreply@market.example");
        mail.Body.ShouldContain("<b>&甲");
        mail.Body.ShouldContain("&lt;b&gt;&amp;");
        mail.Body.ShouldContain(words);
        mail.Headers.ShouldContain(h => h.Equals($"Message-ID: {message.GatewayId}", StringComparison.OrdinalIgnoreCase));
        mail.Headers.ShouldContain(h => h.StartsWith("List-Unsubscribe: <https://market.example/messages/unsubscribe/", StringComparison.OrdinalIgnoreCase));
        mail.Headers.ShouldContain(h => h.Equals("List-Unsubscribe-Post: List-Unsubscribe=One-Click", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_belongs_to_a_service_offers_no_unsubscribing()
    {
        await using var world = await MessagesWorld.StartAsync(postgres, smtp.Settings);
        var request = MessagesWorld.Request(MessageChannel.Mail, "service@example.cn") with
        {
            Template = MessageTemplates.ContactReceived,
            Parameters = new Dictionary<string, string> { ["reference"] = "A-1", ["name"] = "张三", ["message"] = "第一行\n第二行" },
        };
        (await world.SentAsync(request)).State.ShouldBe(MessageState.Accepted);
        var mail = await smtp.ReadAsync("service@example.cn", TestContext.Current.CancellationToken);
        mail.Headers.ShouldNotContain(h => h.StartsWith("List-Unsubscribe", StringComparison.OrdinalIgnoreCase));
        mail.Body.ShouldContain("第一行<br>第二行");
    }

    [Theory]
    [InlineData("refused@example.cn", SendOutcome.Permanent, "smtp_550")]
    [InlineData("busy@example.cn", SendOutcome.Transient, "smtp_451")]
    [InlineData("full@example.cn", SendOutcome.OverQuota, "smtp_452")]
    public async Task What_the_server_says_decides_what_happens(string address, SendOutcome outcome, string code)
    {
        await using var world = await MessagesWorld.StartAsync(postgres, smtp.Settings);
        var result = await world.AskAsync(MessagesWorld.Request(MessageChannel.Mail, address));
        (result.Outcome, result.Code).ShouldBe((outcome, code));
    }

    [Fact]
    public async Task A_server_that_is_away_is_tried_again()
    {
        // Port 1 of loopback: nothing listens there.
        await using var world = await MessagesWorld.StartAsync(postgres, [.. smtp.Settings.Where(s => s.Key != "Messages:Mail:Port"), ("Messages:Mail:Port", "1")]);
        (await world.AskAsync(MessagesWorld.Request(MessageChannel.Mail, "a@example.cn"))).ShouldBe(SendResult.Transient("unreachable"));
    }
}
