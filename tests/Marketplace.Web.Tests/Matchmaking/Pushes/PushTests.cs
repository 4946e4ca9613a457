using System.Net;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Matchmaking.Pushes;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Tests.Catalogue.Searching;
using Marketplace.Web.Tests.Organisations.Directory;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Matchmaking.Pushes;

public sealed class PushTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chosen_patents_go_to_chosen_enterprises_and_the_preview_says_who_is_left_out_and_why()
    {
        await using var world = await PushWorld.StartAsync(server);
        var (one, two) = (await world.OfferedAsync(), await world.OfferedAsync("葡萄埋藤机"));
        var unlisted = PatentWorld.NewPatent("未挂牌的装置");
        await world.App.AddAsync(unlisted);
        var (mail, sms, none, off) = (await world.ListedAsync(mail: "a@example.cn"), await world.ListedAsync(phone: "19912345678"), await world.ListedAsync(phone: "0909-2318888"), await world.ListedAsync(mail: "off@example.cn"));
        await world.App.WithDatabaseAsync(db =>
        {
            db.Add(new MessageOptOut { RecipientKey = DirectoryInvitations.RecipientKey(off), Purpose = "pushes", Channel = MessageChannel.Mail, CreatedAt = world.Time.GetUtcNow() });
            return db.SaveChangesAsync(Ct);
        });
        var push = await world.DraftAsync([one.ApplicationNo, two.ApplicationNo, unlisted.ApplicationNo], [mail, sms, none, off]);
        var preview = await world.Clerk.GetStringAsync(push, Ct);
        preview.ShouldContain("确认推送给 2 家企业");
        preview.ShouldContain("没有可用的联系方式");
        preview.ShouldContain("已退订");
        preview.ShouldContain("未挂牌或已下架");
        preview.ShouldNotContain("a@example.cn");
        preview.ShouldNotContain("19912345678");

        (await world.ConfirmAsync(push)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await world.SettleAsync();
        (await world.Directory.CountAsync<Message>()).ShouldBe(0);
        (await world.CoverageAsync()).Items.ShouldBe(0);
        world.Time.Advance(PushDesk.Undo);
        await world.SendAsync(push);
        var messages = await world.App.WithDatabaseAsync(db => db.Set<Message>().AsNoTracking().ToListAsync(Ct));
        messages.Select(m => m.Address).ShouldBe(["a@example.cn", "19912345678"], ignoreOrder: true);
        messages.ShouldAllBe(m => m.Parameters["titles"].Contains("葡萄埋藤机") && !m.Parameters["titles"].Contains("未挂牌") && m.Parameters["link"].Contains("/pushed/") && m.Parameters["news"].EndsWith("/patents/new"));

        await world.SetMessagesAsync("Delivered", "Sms");
        await world.SettleAsync();
        var coverage = await world.CoverageAsync();
        (coverage.Items, coverage.Enterprises, coverage.Directory).ShouldBe((4, 2, 4));
        var page = await world.Clerk.GetStringAsync(push, Ct);
        page.ShouldContain("已交付发送 2 / 2");
        page.ShouldContain("已送达");
    }

    [Fact]
    public async Task An_item_counts_once_from_its_first_delivery_that_stands()
    {
        await using var world = await PushWorld.StartAsync(server);
        var patent = await world.OfferedAsync();
        var enterprise = await world.ListedAsync(mail: "a@example.cn");
        await world.PushAsync([patent.ApplicationNo], [enterprise]);
        var before = await world.DraftAsync([patent.ApplicationNo], [enterprise]);
        (await world.Clerk.GetStringAsync(before, Ct)).ShouldContain("这些专利都已推送过");
        await world.PushAsync([patent.ApplicationNo], [enterprise], ("resend", "true"));
        (await world.CoverageAsync()).Items.ShouldBe(1);
        var deliveries = await world.DeliveriesAsync();
        deliveries.Count.ShouldBe(2);
        (await ItemAsync(world)).DeliveryId.ShouldBe(deliveries[0].Id);

        // The first comes back: the second carries the count. Both come back: there is none.
        await FailAsync(world, deliveries[0].Id);
        (await ItemAsync(world)).DeliveryId.ShouldBe(deliveries[1].Id);
        (await world.CoverageAsync()).Items.ShouldBe(1);
        await FailAsync(world, deliveries[1].Id);
        (await world.CoverageAsync()).ShouldBe(new PushCoverage(0, 0, 1));
    }

    [Fact]
    public async Task No_enterprise_gets_more_than_two_in_a_week()
    {
        await using var world = await PushWorld.StartAsync(server);
        string[] numbers = [(await world.OfferedAsync()).ApplicationNo, (await world.OfferedAsync()).ApplicationNo, (await world.OfferedAsync()).ApplicationNo];
        var enterprise = await world.ListedAsync(mail: "a@example.cn");
        await world.PushAsync(numbers[..1], [enterprise]);
        await world.PushAsync(numbers[1..2], [enterprise]);
        var third = await world.DraftAsync(numbers[2..], [enterprise]);
        (await world.Clerk.GetStringAsync(third, Ct)).ShouldContain("七天内已推送两次");
        (await world.ConfirmAsync(third)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task It_can_be_taken_back_for_ten_minutes_and_by_its_bureau_only()
    {
        await using var world = await PushWorld.StartAsync(server);
        var patent = await world.OfferedAsync();
        var enterprise = await world.ListedAsync(mail: "a@example.cn");
        var push = await world.DraftAsync([patent.ApplicationNo], [enterprise]);
        var (_, other) = await DirectoryWorld.NewClerkAsync(world.App, Inhabitants.Meixian);
        foreach (var path in (string[])[push, push + "/edit"])
            (await other.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.PostFormAsync("/pushes/new", push + "/edit", ("reason", "x"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.GetStringAsync("/pushes", Ct)).ShouldNotContain(push);
        (await other.PostFormAsync("/pushes/new", push + "?handler=Confirm")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.PostFormAsync("/pushes/new", push + "?handler=Drop")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        (await world.ConfirmAsync(push)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await other.PostFormAsync("/pushes/new", push + "?handler=Withdraw")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Clerk.PostFormAsync("/pushes/new", push + "?handler=Withdraw")).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        world.Time.Advance(PushDesk.Undo);
        await world.SettleAsync();
        (await world.Directory.CountAsync<Message>()).ShouldBe(0);
        (await world.Clerk.GetStringAsync(push, Ct)).ShouldContain("什么都没有发出");
        var second = await world.PushAsync([patent.ApplicationNo], [enterprise]);   // What was taken back is no earlier push.
        (await world.Clerk.PostFormAsync("/pushes/new", second + "?handler=Withdraw")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var (_, bystander) = await world.App.NewMemberAsync(world.Holder, Role.Administrator);
        (await bystander.GetAsync("/pushes", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task People_of_a_registered_enterprise_are_told_on_the_site_and_by_mail()
    {
        await using var world = await PushWorld.StartAsync(server);
        var patent = await world.OfferedAsync();
        var enterprise = await world.ListedAsync(mail: "directory@example.cn");
        var organisation = await world.RegisterAsync(enterprise);
        var person = await world.App.NewPersonAsync(mail: "boss@example.cn");
        await world.App.JoinAsync(person, organisation, Role.Administrator, Role.Operator);
        await world.PushAsync([patent.ApplicationNo], [enterprise]);
        await PatentWorld.UntilAsync(async () =>
        {
            await world.SettleAsync();
            return (await world.DeliveriesAsync()).TrueForAll(d => d.CountsAt is not null);
        });
        (await world.DeliveriesAsync()).Select(d => (d.Channel, d.PersonId)).ShouldBe([(PushChannel.InApp, person.Id), (PushChannel.Mail, person.Id)], ignoreOrder: true);
        (await world.CoverageAsync()).Items.ShouldBe(1);
        var http = await world.App.SignedInAsync(person);
        var inbox = await http.GetStringAsync("/account/messages", Ct);
        inbox.ShouldContain("专利信息供参考");
        inbox.ShouldContain("href=\"/pushed/");
        (await http.GetStringAsync("/account/data", Ct)).ShouldContain("定点推送和匹配提醒");
    }

    [Fact]
    public async Task Reasons_that_praise_are_refused_and_no_text_of_ours_does()
    {
        await using var world = await PushWorld.StartAsync(server);
        var patent = await world.OfferedAsync();
        var made = await world.Clerk.PostFormAsync("/pushes/new", null, ("numbers", patent.ApplicationNo));
        foreach (var reason in (string[])["本局重点推荐的专利", "国内领先技术", "我们向您推荐"])
        {
            var refused = await world.Clerk.PostFormAsync(made.Headers.Location!.ToString(), null, ("numbers", patent.ApplicationNo), ("scope", "filter"), ("reason", reason));
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain("请改成中性说法");
        }
        foreach (var template in (MessageTemplate[])[PushMessages.Patents, PushMessages.Matches])
        {
            foreach (var language in MessageLanguages.All)
            {
                PromotionalWords.Find(template.Subject(language) + "\n" + template.Text(language)).ShouldBeEmpty();
                (template.Subject(language) + template.Text(language)).ShouldNotContain("推荐");
            }
        }
    }

    [Fact]
    public async Task Enterprises_are_chosen_by_filter_and_industry_too()
    {
        await using var world = await PushWorld.StartAsync(server);
        var patent = await world.OfferedAsync();
        var (drip, wine) = (await world.ListedAsync(mail: "a@example.cn", industry: "C3572"), await world.ListedAsync(mail: "b@example.cn", industry: "C1515"));
        var push = await world.DraftAsync([patent.ApplicationNo], [], null, ("scope", "filter"), ("industry", "35"));
        var preview = await world.Clerk.GetStringAsync(push, Ct);
        preview.ShouldContain(drip[^5..]);
        preview.ShouldNotContain(wine[^5..]);
        (await world.Clerk.GetStringAsync(push + "/edit", Ct)).ShouldContain("value=\"35\"");
        var unknown = await world.Clerk.PostFormAsync(push + "/edit", null, ("numbers", patent.ApplicationNo), ("scope", "picked"), ("enterprises", "没有这家公司"), ("reason", "行业相同。"));
        (await unknown.Content.ReadAsStringAsync(Ct)).ShouldContain("名录库里没有：没有这家公司");
    }

    [Fact]
    public async Task Patents_are_picked_from_favourites_a_listing_and_a_public_need_only()
    {
        await using var world = await PushWorld.StartAsync(server);
        var (kept, listed) = (await world.OfferedAsync(), await world.OfferedAsync());
        (await world.Clerk.PostFormAsync("/pushes/new", "/favourites?handler=Keep", ("no", kept.ApplicationNo))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await world.Clerk.GetStringAsync("/pushes/new?favourites=true", Ct)).ShouldContain(kept.ApplicationNo);
        var listing = await world.App.WithDatabaseAsync(db => db.Set<ListingPatent>().Where(m => m.ApplicationNo == listed.ApplicationNo).Select(m => m.ListingId).SingleAsync(Ct));
        (await world.Clerk.GetStringAsync($"/pushes/new?listing={listing}", Ct)).ShouldContain(listed.ApplicationNo);
        var enterprise = await world.App.NewOrganisationAsync();
        var open = await MatchNewsTests.NeedAsync(world.App, enterprise, kept.ApplicationNo, Web.Needs.NeedVisibility.Public, Web.Matchmaking.Matches.MatchSide.Offer);
        var hidden = await MatchNewsTests.NeedAsync(world.App, enterprise, kept.ApplicationNo, Web.Needs.NeedVisibility.Anonymous, Web.Matchmaking.Matches.MatchSide.Offer);
        var own = await MatchNewsTests.NeedAsync(world.App, enterprise, kept.ApplicationNo, Web.Needs.NeedVisibility.Public, Web.Matchmaking.Matches.MatchSide.Need);
        (await world.Clerk.GetStringAsync($"/pushes/new?need={open.Id}", Ct)).ShouldContain(kept.ApplicationNo);
        (await world.Clerk.GetStringAsync($"/pushes/new?need={hidden.Id}", Ct)).ShouldNotContain(kept.ApplicationNo);
        (await world.Clerk.GetStringAsync($"/pushes/new?need={own.Id}", Ct)).ShouldNotContain(kept.ApplicationNo);
    }

    [Fact]
    public async Task What_changed_since_the_preview_is_looked_at_again()
    {
        await using var world = await PushWorld.StartAsync(server);
        var (one, two) = (await world.OfferedAsync(), await world.OfferedAsync("第二件"));
        var enterprise = await world.ListedAsync(mail: "a@example.cn");
        var push = await world.DraftAsync([one.ApplicationNo, two.ApplicationNo], [enterprise]);
        (await world.Clerk.PostFormAsync(push, push + "?handler=Confirm", ("fingerprint", "0000"))).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await world.ConfirmAsync(push)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        // Taken off the market within the ten minutes: it goes to nobody.
        await world.App.WithDatabaseAsync(db => db.Set<Listing>().Where(l => db.Set<ListingPatent>().Any(m => m.ListingId == l.Id && m.ApplicationNo == two.ApplicationNo))
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.State, ListingState.Withdrawn), Ct));
        world.Time.Advance(PushDesk.Undo);
        await world.SendAsync(push);
        (await world.App.WithDatabaseAsync(db => db.Set<Message>().SingleAsync(Ct))).Parameters["titles"].ShouldNotContain("第二件");
        (await world.CoverageAsync()).Items.ShouldBe(1);
    }

    private static Task<PushItem> ItemAsync(PushWorld world) => world.App.WithDatabaseAsync(db => db.Set<PushItem>().AsNoTracking().SingleAsync(Ct));

    private static async Task FailAsync(PushWorld world, Guid delivery)
    {
        var key = $"push:{delivery:N}";
        await world.App.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update messages set state = 'Failed', finished_at = {world.Time.GetUtcNow()} where dedupe_key = {key}", Ct));
        await world.SettleAsync();
    }
}
