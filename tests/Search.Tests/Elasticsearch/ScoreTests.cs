using Marketplace.Search.Tests.Analysis;
using Marketplace.Search.Tests.Contract;
using Marketplace.Testing.Elasticsearch;
using Xunit;

namespace Marketplace.Search.Tests.Elasticsearch;

/// <summary>The contract suite compares with one shard; several must give the same scores, counts and pages.</summary>
public sealed class ScoreTests(ElasticsearchServer server) : ElasticsearchTest(server)
{
    [Fact]
    public async Task Several_shards_answer_as_one()
    {
        var stop = TestContext.Current.CancellationToken;
        Options.Shards = 3;
        var world = new RandomWorld(17);
        var documents = Enumerable.Range(0, 200).Select(id => world.Document(id, 1)).ToList();
        var reference = new BruteForceEngine(RandomWorld.Schema, SharedAnalyzer.Instance.Terms);
        var engine = NewEngine(schema: RandomWorld.Schema);
        await reference.RebuildAsync(documents.ToAsyncEnumerable(), stop);
        await engine.RebuildAsync(documents.ToAsyncEnumerable(), stop);

        for (var query = 0; query < 60; query++) await Agreement.CheckAsync(engine, reference, world.Query(), stop);
        for (var walk = 0; walk < 4; walk++) await Agreement.CheckPagesAsync(engine, reference, world.Query() with { Size = 7 }, stop);
    }
}
