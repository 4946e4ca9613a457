using Marketplace.Testing;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Platform.Messages;

public sealed class MessengerTests(PostgresServer postgres)
{
    [Fact]
    public async Task A_message_exists_only_when_its_transaction_is_committed()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var messenger = world.Services.GetRequiredService<Messenger>();
        await world.InAsync(async (db, ct) =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            (await messenger.QueueAsync(db, MessagesWorld.Request(MessageChannel.Mail, "a@example.cn"), ct)).ShouldBeTrue();
            await transaction.RollbackAsync(ct);
            return 0;
        });
        (await world.InAsync((db, ct) => db.Set<Message>().CountAsync(ct))).ShouldBe(0);

        var request = MessagesWorld.Request(MessageChannel.Mail, "a@example.cn");
        await world.QueueAsync(request);
        (await world.FindAsync(request)).State.ShouldBe(MessageState.Queued);
    }

    [Fact]
    public async Task Queueing_demands_a_transaction()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var messenger = world.Services.GetRequiredService<Messenger>();
        await Should.ThrowAsync<InvalidOperationException>(
            () => world.InAsync((db, ct) => messenger.QueueAsync(db, MessagesWorld.Request(MessageChannel.Mail, "a@example.cn"), ct)));
    }

    [Fact]
    public async Task Queueing_the_same_twice_is_harmless_and_leaves_the_transaction_usable()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var request = MessagesWorld.Request(MessageChannel.InApp, "zhang");
        (await world.QueueAsync(request)).ShouldBeTrue();
        (await world.QueueAsync(request)).ShouldBeFalse();
        (await world.SendAsync(MessageChannel.InApp)).ShouldBe(1);
    }

    [Fact]
    public async Task A_missing_parameter_is_found_when_queueing()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var request = MessagesWorld.Request(MessageChannel.Mail, "a@example.cn") with { Parameters = new Dictionary<string, string>() };
        (await Should.ThrowAsync<ArgumentException>(() => world.QueueAsync(request))).Message.ShouldContain("note");
    }

    [Theory]
    [InlineData("a@example.cn\r\nBcc: b@example.cn", "ok")]
    [InlineData("a@example.cn", "ok\r\nBcc: b@example.cn")]
    [InlineData("a@example.cn", "ok\nBcc: b@example.cn")]
    [InlineData(" ", "ok")]
    public async Task Line_breaks_never_reach_a_header(string address, string note)
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        await Should.ThrowAsync<ArgumentException>(() => world.QueueAsync(MessagesWorld.Request(MessageChannel.Mail, address, note)));
    }

    [Fact]
    public async Task A_language_that_is_not_spoken_is_refused()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        await Should.ThrowAsync<ArgumentException>(() => world.QueueAsync(MessagesWorld.Request(MessageChannel.Mail, "a@example.cn") with { Language = "fr" }));
    }

    [Fact]
    public async Task Nothing_is_sent_before_its_time()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        await world.QueueAsync(MessagesWorld.Request(MessageChannel.InApp, "zhang") with { NotBefore = world.Time.GetUtcNow().AddMinutes(10) });
        (await world.SendAsync(MessageChannel.InApp)).ShouldBe(0);
        world.Time.Advance(TimeSpan.FromMinutes(10));
        (await world.SendAsync(MessageChannel.InApp)).ShouldBe(1);
    }
}
