using Marketplace.Search.Elasticsearch;
using Marketplace.Search.Embedded;
using Marketplace.Search.Queries;
using Marketplace.Search.Tests.Analysis;
using Marketplace.Search.Tests.Elasticsearch;
using Marketplace.Testing.Elasticsearch;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Quality;

/// <summary>Who changes the engine finds the same patents: over the real ones, with words of their titles and with whole sentences.</summary>
public sealed class OverlapTests(ElasticsearchServer server)
{
    private const int Asked = 400, Top = 10;

    [Fact]
    public async Task Both_engines_show_the_same_ten()
    {
        Assert.SkipWhen(RealPatents.Documents is null, "The real patents are not beside the checkout.");
        var stop = TestContext.Current.CancellationToken;
        await using var indexes = new TestIndexes(server);
        var options = await indexes.NewOptionsAsync();
        using var embedded = new EmbeddedEngine(RealPatents.Schema, SharedAnalyzer.Instance);
        using var elasticsearch = new ElasticsearchEngine(RealPatents.Schema, SharedAnalyzer.Instance, options, TimeProvider.System);
        await embedded.RebuildAsync(RealPatents.Documents.ToAsyncEnumerable(), stop);
        await elasticsearch.RebuildAsync(RealPatents.Documents.ToAsyncEnumerable(), stop);

        var (overlap, asked) = (0d, 0);
        foreach (var document in RealPatents.Documents.Where((_, i) => i % (RealPatents.Documents.Count / Asked) == 0))
        {
            var said = asked % 2 == 0 ? document.Texts["title"] : document.Texts["abstract"].Split('。')[0];
            var terms = SharedAnalyzer.Instance.Terms(said).Distinct().Take(60).Select(term => new WantedTerm(term));
            var query = new EngineQuery { Words = new() { Wanted = [.. terms], Mode = WordMode.Any }, Size = Top, Budget = TimeSpan.FromSeconds(10) };
            var (one, two) = (await embedded.SearchAsync(query, stop), await elasticsearch.SearchAsync(query, stop));
            two.Total.ShouldBe(one.Total, said);
            if (one.Hits.Count == 0) continue;
            asked++;
            overlap += one.Hits.Select(hit => hit.Document.Id).Intersect(two.Hits.Select(hit => hit.Document.Id)).Count() / (double)one.Hits.Count;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"mean overlap of the first ten {overlap / asked:f4} over {asked} queries");
        asked.ShouldBeGreaterThanOrEqualTo(300);
        (overlap / asked).ShouldBeGreaterThanOrEqualTo(0.98);
    }
}
