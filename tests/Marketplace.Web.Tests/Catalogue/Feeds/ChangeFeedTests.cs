using System.Net;
using System.Net.Http.Json;
using Marketplace.Testing;
using Marketplace.Web.Catalogue;
using Marketplace.Web.Catalogue.Feeds;
using Marketplace.Web.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Catalogue.Feeds;

public sealed class ChangeFeedTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_follower_reads_all_in_pages_then_each_change_once_and_removals()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        await app.AddAsync(Enumerable.Range(1, 25).Select(n => TestPatents.Make(TestPatents.Number(n))));
        await app.SettleAsync();
        var (seen, place) = (new List<string>(), "");
        bool more;
        do
        {
            var page = (await app.Http.GetFromJsonAsync<ChangePage>($"/api/v1/changes?size=10&since={place}", Ct))!;
            page.Items.Count.ShouldBeLessThanOrEqualTo(10);
            seen.AddRange(page.Items.Select(i => i.ApplicationNo));
            (place, more) = (page.Next, page.More);
        } while (more);
        seen.Count.ShouldBe(25);
        seen.Distinct(StringComparer.Ordinal).Count().ShouldBe(25);

        await app.ChangeAsync(TestPatents.Number(3), p => p.Title = "改了的名称");
        await app.ChangeAsync(TestPatents.Number(7), p => p.RemovedAt = TimeProvider.System.GetUtcNow());
        await app.ChangeAsync(TestPatents.Number(3), p => p.Title = "又改了的名称");
        await app.SettleAsync();
        var news = (await app.Http.GetFromJsonAsync<ChangePage>("/api/v1/changes?since=" + place, Ct))!;

        news.Items.Select(i => (i.ApplicationNo, i.Revision, i.Removed)).ShouldBe([(TestPatents.Number(7), 2, true), (TestPatents.Number(3), 3, false)]);
        news.More.ShouldBeFalse();
        (await app.Http.GetFromJsonAsync<ChangePage>("/api/v1/changes?since=" + news.Next, Ct))!.Items.ShouldBeEmpty();
    }

    /// <summary>The one that began first ends last: a follower that read in between must get it all the same.</summary>
    [Fact]
    public async Task Two_transactions_side_by_side_hide_nothing_from_a_follower()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var (early, late) = (TestPatents.Number(1), TestPatents.Number(2));
        await app.AddAsync([TestPatents.Make(early), TestPatents.Make(late)]);
        await app.SettleAsync();
        var place = (await app.Http.GetFromJsonAsync<ChangePage>("/api/v1/changes", Ct))!.Next;
        await using var scope = app.Services.CreateAsyncScope();
        var slow = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        await using (var open = await slow.Database.BeginTransactionAsync(Ct))
        {
            await CatalogueChanges.TouchAsync(slow, [early], Ct);
            await app.ChangeAsync(late, p => p.Title = "后开始而先结束");
            var between = (await app.Http.GetFromJsonAsync<ChangePage>("/api/v1/changes?since=" + place, Ct))!;
            between.Items.ShouldBeEmpty();
            place = between.Next;
            await open.CommitAsync(Ct);
        }
        await app.SettleAsync();

        var after = (await app.Http.GetFromJsonAsync<ChangePage>("/api/v1/changes?since=" + place, Ct))!;

        after.Items.Select(i => i.ApplicationNo).ShouldBe([early, late]);
    }

    [Fact]
    public async Task A_place_nobody_gave_out_and_a_page_too_large_are_refused_with_their_codes()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());

        foreach (var (query, code) in ((string, string)[])[("since=abc", "cursor_wrong"), ("since=%E4%B8%AD", "cursor_wrong"), ("size=0", "size_wrong"), ("size=101", "size_wrong")])
        {
            var answer = await app.Http.GetAsync("/api/v1/changes?" + query, Ct);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest, query);
            (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain(code);
        }
    }

    [Fact]
    public void What_stands_in_a_place_comes_back_and_nothing_else_is_taken()
    {
        var place = new FeedPlace(12345678901, "202319999001");

        FeedPlace.FromToken(place.ToToken()).ShouldBe(place);
        FeedPlace.FromToken(FeedPlace.Start.ToToken()).ShouldBe(FeedPlace.Start);
        FeedPlace.FromToken(FeedPlace.Write("1.-5.202319999001")).ShouldBeNull();
        FeedPlace.FromToken(FeedPlace.Write("1.5.'; drop")).ShouldBeNull();
        FeedPlace.FromToken(FeedPlace.Write("2.5.202319999001")).ShouldBeNull();
    }
}
