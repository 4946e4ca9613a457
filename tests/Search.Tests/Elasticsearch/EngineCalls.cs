using Marketplace.Search.Documents;
using Marketplace.Search.Elasticsearch;
using Marketplace.Search.Queries;
using Xunit;

namespace Marketplace.Search.Tests.Elasticsearch;

/// <summary>Calls that end with the test.</summary>
internal static class EngineCalls
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static Task<EngineResult> AskAsync(this ElasticsearchEngine engine, EngineQuery query) => engine.SearchAsync(query, Stop).AsTask();

    public static async Task<string[]> IdsAsync(this ElasticsearchEngine engine, EngineQuery query) => [.. (await engine.SearchAsync(query, Stop)).Hits.Select(hit => hit.Document.Id)];

    public static Task<SearchDocument?> FindAsync(this ElasticsearchEngine engine, string id) => engine.GetAsync(id, Stop).AsTask();

    public static Task<ApplyResult> PutAsync(this ElasticsearchEngine engine, params SearchDocument[] documents) => engine.ApplyAsync([.. documents.Select(IndexChange.Put)], Stop).AsTask();

    public static Task<ApplyResult> RemoveAsync(this ElasticsearchEngine engine, string id, long version) => engine.ApplyAsync([IndexChange.Remove(id, version)], Stop).AsTask();

    public static Task FillAsync(this ElasticsearchEngine engine, IEnumerable<SearchDocument> documents) => engine.RebuildAsync(Sample.Stream(documents), Stop);

    public static Task<EngineState> LookAsync(this ElasticsearchEngine engine) => engine.StateAsync(Stop).AsTask();
}
