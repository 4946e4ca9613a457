using Marketplace.Search.Documents;
using Marketplace.Search.Elasticsearch;
using Marketplace.Search.Tests.Analysis;
using Marketplace.Search.Tests.Elasticsearch;
using Marketplace.Testing.Elasticsearch;

namespace Marketplace.Search.Tests.Contract;

public sealed class ElasticsearchContractTests(ElasticsearchServer server) : EngineContract
{
    private readonly TestIndexes _indexes = new(server);

    protected override async Task<ISearchEngine> NewEngineAsync()
    {
        var engine = new ElasticsearchEngine(RandomWorld.Schema, SharedAnalyzer.Instance, await _indexes.NewOptionsAsync(), TimeProvider.System);
        await engine.RebuildAsync(AsyncEnumerable.Empty<SearchDocument>(), Token);
        return engine;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _indexes.DisposeAsync();
    }
}
