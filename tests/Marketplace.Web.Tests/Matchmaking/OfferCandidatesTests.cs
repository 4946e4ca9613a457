using Marketplace.Matching.Candidates;
using Marketplace.Matching.Scoring;
using Marketplace.Matching.Texts;
using Marketplace.Search.Documents;
using Marketplace.Search.Elasticsearch;
using Marketplace.Testing;
using Marketplace.Testing.Elasticsearch;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Matchmaking;
using Marketplace.Web.Matchmaking.Matches;
using Marketplace.Web.Organisations;
using Marketplace.Web.Tests.Catalogue.Searching;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Matchmaking;

/// <summary>Candidates from Elasticsearch are those that memory has.</summary>
public sealed class OfferCandidatesTests(PostgresServer postgres, ElasticsearchServer server)
{
    private const int Top = 20;

    private static readonly DateOnly s_today = new(2026, 11, 22);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Over all real patents: judged needs, and the first half of abstracts.</summary>
    [Fact]
    public async Task The_best_twenty_are_the_same()
    {
        if (SharedData.Find("patents.tsv") is not { } real || SharedData.Find("need_match_dev.tsv") is not { } pairs)
        {
            Assert.Skip("The real patents are not beside the checkout.");
            return;
        }
        if (await server.FindAsync() is not { } address)
        {
            Assert.Skip("There is no Elasticsearch beside the checkout.");
            return;
        }
        var model = MatchingModel.Load(SearchingSetup.Analyzer, encoder: false);
        var patents = File.ReadLines(real).Skip(1).Select((line, number) => (Number: $"{number:D5}", Cells: line.Split('\t'))).ToList();
        var offers = new CandidateIndex<string, MatchableOffer<string>>();
        foreach (var (number, cells) in patents) offers.Set(new(number, new(), OfferText.Of(cells[2], cells[6], null, model.Texts), null, ulong.Parse(number, null)));
        using var engine = new ElasticsearchEngine(PatentSchema.Schema, SearchingSetup.Analyzer, new() { Addresses = [address], IndexPrefix = $"t{Guid.CreateVersion7():N}-" }, TimeProvider.System);
        await engine.RebuildAsync(patents.Select(patent => Document(patent.Number, patent.Cells, model.Texts)).ToAsyncEnumerable(), Ct);

        var judged = File.ReadLines(pairs).Skip(1).Select(line => line.Split('\t')).DistinctBy(cells => cells[0]).Select(cells => (Title: cells[2], Text: cells[3]));
        var halves = patents.Where((_, i) => i % 60 == 0).Select(patent => (Title: "", Text: patent.Cells[6][..(patent.Cells[6].Length / 2)]));
        var ranker = new Ranker(model.Shipped with { Floor = 0 }, model.Texts.Vocabulary);
        var needs = judged.Concat(halves).Select((need, place) => new MatchableNeed<int>(place, new() { Title = need.Title, Text = need.Text }, NeedText.Of(need.Title, need.Text, model.Texts, null), (ulong)place)).ToList();
        var expected = ranker.ForNeeds(offers, needs, (_, _) => true, Top, s_today);
        var near = await engine.NearAsync([.. needs.Select(need => OfferCandidates.Asking(need, model.Texts.Vocabulary).ToNear())], Ct);

        var same = needs.Index().Average(need =>
            expected[need.Index].Select(match => match.Offer.Key).Intersect(ranker.ForNeed(offers, near[need.Index], need.Item, (_, _) => true, Top, s_today).Select(match => match.Offer.Key)).Count() / (double)Top);
        TestContext.Current.TestOutputHelper!.WriteLine($"{same:f4} of the best {Top} are the same over {needs.Count} needs and {patents.Count} offers");
        same.ShouldBeGreaterThanOrEqualTo(0.95);
    }

    [Fact]
    public async Task A_program_with_Elasticsearch_matches_by_it_and_without_it_goes_on()
    {
        if (await server.FindAsync() is not { } address)
        {
            Assert.Skip("There is no Elasticsearch beside the checkout.");
            return;
        }
        var database = await postgres.NewDatabaseAsync();
        await using var between = await Overheard.StartAsync(address);
        var settings = new Dictionary<string, string?>(MatchWorld.WithoutEncoder)
        {
            ["Search:Elasticsearch:Addresses:0"] = between.Address.ToString(),
            ["Search:Elasticsearch:IndexPrefix"] = $"t{Guid.CreateVersion7():N}-",
            ["Search:Embedded"] = "false",
        };
        await using var app = await RunningApp.StartAsync(database, settings);
        var (owner, holder) = (await app.NewOrganisationAsync(), await app.NewOrganisationAsync(OrganisationKind.University));
        var film = await app.OfferAsync(holder, "一种棉田残膜回收机", "用于回收棉田里的残膜，包括捡拾滚筒和脱膜装置。");
        await app.OfferAsync(holder, "一种葡萄酒发酵罐", "包括罐体和冷却夹套。");
        await app.AddAsync(PatentWorld.NewPatent("一种不许可的棉田残膜回收机"));
        // At once: the index there may not have the offers yet.
        var need = await app.NeedAsync(owner, "棉田残膜回收", "地里的残膜捡不干净，求回收机械");
        await app.MatchedAsync();
        (await app.MatchesAsync(need)).ShouldHaveSingleItem().ApplicationNo.ShouldBe(film.ApplicationNo);

        await app.IndexedAsync();
        var index = app.Services.GetRequiredService<MatchIndex>();
        var asked = OfferCandidates.Asking(index.Shown.Find(need.Id)!, index.Texts.Vocabulary);
        (await app.Services.GetRequiredService<PatentSearch>().OffersNearAsync([asked], Ct))![0].ShouldContain(film.ApplicationNo);
        var second = await app.NeedAsync(owner, "残膜怎么回收", "棉田残膜");
        await app.MatchedAsync();
        (await app.MatchesAsync(second)).ShouldHaveSingleItem().ApplicationNo.ShouldBe(film.ApplicationNo);

        // What is sealed is matched by it too, and is not said to another server.
        var secret = await app.NeedAsync(owner, "求葡萄酒设备", "见详情", new("发酵罐的冷却夹套结霜", null, null));
        await app.MatchedAsync();
        (await app.MatchesAsync(secret)).ShouldHaveSingleItem();
        between.Asked.ShouldContain(body => body.Contains("葡萄酒", StringComparison.Ordinal) && body.Contains("knn", StringComparison.Ordinal));
        between.Asked.ShouldNotContain(body => body.Contains("结霜", StringComparison.Ordinal));

        await between.DisposeAsync();
        var third = await app.NeedAsync(owner, "求残膜捡拾机", "棉田残膜回收");
        await app.MatchedAsync();
        (await app.MatchesAsync(third)).ShouldHaveSingleItem().ApplicationNo.ShouldBe(film.ApplicationNo);
    }

    private static SearchDocument Document(string number, string[] cells, TextModel model) => new()
    {
        Id = number,
        Version = 1,
        Texts = new Dictionary<string, string>(StringComparer.Ordinal) { [PatentSchema.Title] = cells[2], [PatentSchema.Abstract] = cells[6] },
        Values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [PatentSchema.Offer] = ["yes"] },
        Vectors = new Dictionary<string, sbyte[]>(StringComparer.Ordinal) { [PatentSchema.Terms] = OfferText.TermsOf(cells[2], cells[6], model).Bytes },
    };
}
