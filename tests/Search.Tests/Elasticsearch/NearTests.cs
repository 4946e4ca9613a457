using Marketplace.Search.Documents;
using Marketplace.Search.Elasticsearch;
using Marketplace.Search.Queries;
using Marketplace.Search.Tests.Analysis;
using Marketplace.Testing.Elasticsearch;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Elasticsearch;

/// <summary>What is near by words or by a vector, for matching.</summary>
public sealed class NearTests(ElasticsearchServer server) : ElasticsearchTest(server)
{
    private static readonly IndexSchema s_schema = Sample.Schema with { Name = "near", Vectors = [new("direction", 4)] };

    private static readonly SearchDocument[] s_documents =
    [
        Of("east", "节水灌溉装置", [100, 1, 0, 0]),
        Of("north", "棉花采摘机", [1, 100, 0, 0]),
        Of("west", "葡萄滴灌", [-100, 1, 0, 0]),
        Of("nowhere", "锂电池正极材料", [0, 0, 0, 0]),
        Of("unsaid", "葡萄酒发酵罐", null),
        Of("other", "节水灌溉装置", [100, 1, 0, 0], kind: "实用新型"),
    ];

    [Fact]
    public async Task What_has_the_words_is_near_and_what_points_the_same_way()
    {
        var engine = await FilledAsync();
        (await NearAsync(engine, Asking("滴灌", [0, 3, 0, 0], 1))).ShouldBe(["west", "north"], ignoreOrder: true);
        (await NearAsync(engine, Asking("采摘", [5, 0, 0, 0], 1))).ShouldBe(["north", "east"], ignoreOrder: true);
        (await NearAsync(engine, Asking("采摘", [0, 0, 0, 0], 5))).ShouldBe(["north"]);
        (await NearAsync(engine, Asking("", [5, 0, 0, 0], 1))).ShouldBe(["east"]);
    }

    [Fact]
    public async Task The_weightier_word_comes_first()
    {
        var engine = await FilledAsync();
        NearQuery Weighed(float water, float wine) => new([("节水", water), ("发酵", wine)], ["title"], "direction", new sbyte[4], new AnyValue("kind", ["发明"]), 1);
        (await NearAsync(engine, Weighed(9, 0.1f))).ShouldBe(["east"]);
        (await NearAsync(engine, Weighed(0.1f, 9))).ShouldBe(["unsaid"]);
    }

    [Fact]
    public async Task Many_ask_in_one_request_and_changes_are_seen()
    {
        var engine = await FilledAsync();
        await engine.PutAsync(Of("new", "采摘手套", [0, 0, 0, 7]));
        await engine.RemoveAsync("north", 2);
        var found = await engine.NearAsync([Asking("采摘", [0, 0, 0, 5], 1), Asking("发酵", [-1, 0, 0, 0], 1)], TestContext.Current.CancellationToken);
        found[0].ShouldBe(["new"]);
        found[1].ShouldBe(["unsaid", "west"], ignoreOrder: true);
        (await engine.NearAsync([], TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_index_with_vectors_is_known_again_and_hands_documents_back_without_them()
    {
        await FilledAsync();
        var again = NewEngine(schema: s_schema);
        (await again.LookAsync()).ShouldBe(new(true, s_documents.Length, Sample.Checksum(s_documents), null));
        (await again.FindAsync("east"))!.Vectors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_is_gone_is_said_to_be_away()
    {
        var engine = NewEngine(NewOptions(new("http://127.0.0.1:9")), s_schema);
        await Should.ThrowAsync<EngineAwayException>(async () => await NearAsync(engine, Asking("滴灌", [1, 0, 0, 0], 1)));
    }

    private async Task<ElasticsearchEngine> FilledAsync()
    {
        var engine = NewEngine(schema: s_schema);
        await engine.FillAsync(s_documents);
        return engine;
    }

    private static NearQuery Asking(string words, sbyte[] vector, int most) =>
        new([.. SharedAnalyzer.Instance.Terms(words).Distinct().Select(term => (term, 1f))], ["title"], "direction", vector, new AnyValue("kind", ["发明"]), most);

    private static async Task<IReadOnlySet<string>> NearAsync(ElasticsearchEngine engine, NearQuery query) => (await engine.NearAsync([query], TestContext.Current.CancellationToken))[0];

    private static SearchDocument Of(string id, string title, sbyte[]? direction, string kind = "发明") =>
        Sample.Of(id, title: title, kind: kind) with { Vectors = direction is null ? new Dictionary<string, sbyte[]>() : new Dictionary<string, sbyte[]> { ["direction"] = direction } };
}
