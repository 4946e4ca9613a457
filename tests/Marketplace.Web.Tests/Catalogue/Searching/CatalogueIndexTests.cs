using Marketplace.Search.Documents;
using Marketplace.Testing;
using Marketplace.Testing.Elasticsearch;
using Marketplace.Web.Catalogue;
using Marketplace.Web.Catalogue.Classifications;
using Marketplace.Web.Catalogue.Listings;
using Marketplace.Web.Catalogue.Patents;
using Marketplace.Web.Catalogue.Searching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Marketplace.Web.Tests.Catalogue.Searching.PatentWorld;

namespace Marketplace.Web.Tests.Catalogue.Searching;

/// <summary>The index follows the catalogue, whoever changes it, and comes back whatever happens to its file.</summary>
public sealed class CatalogueIndexTests(PostgresServer server, ElasticsearchServer elasticsearch)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_by_another_program_is_found_and_what_is_taken_out_is_not()
    {
        var database = await server.NewDatabaseAsync();
        await using var app = await RunningApp.StartAsync(database);
        await using var other = await RunningApp.StartAsync(database);
        var patent = NewPatent("一种棉田节水滴灌装置", "通过压力补偿滴头实现均匀灌溉");
        await other.AddAsync(patent);
        await app.IndexedAsync();
        (await app.FindAsync("?q=节水滴灌")).ShouldBe([patent.ApplicationNo]);

        await other.WithDatabaseAsync(db => db.Set<Patent>().Where(p => p.ApplicationNo == patent.ApplicationNo).ExecuteUpdateAsync(set => set.SetProperty(p => p.Title, "一种葡萄埋藤机"), Ct));
        await app.IndexedAsync();
        (await app.FindAsync("?q=节水")).ShouldBeEmpty();
        (await app.FindAsync("?q=葡萄")).ShouldBe([patent.ApplicationNo]);

        await other.WithDatabaseAsync(db => db.Set<Patent>().Where(p => p.ApplicationNo == patent.ApplicationNo).ExecuteUpdateAsync(set => set.SetProperty(p => p.RemovedAt, TimeProvider.System.GetUtcNow()), Ct));
        await app.IndexedAsync();
        (await app.FindAsync("?q=葡萄")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_listing_put_in_public_fills_the_filters_and_leaves_them_when_it_is_withdrawn()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var owner = await app.NewOrganisationAsync(name: "博乐市水利研究所");
        var (offered, plain) = (NewPatent("一种滴灌带回收机"), NewPatent("一种滴灌施肥罐"));
        await app.AddAsync(offered, plain);
        await app.HoldAsync(offered, owner);
        var listing = await app.ListAsync(owner, offered);
        await app.IndexedAsync();
        (await app.FindAsync("")).ShouldBe([offered.ApplicationNo, plain.ApplicationNo]);
        foreach (var filter in (string[])["?offer=yes", "?form=openLicence", "?fee=to50000", "?maturity=7", "?chain=节水灌溉", "?industry=357", "?region=650000", "?region=652701", $"?holder={owner.Uscc}", "?holder=博乐市水利研究所", "?feeMax=30000"])
        {
            (await app.FindAsync(filter)).ShouldBe([offered.ApplicationNo], filter);
        }
        (await app.SearchAsync("?form=openLicence")).Facets["form"].Select(count => (count.Value, count.Count)).ShouldBe([("assignment", 1), ("openLicence", 1)]);
        (await app.FindAsync("?feeMax=29999")).ShouldBeEmpty();

        await app.WithDatabaseAsync(async db =>
        {
            await db.Set<Listing>().Where(l => l.Id == listing.Id).ExecuteUpdateAsync(set => set.SetProperty(l => l.State, ListingState.Withdrawn), Ct);
            return await CatalogueChanges.TouchAsync(db, [offered.ApplicationNo], Ct);
        });
        await app.IndexedAsync();
        (await app.FindAsync("?offer=yes")).ShouldBeEmpty();
        (await app.FindAsync($"?holder={owner.Uscc}")).ShouldBe([offered.ApplicationNo]);
        (await app.SearchAsync("")).Hits.ShouldAllBe(hit => hit.Card.Offer == null);
    }

    [Fact]
    public async Task A_stale_offer_sinks_below_a_fresh_one()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var owner = await app.NewOrganisationAsync();
        var (stale, fresh) = (NewPatent("滴灌甲", granted: new(2026, 1, 1)), NewPatent("滴灌乙", granted: new(2020, 1, 1)));
        await app.AddAsync(stale, fresh);
        await app.ListAsync(owner, stale, staleSince: new(2020, 1, 1));
        await app.ListAsync(owner, fresh);
        await app.IndexedAsync();
        (await app.FindAsync("")).ShouldBe([fresh.ApplicationNo, stale.ApplicationNo]);
    }

    [Fact]
    public async Task The_file_brings_the_index_back_and_what_came_after_is_added()
    {
        using var folder = new TemporaryFolder();
        var (database, settings) = (await server.NewDatabaseAsync(), new Dictionary<string, string?> { ["data"] = folder.Path });
        var (first, second) = (NewPatent("一种滴灌带"), NewPatent("一种埋藤机"));
        await using (var app = await RunningApp.StartAsync(database, settings))
        {
            await app.AddAsync(first);
            await app.IndexedAsync();
        }
        File.Exists(folder.In("search", "patents.idx")).ShouldBeTrue();
        await using (var away = await RunningApp.StartAsync(database)) await away.AddAsync(second);
        await using var again = await RunningApp.StartAsync(database, settings);
        await again.IndexedAsync();
        (await again.FindAsync("?sort=filed")).ShouldBe([first.ApplicationNo, second.ApplicationNo], ignoreOrder: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(-20)]
    public async Task A_torn_file_is_filled_anew(int keep)
    {
        using var folder = new TemporaryFolder();
        var (database, settings) = (await server.NewDatabaseAsync(), new Dictionary<string, string?> { ["data"] = folder.Path });
        var patent = NewPatent("一种滴灌带");
        await using (var app = await RunningApp.StartAsync(database, settings))
        {
            await app.AddAsync(patent);
            await app.IndexedAsync();
        }
        var file = folder.In("search", "patents.idx");
        await using (var torn = File.OpenWrite(file)) torn.SetLength(keep >= 0 ? Math.Min(keep, torn.Length) : torn.Length + keep);
        await using var again = await RunningApp.StartAsync(database, settings);
        await again.IndexedAsync();
        (await again.FindAsync("?q=滴灌")).ShouldBe([patent.ApplicationNo]);
    }

    [Fact]
    public async Task A_file_of_another_database_is_noticed_before_anything_is_answered()
    {
        using var folder = new TemporaryFolder();
        var settings = new Dictionary<string, string?> { ["data"] = folder.Path };
        await using (var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), settings))
        {
            await app.AddAsync(NewPatent("一种滴灌带"));
            await app.IndexedAsync();
        }
        await using var other = await RunningApp.StartAsync(await server.NewDatabaseAsync(), settings);
        await other.IndexedAsync();
        (await other.SearchAsync("")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task An_index_that_drifted_is_filled_anew_by_the_check()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        var patent = NewPatent("一种滴灌带");
        await app.AddAsync(patent);
        await app.IndexedAsync();
        var index = app.Services.GetRequiredService<CatalogueIndex>();
        await index.Engines[0].Engine.ApplyAsync([IndexChange.Put(new SearchDocument { Id = "202319990000", Version = 1, Stored = "{}" })], Ct);
        index.CheckNow();
        await UntilAsync(async () => await index.Engines[0].Engine.GetAsync("202319990000", Ct) is null);
        (await app.FindAsync("")).ShouldBe([patent.ApplicationNo]);
    }

    [Fact]
    public async Task With_Elasticsearch_out_of_reach_the_embedded_index_answers_and_without_it_503()
    {
        var database = await server.NewDatabaseAsync();
        var settings = new Dictionary<string, string?> { ["Search:Elasticsearch:Addresses:0"] = $"http://127.0.0.1:{RunningApp.FreePort()}" };
        var patent = NewPatent("一种滴灌带");
        await using (var app = await RunningApp.StartAsync(database, settings))
        {
            await app.AddAsync(patent);
            await app.IndexedAsync();
            (await app.FindAsync("?q=滴灌")).ShouldBe([patent.ApplicationNo]);
        }
        settings["Search:Embedded"] = "false";
        await using var alone = await RunningApp.StartAsync(database, settings);
        // Writes go on.
        await alone.AddAsync(NewPatent("一种埋藤机"));
        var answer = await alone.Http.GetAsync("/api/v1/patents?q=滴灌", Ct);
        ((int)answer.StatusCode).ShouldBe(503);
        (await answer.Content.ReadAsStringAsync(Ct)).ShouldContain("search_unavailable");
        var page = await alone.Http.GetAsync("/patents?q=滴灌", Ct);
        ((int)page.StatusCode).ShouldBe(503);
    }

    [Fact]
    public async Task With_Elasticsearch_the_same_is_found_there()
    {
        if (await elasticsearch.FindAsync() is not { } address)
        {
            Assert.Skip("There is no Elasticsearch beside the checkout.");
            return;
        }
        var settings = new Dictionary<string, string?>
        {
            ["Search:Elasticsearch:Addresses:0"] = address.ToString(),
            ["Search:Elasticsearch:IndexPrefix"] = $"t{Guid.CreateVersion7():N}-",
            ["Search:Embedded"] = "false",
        };
        var database = await server.NewDatabaseAsync();
        await using var app = await RunningApp.StartAsync(database, settings);
        var (first, second) = (NewPatent("一种滴灌带", "滴头均匀"), NewPatent("一种埋藤机"));
        await app.AddAsync(first, second);
        await app.IndexedAsync();
        (await app.FindAsync("?q=滴灌&kind=invention")).ShouldBe([first.ApplicationNo]);
        (await app.SearchAsync("")).Facets["ipc"].Select(count => count.Count).ShouldBe([2]);
        await using var later = await RunningApp.StartAsync(database, settings);
        await later.IndexedAsync();
        (await later.FindAsync("?q=埋藤机")).ShouldBe([second.ApplicationNo]);
    }

    [Fact]
    public async Task A_verb_leaves_a_file_behind_and_the_next_start_has_it()
    {
        using var folder = new TemporaryFolder();
        var database = await server.NewDatabaseAsync();
        var options = new DbContextOptionsBuilder<Data.AppDbContext>().UseNpgsql(database.App).Options;
        var patent = NewPatent("一种滴灌带");
        await using (var db = new Data.AppDbContext(options))
        {
            db.Add(patent);
            await db.SaveChangesAsync(Ct);
        }
        await Searchable.RebuildAsync(folder.Path, () => new(options), Ct);
        File.Exists(folder.In("search", "patents.idx")).ShouldBeTrue();
        await using var app = await RunningApp.StartAsync(database, new Dictionary<string, string?> { ["data"] = folder.Path });
        await app.IndexedAsync();
        (await app.FindAsync("?q=滴灌")).ShouldBe([patent.ApplicationNo]);
    }

    [Fact]
    public async Task A_few_changes_are_left_to_the_next_start_and_many_are_not()
    {
        using var folder = new TemporaryFolder();
        var database = await server.NewDatabaseAsync();
        var options = new DbContextOptionsBuilder<Data.AppDbContext>().UseNpgsql(database.App).Options;
        await using var db = new Data.AppDbContext(options);
        var (file, documents) = (IndexFile.In(folder.Path)!, new PatentDocuments(new Industries()));
        (await IndexFile.IsNearAsync(file, db, documents, TimeProvider.System, Ct)).ShouldBeFalse("there is no file");
        await Searchable.RebuildAsync(folder.Path, () => new(options), Ct);
        for (var change = 1; change <= 6; change++)
        {
            db.Add(NewPatent("一种滴灌带"));
            await db.SaveChangesAsync(Ct);
            (await IndexFile.IsNearAsync(file, db, documents, TimeProvider.System, Ct)).ShouldBe(change <= 5, $"after {change} changes");
        }
        (await IndexFile.IsNearAsync(file, db, documents, new ManualTime(TimeProvider.System.GetUtcNow().AddDays(14)), Ct)).ShouldBeFalse("events are gone by then");
    }

    [Fact]
    public async Task Readiness_waits_for_the_index()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync());
        await app.IndexedAsync();
        (await app.Http.GetStringAsync("/readyz", Ct)).ShouldBe("Healthy");
        await using var blind = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>
        {
            ["Search:Elasticsearch:Addresses:0"] = $"http://127.0.0.1:{RunningApp.FreePort()}",
            ["Search:Embedded"] = "false",
        });
        ((int)(await blind.Http.GetAsync("/readyz", Ct)).StatusCode).ShouldBe(503);
    }

    [Fact]
    public async Task A_verb_waits_for_the_programs_that_serve_and_for_nobody_where_none_does()
    {
        var database = await server.NewDatabaseAsync();
        await using (var app = await RunningApp.StartAsync(database))
        {
            await app.IndexedAsync();
            await UntilAsync(() => app.WithDatabaseAsync(async db => (await IndexFollowers.ServingAsync(db, Ct)).Count == 1));
            var patent = NewPatent("一种滴灌带");
            await app.AddAsync(patent);
            var options = new DbContextOptionsBuilder<Data.AppDbContext>().UseNpgsql(database.App).Options;
            (await Searchable.WaitForServingAsync(() => new(options), () => false, Ct)).ShouldBeTrue();
            (await app.FindAsync("?q=滴灌")).ShouldBe([patent.ApplicationNo]);
        }
        var after = new DbContextOptionsBuilder<Data.AppDbContext>().UseNpgsql(database.App).Options;
        (await Searchable.WaitForServingAsync(() => new(after), () => false, Ct)).ShouldBeFalse();
    }
}
