using System.Net;
using System.Xml.Linq;
using Marketplace.Testing;
using Marketplace.Web.Catalogue.Kept;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Privacy;
using Marketplace.Web.Tests.Catalogue.Feeds;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Catalogue.Kept;

public sealed class SavedSearchTests(PostgresServer server)
{
    private static readonly XNamespace s_atom = "http://www.w3.org/2005/Atom";
    private static readonly Dictionary<string, string?> s_sandbox = new(StringComparer.Ordinal) { ["Messages:Gateway"] = "sandbox" };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task News_are_told_once_on_the_site_and_by_mail_and_what_was_there_before_is_none()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), s_sandbox);
        await app.AddAsync([TestPatents.Make(TestPatents.Number(1), "一种旧的灌溉阀")]);
        await app.IndexedAsync(1);
        await Task.Delay(1100, Ct);   // News are told by the second.
        using var http = await app.SignedInAsync(await app.NewPersonAsync(mail: "reader@example.cn"));
        (await SaveAsync(http, ("query", "?q=%E7%81%8C%E6%BA%89&size=50"), ("alert", "AtOnce"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await TellAsync(app);
        (await SentAsync(app)).ShouldBeEmpty();

        await app.AddAsync([TestPatents.Make(TestPatents.Number(2), "一种新的灌溉阀"), TestPatents.Make(TestPatents.Number(3), "一种面粉机")]);
        await app.IndexedAsync(3);
        await TellAsync(app);
        await TellAsync(app);   // The next run overlaps, and tells nothing twice.

        var sent = await SentAsync(app);
        sent.Select(m => m.Channel).ShouldBe([MessageChannel.Mail, MessageChannel.InApp], ignoreOrder: true);
        sent.ShouldAllBe(m => m.Parameters["titles"] == "· 一种新的灌溉阀" && m.Parameters["count"] == "1" && m.Purpose == "saved-searches");
        sent[0].Parameters["link"].ShouldEndWith("/patents?q=%E7%81%8C%E6%BA%89");
        MessagePurpose.SavedSearches.CanOptOut.ShouldBeTrue();
    }

    [Fact]
    public async Task Daily_ones_wait_for_the_morning()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), s_sandbox);
        using var http = await app.SignedInAsync(await app.NewPersonAsync(mail: "reader@example.cn"));
        await SaveAsync(http, ("query", ""), ("alert", "Daily"));
        await app.AddAsync([TestPatents.Make(TestPatents.Number(1))]);
        await app.IndexedAsync(1);
        await TellAsync(app);
        (await SentAsync(app)).ShouldBeEmpty();

        await app.WithDatabaseAsync(db => db.Database.ExecuteSqlAsync($"update saved_searches set told_until = told_until - interval '1 day', created_at = created_at - interval '1 day'", Ct));

        await TellAsync(app);
        await TellAsync(app);
        (await SentAsync(app)).Count.ShouldBe(2);   // By mail and on the site.
    }

    [Fact]
    public async Task The_same_question_is_one_search_and_others_cannot_touch_it()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var person = await app.NewPersonAsync();
        using var mine = await app.SignedInAsync(person);
        using var other = await app.SignedInAsync(await app.NewPersonAsync());
        await SaveAsync(mine, ("query", "?q=water"), ("alert", "Weekly"));
        await SaveAsync(mine, ("query", "?q=water&size=50&after=x"), ("alert", "Daily"), ("name", "节水"));

        var saved = (await AllAsync(app)).ShouldHaveSingleItem();
        (saved.Query, saved.Alert, saved.Name).ShouldBe(("?q=water", AlertPace.Daily, "节水"));
        WebUtility.HtmlDecode(await mine.GetStringAsync("/saved-searches", Ct)).ShouldContain("节水");
        (await other.SendAsync("/saved-searches", "Change", ("id", saved.Id.ToString()), ("alert", "Off"), ("name", "夺走"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.SendAsync("/saved-searches", "Renew", ("id", saved.Id.ToString()))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await other.SendAsync("/saved-searches", "Drop", ("id", saved.Id.ToString()));
        (await AllAsync(app)).Single().Name.ShouldBe("节水");
        await mine.SendAsync("/saved-searches", "Change", ("id", saved.Id.ToString()), ("alert", "Off"), ("name", "改名"));
        var changed = (await AllAsync(app)).Single();
        (changed.Alert, changed.Name).ShouldBe((AlertPace.Off, "改名"));

        var data = app.Services.GetServices<IPersonalData>().Single(d => d.Key == "savedSearches");
        (await app.WithDatabaseAsync(db => data.ReadAsync(db, person.Id, Ct))).ShouldHaveSingleItem();
        await app.WithDatabaseAsync(async db =>
        {
            await data.EraseAsync(db, person.Id, TimeProvider.System.GetUtcNow(), Ct);
            return 0;
        });
        (await AllAsync(app)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Its_feed_is_read_by_its_address_alone_until_a_new_one_is_made()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        await app.AddAsync([TestPatents.Make(TestPatents.Number(1), "一种灌溉阀"), TestPatents.Make(TestPatents.Number(2), "一种面粉机")]);
        await app.IndexedAsync(2);
        using var http = await app.SignedInAsync(await app.NewPersonAsync());
        await SaveAsync(http, ("query", "?q=%E7%81%8C%E6%BA%89"), ("alert", "Off"), ("name", "灌溉"));
        var saved = (await AllAsync(app)).Single();

        using var answer = await app.Http.GetAsync($"/feeds/{saved.FeedToken}.atom", Ct);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/atom+xml");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var feed = XDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).Root!;
        feed.Name.ShouldBe(s_atom + "feed");
        foreach (var needed in (string[])["id", "title", "updated", "author"]) feed.Element(s_atom + needed).ShouldNotBeNull(needed);
        feed.Elements(s_atom + "entry").Select(e => e.Element(s_atom + "title")!.Value).ShouldBe(["一种灌溉阀"]);
        XDocument.Parse(await app.Http.GetStringAsync("/patents.atom?q=%E9%9D%A2%E7%B2%89", Ct)).Descendants(s_atom + "entry").Count().ShouldBe(1);

        await http.SendAsync("/saved-searches", "Renew", ("id", saved.Id.ToString()));
        (await app.Http.GetAsync($"/feeds/{saved.FeedToken}.atom", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>The program's own schedule may come first, so what counts is what was sent.</summary>
    private static Task<int> TellAsync(RunningApp app) => app.Services.GetRequiredService<SavedSearchAlerts>().RunAsync(Ct);

    private static Task<List<Message>> SentAsync(RunningApp app) => app.WithDatabaseAsync(db => db.Set<Message>().Where(m => m.Template == "saved-search.news").ToListAsync(Ct));

    private static Task<List<SavedSearch>> AllAsync(RunningApp app) => app.WithDatabaseAsync(db => db.Set<SavedSearch>().AsNoTracking().ToListAsync(Ct));

    private static Task<HttpResponseMessage> SaveAsync(HttpClient http, params (string, string)[] fields) => http.SendAsync("/saved-searches", "Save", fields);
}
