using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Marketplace.Search.Documents;
using Marketplace.Search.Elasticsearch;
using Marketplace.Search.Queries;
using Marketplace.Search.Tests.Analysis;
using Marketplace.Testing.Elasticsearch;
using Shouldly;
using Xunit;

[assembly: AssemblyFixture(typeof(ElasticsearchServer))]

namespace Marketplace.Search.Tests.Elasticsearch;

/// <summary>What tests on the real server share: indexes of their own, removed in the end, and a way to do things by hand.</summary>
public abstract class ElasticsearchTest(ElasticsearchServer server) : IAsyncLifetime
{
    private readonly List<ElasticsearchEngine> _engines = [];
    private readonly TestIndexes _indexes = new(server);

    protected ElasticsearchOptions Options { get; private set; } = new();
    protected HttpClient Hand { get; private set; } = new();
    protected string Alias => Options.IndexPrefix + Sample.Schema.Name;

    public async ValueTask InitializeAsync()
    {
        Options = await _indexes.NewOptionsAsync();
        Hand = new() { BaseAddress = Options.Addresses[0] };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _engines) engine.Dispose();
        await _indexes.DisposeAsync();
        Hand.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The same indexes by another way.</summary>
    protected ElasticsearchOptions NewOptions(Uri address) => _indexes.OptionsAt(address);

    protected ElasticsearchEngine NewEngine(ElasticsearchOptions? options = null, IndexSchema? schema = null)
    {
        var engine = new ElasticsearchEngine(schema ?? Sample.Schema, SharedAnalyzer.Instance, options ?? Options, TimeProvider.System);
        _engines.Add(engine);
        return engine;
    }

    protected async Task<ElasticsearchEngine> NewEngineWithAsync(params SearchDocument[] documents)
    {
        var engine = NewEngine();
        await engine.FillAsync(documents);
        return engine;
    }

    protected static WordQuery Words(string text, WordMode mode = WordMode.All) => new() { Wanted = [.. SharedAnalyzer.Instance.Terms(text).Distinct().Select(term => new WantedTerm(term))], Mode = mode };

    /// <summary>Problem and exception say the same.</summary>
    protected static async Task ShouldBeAwayAsync(ElasticsearchEngine engine, string code)
    {
        (await engine.LookAsync()).ShouldBe(new(false, 0, null, code));
        (await Should.ThrowAsync<EngineAwayException>(() => engine.AskAsync(new()))).Code.ShouldBe(code);
    }

    protected async Task<JsonNode?> ByHandAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        using var response = await Hand.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    protected Task SetAsync(string setting, object? value) => ByHandAsync(HttpMethod.Put, $"{Alias}/_settings", new Dictionary<string, object?> { [setting] = value });

    protected async Task<string> IndexAsync() => (await ByHandAsync(HttpMethod.Get, $"_alias/{Alias}"))!.AsObject().Single().Key;
}
