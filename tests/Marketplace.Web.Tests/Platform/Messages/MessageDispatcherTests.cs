using Marketplace.Testing;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Messages.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Platform.Messages;

public sealed class MessageDispatcherTests(PostgresServer postgres)
{
    private static MessageRequest Broken => MessagesWorld.Request(MessageChannel.Mail, "zhang0005@example.cn");

    [Fact]
    public async Task A_passing_failure_is_tried_again_later_each_time_longer()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var first = await world.SentAsync(Broken);
        first.State.ShouldBe(MessageState.Queued);
        first.ErrorCode.ShouldBe("smtp_451");
        first.DueAt.ShouldBeInRange(world.Time.GetUtcNow().AddSeconds(24), world.Time.GetUtcNow().AddSeconds(36));

        (await world.SendAsync(MessageChannel.Mail)).ShouldBe(0);
        world.Time.Set(first.DueAt);
        (await world.SendAsync(MessageChannel.Mail)).ShouldBe(1);
    }

    [Fact]
    public async Task It_is_given_up_after_the_last_attempt()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var request = Broken;
        await world.QueueAsync(request);
        for (var attempt = 1; attempt <= RetrySchedule.MaxAttempts; attempt++)
        {
            (await world.SendAsync(MessageChannel.Mail)).ShouldBe(1);
            world.Time.Advance(TimeSpan.FromMinutes(75));
        }
        var message = await world.FindAsync(request);
        message.State.ShouldBe(MessageState.Failed);
        message.Attempts.ShouldBe(RetrySchedule.MaxAttempts);
        (await world.SendAsync(MessageChannel.Mail)).ShouldBe(0);
    }

    [Theory]
    [InlineData("zhang0003@example.cn", "smtp_550")]
    [InlineData("zhang0002@example.cn", "smtp_554")]
    [InlineData("not an address", "wrong_address")]
    public async Task What_can_never_work_is_not_tried_again(string address, string code)
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var message = await world.SentAsync(MessagesWorld.Request(MessageChannel.Mail, address));
        (message.State, message.ErrorCode, message.FinishedAt).ShouldBe((MessageState.Failed, code, world.Time.GetUtcNow()));
    }

    [Fact]
    public async Task Over_quota_waits_a_quarter_of_an_hour()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var message = await world.SentAsync(MessagesWorld.Request(MessageChannel.Mail, "zhang0004@example.cn"));
        message.State.ShouldBe(MessageState.Queued);
        message.DueAt.ShouldBeInRange(world.Time.GetUtcNow().AddMinutes(12), world.Time.GetUtcNow().AddMinutes(18));
    }

    [Fact]
    public async Task What_nobody_wants_any_more_expires()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var request = Broken;
        await world.SentAsync(request);
        world.Time.Advance(MessageTemplates.Test.GoodFor);
        await world.SendAsync(MessageChannel.Mail);
        (await world.FindAsync(request)).State.ShouldBe(MessageState.Expired);
    }

    [Fact]
    public async Task At_night_a_text_message_waits_for_the_morning_and_loses_no_attempt()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        world.Time.Set(new DateTimeOffset(2026, 3, 4, 23, 30, 0, TimeSpan.FromHours(8)));
        var message = await world.SentAsync(MessagesWorld.Request(MessageChannel.Sms, "13800000000"));
        (message.State, message.Attempts).ShouldBe((MessageState.Queued, 0));
        message.DueAt.ShouldBe(new DateTimeOffset(2026, 3, 5, 8, 0, 0, TimeSpan.FromHours(8)));
        world.Time.Set(message.DueAt);
        (await world.SendAsync(MessageChannel.Sms)).ShouldBe(1);
    }

    [Theory]
    [InlineData(MessageChannel.InApp, "zhang", MessageState.Delivered)]
    [InlineData(MessageChannel.Mail, "zhang@example.cn", MessageState.Accepted)]
    public async Task Mail_and_the_inbox_know_no_night(MessageChannel channel, string address, MessageState state)
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        world.Time.Set(new DateTimeOffset(2026, 3, 4, 23, 30, 0, TimeSpan.FromHours(8)));
        (await world.SentAsync(MessagesWorld.Request(channel, address))).State.ShouldBe(state);
    }

    [Fact]
    public async Task A_message_whose_sender_died_is_taken_again_when_its_lease_ends()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var request = MessagesWorld.Request(MessageChannel.InApp, "zhang");
        await world.QueueAsync(request);
        var dead = await LeaseAsync(world);
        (await world.SendAsync(MessageChannel.InApp)).ShouldBe(0);

        world.Time.Advance(TimeSpan.FromMinutes(2));
        (await world.SendAsync(MessageChannel.InApp)).ShouldBe(1);
        var message = await world.FindAsync(request);
        (message.State, message.Attempts).ShouldBe((MessageState.Delivered, 2));

        // The dead one was only slow: its outcome no longer counts.
        (await InStoreAsync(world, store => store.EndAsync(dead, MessageState.Failed, "late", TestContext.Current.CancellationToken))).ShouldBeFalse();
        (await world.FindAsync(request)).State.ShouldBe(MessageState.Delivered);
    }

    [Fact]
    public async Task What_a_slow_batch_has_not_begun_by_half_its_lease_goes_back_without_an_attempt()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        for (var i = 0; i < 3; i++) await world.QueueAsync(MessagesWorld.Request(MessageChannel.Mail, $"p{i}@example.cn"));
        var slow = new SlowChannel(world.Time);
        var dispatcher = ActivatorUtilities.CreateInstance<MessageDispatcher>(world.Services, (IEnumerable<IMessageChannel>)[slow]);
        // Each takes 40 seconds of a lease of 120: the third would begin at 80.
        await dispatcher.SendDueAsync(MessageChannel.Mail, TestContext.Current.CancellationToken);
        slow.Sent.ShouldBe(2);
        var left = await world.InAsync((db, ct) => db.Set<Message>().SingleAsync(m => m.State == MessageState.Queued, ct));
        (left.Attempts, left.LeaseId).ShouldBe((0, null));
        await dispatcher.SendDueAsync(MessageChannel.Mail, TestContext.Current.CancellationToken);
        slow.Sent.ShouldBe(3);
    }

    [Fact]
    public async Task Two_senders_never_lease_the_same_message()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        for (var i = 0; i < 20; i++) await world.QueueAsync(MessagesWorld.Request(MessageChannel.InApp, $"p{i}"));
        var leases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => InStoreAsync(
            world, store => store.LeaseAsync(MessageChannel.InApp, 5, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken))));
        leases.SelectMany(l => l).Select(m => m.Id).ShouldBeUnique();
    }

    private sealed class SlowChannel(ManualTime time) : IMessageChannel
    {
        public MessageChannel Channel => MessageChannel.Mail;
        public bool IsOn => true;
        public int Sent { get; private set; }

        public Task<SendResult> SendAsync(OutgoingMessage message, CancellationToken ct)
        {
            Sent++;
            time.Advance(TimeSpan.FromSeconds(40));
            return Task.FromResult(SendResult.Accepted(null));
        }
    }

    private static async Task<Message> LeaseAsync(MessagesWorld world) => (await InStoreAsync(world, store =>
        store.LeaseAsync(MessageChannel.InApp, 1, TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken))).Single();

    private static async Task<T> InStoreAsync<T>(MessagesWorld world, Func<MessageStore, Task<T>> work)
    {
        await using var scope = world.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<MessageStore>());
    }
}
