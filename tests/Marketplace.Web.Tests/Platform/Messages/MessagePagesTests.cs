using Marketplace.Testing;
using System.Net;
using Marketplace.Web.Platform.Messages;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Platform.Messages;

public sealed class MessagePagesTests(PostgresServer postgres)
{
    [Fact]
    public async Task Opening_the_link_changes_nothing_and_the_button_unsubscribes()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var request = MessagesWorld.Request(MessageChannel.Mail, "a@example.cn");
        await world.QueueAsync(request);
        var link = world.Services.GetRequiredService<UnsubscribeLinks>().For(await world.FindAsync(request));

        var (status, page) = await GetAsync(world, link);
        status.ShouldBe(HttpStatusCode.OK);
        page.ShouldContain("method=\"post\"");
        (await world.SentAsync(MessagesWorld.Request(MessageChannel.Mail, "a@example.cn"))).State.ShouldBe(MessageState.Accepted);

        using var oneClick = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        for (var i = 0; i < 2; i++)
            (await world.Http.PostAsync(new Uri(link), oneClick, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.SentAsync(MessagesWorld.Request(MessageChannel.Mail, "a@example.cn"))).State.ShouldBe(MessageState.OptedOut);

        // Another channel, another person and what belongs to a service still go out.
        (await world.SentAsync(MessagesWorld.Request(MessageChannel.InApp, "a@example.cn"))).State.ShouldBe(MessageState.Delivered);
        (await world.SentAsync(MessagesWorld.Request(MessageChannel.Mail, "b@example.cn"))).State.ShouldBe(MessageState.Accepted);
        (await world.SentAsync(MessagesWorld.Request(MessageChannel.Mail, "a@example.cn") with
        {
            Template = MessageTemplates.ContactReceived,
            Parameters = MessageTemplates.ContactReceived.Parameters.ToDictionary(p => p, p => p),
        })).State.ShouldBe(MessageState.Accepted);
    }

    [Fact]
    public async Task A_token_that_was_changed_or_is_for_a_service_is_not_known()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var links = world.Services.GetRequiredService<UnsubscribeLinks>();
        var good = links.Token("person:a", "notices", MessageChannel.Mail);
        var changed = (good[0] == 'A' ? 'B' : 'A') + good[1..];
        foreach (var token in (string[])[changed, "nonsense", links.Token("person:a", "service", MessageChannel.Mail)])
            (await GetAsync(world, $"/messages/unsubscribe/{token}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await GetAsync(world, $"/messages/unsubscribe/{good}")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_demonstration_shows_its_messages_masked_and_filtered()
    {
        // Even with a mail server configured: a demonstration sends nothing for real.
        await using var world = await MessagesWorld.StartAsync(postgres, ("demo", "true"), ("Messages:Gateway", "real"), ("Messages:Mail:Host", "127.0.0.1"), ("Messages:Mail:From", "a@b.cn"));
        (await GetAsync(world, "/messages/demo")).Page.ShouldNotContain("<table");
        (await world.SentAsync(MessagesWorld.Request(MessageChannel.Mail, "zhang@example.cn", "<甲>"))).State.ShouldBe(MessageState.Accepted);
        // Ids of one millisecond have no order.
        world.Time.Advance(TimeSpan.FromSeconds(1));
        (await world.SentAsync(MessagesWorld.Request(MessageChannel.Sms, "13800000007", "乙"))).State.ShouldBe(MessageState.Accepted);

        var all = (await GetAsync(world, "/messages/demo")).Page;
        all.ShouldContain("z***@example.cn");
        all.ShouldContain("138****0007");
        all.ShouldNotContain("zhang@example.cn");
        all.ShouldNotContain("13800000007");
        WebUtility.HtmlDecode(all).ShouldContain("测试消息：<甲>");
        all.ShouldNotContain("<甲>");
        all.IndexOf("138****0007", StringComparison.Ordinal).ShouldBeLessThan(all.IndexOf("z***@example.cn", StringComparison.Ordinal));

        (await GetAsync(world, "/messages/demo?channel=Sms")).Page.ShouldNotContain("z***@example.cn");
    }

    [Fact]
    public async Task The_demonstration_pages_by_seek()
    {
        await using var world = await MessagesWorld.StartAsync(postgres, ("demo", "true"));
        for (var i = 0; i < DemoModel.PageSize + 1; i++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await world.QueueAsync(MessagesWorld.Request(MessageChannel.InApp, "p", $"number-{i}."));
        }
        var first = (await GetAsync(world, "/messages/demo?channel=InApp")).Page;
        first.ShouldNotContain("number-0.");
        var next = WebUtility.HtmlDecode(first.Split("href=\"?")[1].Split('"')[0]);
        var second = (await GetAsync(world, $"/messages/demo?{next}")).Page;
        second.ShouldContain("number-0.");
        second.ShouldNotContain("number-1.");
    }

    [Fact]
    public async Task Without_demo_the_page_does_not_exist()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        (await GetAsync(world, "/messages/demo")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_inbox_holds_what_is_unread_and_only_the_owner_can_read_it_away()
    {
        await using var world = await MessagesWorld.StartAsync(postgres);
        var message = await world.SentAsync(MessagesWorld.Request(MessageChannel.InApp, "zhang", "甲"));
        await using var scope = world.Services.CreateAsyncScope();
        var inbox = scope.ServiceProvider.GetRequiredService<InAppInbox>();
        var ct = TestContext.Current.CancellationToken;
        (await inbox.UnreadAsync("person:zhang", "en", null, ct)).Single().Text.Subject.ShouldBe("Test message: 甲");
        (await inbox.UnreadAsync("person:zhang", "en", message.Id, ct)).ShouldBeEmpty();
        (await inbox.MarkReadAsync("person:li", message.Id, ct)).ShouldBeFalse();
        (await inbox.CountUnreadAsync("person:zhang", ct)).ShouldBe(1);
        (await inbox.MarkReadAsync("person:zhang", message.Id, ct)).ShouldBeTrue();
        (await inbox.CountUnreadAsync("person:zhang", ct)).ShouldBe(0);
    }

    private static async Task<(HttpStatusCode Status, string Page)> GetAsync(MessagesWorld world, string link)
    {
        using var response = await world.Http.GetAsync(new Uri(link, UriKind.RelativeOrAbsolute), TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
