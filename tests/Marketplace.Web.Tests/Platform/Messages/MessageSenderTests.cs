using Marketplace.Testing;
using System.Diagnostics.Metrics;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Messages.Sandbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Tests.Platform.Messages;

public sealed class MessageSenderTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_committed_message_goes_out_at_once_and_is_measured()
    {
        // No poll comes to help within the test: the notification alone wakes the sender.
        await using var world = await MessagesWorld.StartAsync(postgres, sender: true, ("Messages:PollEvery", "1.00:00:00"));
        var sent = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var factory = world.Services.GetRequiredService<IMeterFactory>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "messages.sent" && instrument.Meter.Scope == factory) listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<long>((_, _, tags, _) => sent.TrySetResult((string)tags[0].Value!));
        meters.Start();
        var request = MessagesWorld.Request(MessageChannel.InApp, "zhang");
        await world.QueueAsync(request);
        (await sent.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldBe("InApp");
        (await world.FindAsync(request)).State.ShouldBe(MessageState.Delivered);
    }

    [Fact]
    public async Task No_log_line_of_any_level_holds_an_address_a_name_or_a_text()
    {
        await using var world = await MessagesWorld.StartAsync(postgres, ("Messages:Sandbox:SlowFor", "00:00:00.05"));
        const string secretNote = "极密的内容";
        for (var ending = 0; ending <= 7; ending++)
        {
            var suffix = $"000{ending}";
            await world.SentAsync(MessagesWorld.Request(MessageChannel.Sms, "1386666" + suffix, secretNote));
            await world.SentAsync(MessagesWorld.Request(MessageChannel.WeChat, "oSecretOpenId" + suffix, secretNote));
            await world.SentAsync(MessagesWorld.Request(MessageChannel.DingTalk, "secretgroup" + suffix, secretNote));
            await world.SentAsync(MessagesWorld.Request(MessageChannel.Mail, $"zhangsan{suffix}@secret.example", secretNote));
        }
        await world.Services.GetRequiredService<SandboxSms>().ReportedAsync();
        var ours = world.Log.Lines.Where(line => line.Contains("Message ", StringComparison.Ordinal) && line.Contains(" ms", StringComparison.Ordinal)).ToList();
        ours.Count.ShouldBe(32);
        foreach (var secret in (string[])["1386666", "zhangsan", "secret.example", secretNote])
            world.Log.Lines.ShouldNotContain(line => line.Contains(secret, StringComparison.Ordinal), secret);
        // The sandbox is a server in the same process, which logs the paths it is called by; the sending side names none.
        ours.ShouldAllBe(line => !line.Contains("secretgroup", StringComparison.Ordinal) && !line.Contains("oSecretOpenId", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Messages:Gateway", "perhaps")]
    [InlineData("Messages:QuietHours:Sms", "late")]
    [InlineData("Messages:QuietHours:Pigeon", "off")]
    [InlineData("Messages:Mail:Host", "mail.example")]
    [InlineData("Messages:Sms:Timeout", "00:00:00")]
    [InlineData("Messages:Robots:Named:a:Channel", "WeCom")]
    [InlineData("Messages:Batch", "0")]
    public async Task A_wrong_setting_stops_the_start(string key, string value) =>
        await Should.ThrowAsync<OptionsValidationException>(async () => await (await MessagesWorld.StartAsync(postgres, (key, value))).DisposeAsync());
}
