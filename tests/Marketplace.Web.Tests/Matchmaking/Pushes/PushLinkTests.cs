using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Matchmaking.Pushes;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Tests.Catalogue.Searching;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Matchmaking.Pushes;

/// <summary>What stands behind the link of a push, who has read it, and what they say.</summary>
public sealed class PushLinkTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_text_message_counts_when_it_is_reported_or_somebody_reads_what_is_behind_its_link()
    {
        await using var world = await PushWorld.StartAsync(server);
        var patent = await world.OfferedAsync();
        await world.PushAsync([patent.ApplicationNo], [await world.ListedAsync(phone: "19912345678")]);
        // The sandbox's report comes by itself; here it never came.
        await PatentWorld.UntilAsync(() => world.App.WithDatabaseAsync(db => db.Set<Message>().AllAsync(m => m.State == MessageState.Delivered, Ct)));
        await world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update messages set state = 'Accepted', finished_at = null", Ct));
        await world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update push_deliveries set delivered_at = null, counts_at = null, recount = true", Ct));
        await world.SettleAsync();
        await world.App.WithDatabaseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            await PushCounting.RecountAsync(db, Ct);
            await transaction.CommitAsync(Ct);
            return 0;
        });
        (await world.CoverageAsync()).Items.ShouldBe(0);
        var delivery = (await world.DeliveriesAsync()).Single();
        // Programs open links before people do, and instead of them.
        (await world.App.Http.GetAsync($"/pushed/{delivery.Token}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await world.SettleAsync();
        (await world.CoverageAsync()).Items.ShouldBe(0);
        // As the page does once somebody moves, types or touches there.
        (await world.App.Http.PostFormAsync($"/pushed/{delivery.Token}", $"/pushed/{delivery.Token}?handler=Read")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await world.SettleAsync();
        (await world.CoverageAsync()).Items.ShouldBe(1);
    }

    [Fact]
    public async Task Read_is_what_its_recipient_opens_and_nothing_its_sender_looks_at()
    {
        await using var world = await PushWorld.StartAsync(server);
        var patent = await world.OfferedAsync();
        var enterprise = await world.ListedAsync(mail: "a@example.cn");
        await world.PushAsync([patent.ApplicationNo], [enterprise]);
        var link = "/pushed/" + (await world.DeliveriesAsync()).Single().Token;
        // The bureau looks at what it sent, and moves the mouse while it does.
        (await world.Clerk.GetStringAsync(link, Ct)).ShouldNotContain("data-tell-read");
        (await world.Clerk.PostFormAsync(link, link + "?handler=Read")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await world.App.Http.SendAsync(new(HttpMethod.Head, link), Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.App.Http.GetStringAsync(link, Ct)).ShouldContain("data-tell-read");
        (await world.DeliveriesAsync()).Single().ReadAt.ShouldBeNull();
        // Somebody of the enterprise, registered since.
        var organisation = await world.RegisterAsync(enterprise);
        var (_, member) = await world.App.NewMemberAsync(organisation, Role.Operator);
        (await member.SendAsync(new(HttpMethod.Head, link), Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.DeliveriesAsync()).Single().ReadAt.ShouldBeNull();
        (await member.GetAsync(link, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.DeliveriesAsync()).Single().ReadAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_link_shows_public_patents_without_signing_in_and_takes_feedback()
    {
        await using var world = await PushWorld.StartAsync(server);
        var (one, two) = (await world.OfferedAsync(), await world.OfferedAsync("将被标密的装置"));
        var push = await world.PushAsync([one.ApplicationNo, two.ApplicationNo], [await world.ListedAsync(mail: "a@example.cn", industry: "C3572")]);
        await world.App.WithDatabaseAsync(db => db.Set<Patent>().Where(p => p.ApplicationNo == two.ApplicationNo).ExecuteUpdateAsync(s => s.SetProperty(p => p.RemovedAt, world.Time.GetUtcNow()).SetProperty(p => p.SecretAt, world.Time.GetUtcNow()), Ct));
        var delivery = (await world.DeliveriesAsync()).Single();
        var link = "/pushed/" + delivery.Token;
        var page = await world.App.Http.GetStringAsync(link, Ct);
        page.ShouldContain(one.Title);
        page.ShouldNotContain("标密");
        page.ShouldNotContain("a@example.cn");
        page.ShouldContain("/patents/new");
        page.ShouldContain("/messages/unsubscribe/");
        (await world.App.Http.GetAsync("/pushed/" + PushDelivery.NewToken(), Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await world.App.Http.PostFormAsync(link, null, ("no", one.ApplicationNo), ("useful", "true"), ("why", "WorthALook"), ("note", "想了解价格"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.App.Http.PostFormAsync(link, null, ("no", one.ApplicationNo), ("useful", "false"), ("why", "OtherField"), ("note", "想了解价格"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.App.Http.PostFormAsync(link, null, ("no", one.ApplicationNo))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await world.App.Http.PostFormAsync(link, null, ("no", "202310000000"), ("useful", "true"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var said = await world.App.WithDatabaseAsync(db => db.Set<PushFeedback>().AsNoTracking().SingleAsync(Ct));
        (said.Useful, said.Why, said.Note).ShouldBe((false, PushWhy.OtherField, "想了解价格"));
        var report = await world.Clerk.GetStringAsync(push, Ct);
        report.ShouldContain("想了解价格");
        report.ShouldContain("不是我们的领域");
        report.ShouldContain("已读");

        // The opt-out works, and the next push leaves them out.
        var optOut = System.Text.RegularExpressions.Regex.Match(page, "/messages/unsubscribe/[^\"]+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        (await world.App.Http.PostAsync(optOut, null, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.Directory.CountAsync<MessageOptOut>()).ShouldBe(1);
    }
}
