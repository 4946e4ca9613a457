using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;
using Marketplace.Search.Elasticsearch;
using Marketplace.Search.Queries;
using Marketplace.Testing.Elasticsearch;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Elasticsearch;

/// <summary>That a query of ours means the same in Elasticsearch's words; the contract suite goes further.</summary>
public sealed class SearchTests(ElasticsearchServer server) : ElasticsearchTest(server)
{
    private static readonly SearchDocument[] s_documents =
    [
        Sample.Of("a", title: "节水灌溉装置", body: "用于棉田的滴灌设备", kind: "发明", ipc: ["A01G25/02", "B05B1/00"], fee: 300, stored: "{\"x\":1}"),
        Sample.Of("b", title: "棉花采摘机", body: "带节水装置的棉花采摘设备", kind: "发明", ipc: ["A01D46/08"], fee: 100),
        Sample.Of("c", title: "锂电池正极材料", body: "LiFePO4正极", kind: "实用新型", ipc: ["H01M4/58"]),
        Sample.Of("d", title: "葡萄滴灌", body: "节水", kind: "实用新型", ipc: ["A01G25/06"], fee: 200),
    ];

    [Fact]
    public async Task All_wanted_words_or_any_of_them()
    {
        var engine = await NewEngineWithAsync(s_documents);

        (await engine.IdsAsync(new() { Words = Words("节水 滴灌") })).ShouldBe(["a", "d"], ignoreOrder: true);
        (await engine.IdsAsync(new() { Words = Words("节水 滴灌", WordMode.Any) })).ShouldBe(["a", "b", "d"], ignoreOrder: true);
        (await engine.IdsAsync(new() { Words = new() { Wanted = [new("节水", "title")] } })).ShouldBe(["a"]);
        (await engine.IdsAsync(new() { Words = Words("节水") with { Excluded = [new("滴灌")] } })).ShouldBe(["b"]);
        (await engine.IdsAsync(new() { Words = Words("节水") with { Excluded = [new("滴灌", "title")] } })).ShouldBe(["a", "b"], ignoreOrder: true);
    }

    [Fact]
    public async Task Phrases_stand_in_one_text_in_one_row()
    {
        var engine = await NewEngineWithAsync(s_documents);
        Phrase Said(string text, bool excluded = false) => new(PhraseFolding.Fold(text), null, excluded);

        (await engine.IdsAsync(new() { Words = new() { Phrases = [Said("带节水装")] } })).ShouldBe(["b"]);
        (await engine.IdsAsync(new() { Words = new() { Phrases = [Said("滴灌节水")] } })).ShouldBeEmpty();
        (await engine.IdsAsync(new() { Words = new() { Phrases = [Said("节水") with { Text = "body" }] } })).ShouldBe(["b", "d"]);
        (await engine.IdsAsync(new() { Words = new() { Phrases = [Said("节水", excluded: true)] } })).ShouldBe(["c"]);
    }

    [Fact]
    public async Task A_facet_counts_under_all_filters_but_its_own()
    {
        var engine = await NewEngineWithAsync(s_documents);

        var result = await engine.AskAsync(new() { Filters = [new AnyValue("kind", ["发明"]), new Beginning("ipc", "A01")], Facets = [new("kind"), new("ipc", 2)] });

        result.Total.ShouldBe(2);
        result.Facets["kind"].ShouldBe([new("发明", 2), new("实用新型", 1)]);
        result.Facets["ipc"].ShouldBe([new("A01D46/08", 1), new("A01G25/02", 1)]);
        (await engine.AskAsync(new() { Size = 0, Facets = [new("ipc")], Filters = [new Between("fee", 200, null)] })).Facets["ipc"].Count.ShouldBe(3);
    }

    [Fact]
    public async Task Filters_all_hold_and_their_values_are_alternatives()
    {
        var engine = await NewEngineWithAsync(s_documents);

        (await engine.IdsAsync(new() { Filters = [new AnyValue("ipc", ["H01M4/58", "B05B1/00"])] })).ShouldBe(["a", "c"]);
        (await engine.IdsAsync(new() { Filters = [new AnyValue("ipc", [])] })).ShouldBeEmpty();
        (await engine.IdsAsync(new() { Filters = [new Between("fee", 100, 200), new AnyValue("kind", ["发明"])] })).ShouldBe(["b"]);
        (await engine.IdsAsync(new() { Without = "a" })).ShouldBe(["b", "c", "d"]);
    }

    [Theory]
    [InlineData(true, "a d b c")]
    [InlineData(false, "b d a c")]
    public async Task Pages_follow_each_other_by_a_number_with_those_without_it_last(bool descending, string expected)
    {
        var engine = await NewEngineWithAsync(s_documents);
        var query = new EngineQuery { Order = new("fee", descending), Size = 1 };

        (await PagesAsync(engine, query)).ShouldBe(expected.Split(' '));
    }

    [Fact]
    public async Task Pages_follow_each_other_by_score_through_ties()
    {
        var documents = Sample.Many(53).ToArray();
        var engine = await NewEngineWithAsync(documents);

        (await PagesAsync(engine, new() { Words = Words("节水 棉田", WordMode.Any), Size = 7 })).ShouldBe(documents.Select(document => document.Id));
        (await PagesAsync(engine, new() { Size = 10 })).ShouldBe(documents.Select(document => document.Id));
    }

    [Fact]
    public async Task A_hit_brings_the_document_as_it_was_given()
    {
        var engine = await NewEngineWithAsync(s_documents);

        var result = await engine.AskAsync(new() { Words = Words("棉田"), Order = new("fee", false) });
        var hit = result.Hits.ShouldHaveSingleItem();
        hit.Number.ShouldBe(300);
        hit.Document.Texts["body"].ShouldBe("用于棉田的滴灌设备");
        hit.Document.Values["ipc"].ShouldBe(["A01G25/02", "B05B1/00"]);
        hit.Document.Stored.ShouldBe("{\"x\":1}");
        (await engine.FindAsync("a"))!.Stored.ShouldBe(hit.Document.Stored);
        (await engine.AskAsync(new EngineQuery())).Hits.ShouldAllBe(each => each.Score == 0);
    }

    private static async Task<List<string>> PagesAsync(ElasticsearchEngine engine, EngineQuery query)
    {
        var ids = new List<string>();
        while (true)
        {
            var result = await engine.AskAsync(query);
            ids.AddRange(result.Hits.Select(hit => hit.Document.Id));
            if (result.Hits.Count < query.Size) return ids;
            query = query with { After = result.Hits[^1].Place(query.Order is null) };
        }
    }
}
