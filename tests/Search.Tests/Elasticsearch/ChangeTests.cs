using Marketplace.Search.Documents;
using Marketplace.Search.Queries;
using Marketplace.Testing.Elasticsearch;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Elasticsearch;

public sealed class ChangeTests(ElasticsearchServer server) : ElasticsearchTest(server)
{
    [Fact]
    public async Task A_change_is_found_as_soon_as_it_was_applied_and_an_older_one_passed_over()
    {
        var engine = await NewEngineWithAsync();

        (await engine.PutAsync(Sample.Of("a", 5, "节水灌溉"))).Applied.ShouldBe(1);
        (await engine.IdsAsync(new() { Words = Words("灌溉") })).ShouldBe(["a"]);
        (await engine.PutAsync(Sample.Of("a", 4, "旧的"), Sample.Of("a", 5, "节水灌溉"))).Stale.ShouldBe(2);
        (await engine.RemoveAsync("a", 4)).Stale.ShouldBe(1);
        (await engine.PutAsync(Sample.Of("a", 6, "滴灌"))).Applied.ShouldBe(1);
        (await engine.IdsAsync(new() { Words = Words("节水") })).ShouldBeEmpty();
        (await engine.FindAsync("a"))!.Version.ShouldBe(6);
    }

    [Fact]
    public async Task A_deleted_document_stays_deleted_whatever_comes_late_even_after_a_restart()
    {
        var engine = await NewEngineWithAsync(Sample.Of("a", 1, "节水灌溉", kind: "发明"), Sample.Of("b", 1, "节水灌溉", kind: "发明"));
        (await engine.RemoveAsync("a", 3)).Applied.ShouldBe(1);
        (await engine.RemoveAsync("never-there", 2)).Applied.ShouldBe(1);

        // What a node forgets when it stops, it forgets when the index closes too.
        var index = await IndexAsync();
        foreach (var verb in (string[])["_flush", "_close", "_open"]) await ByHandAsync(HttpMethod.Post, $"{index}/{verb}");
        await ByHandAsync(HttpMethod.Get, $"_cluster/health/{index}?wait_for_status=yellow");

        (await engine.PutAsync(Sample.Of("a", 2, "节水灌溉"), Sample.Of("never-there", 1, "节水"))).Stale.ShouldBe(2);
        (await engine.FindAsync("a")).ShouldBeNull();
        (await engine.IdsAsync(new() { Words = Words("灌溉") })).ShouldBe(["b"]);
        var all = await engine.AskAsync(new() { Facets = [new("kind")], Words = new() { Excluded = [new("滴灌")] } });
        (all.Total, all.Facets["kind"].Single().Count).ShouldBe((1, 1));
        (await engine.LookAsync()).ShouldBe(new(true, 1, DocumentMark.Of("b", 1), null));

        (await engine.PutAsync(Sample.Of("a", 4, "节水灌溉"))).Applied.ShouldBe(1);
        (await engine.IdsAsync(new() { Words = Words("灌溉") })).ShouldBe(["a", "b"], ignoreOrder: true);
    }

    [Fact]
    public async Task One_document_that_cannot_be_taken_does_not_hold_up_the_others()
    {
        var engine = await NewEngineWithAsync();
        var result = await engine.PutAsync(Sample.Of("a", title: "节水"), Sample.Of("b", kind: new string('长', 2_000)), Sample.Of(""), Sample.Of("n", -1), Sample.Of("c"));

        result.Applied.ShouldBe(2);
        result.Refused.Select(refused => refused.Id).ShouldBe(["b", "", "n"]);
        result.Refused.ShouldAllBe(refused => refused.Reason.Length > 0);
        (await engine.IdsAsync(new())).ShouldBe(["a", "c"]);
    }

    [Fact]
    public async Task Odd_ids_stay_themselves_and_sort_by_their_units()
    {
        // The last two are beyond the first plane and above the surrogates: UTF-8 would order them the other way round. Han characters take three bytes each.
        string[] ids = ["..", "/", "a b", "a?b#c", "een", new string('汉', 170), string.Concat(Enumerable.Repeat("😀", 80)), "\ud83d", "😀", "\uff01"];
        var engine = await NewEngineWithAsync();

        (await engine.PutAsync([.. ids.Select(id => Sample.Of(id, title: "节水"))])).Applied.ShouldBe(ids.Length);

        (await engine.IdsAsync(new() { Words = Words("节水"), Without = "/" })).Length.ShouldBe(ids.Length - 1);
        foreach (var id in ids) (await engine.FindAsync(id))!.Id.ShouldBe(id);
        var (found, after) = (0, (Place?)null);
        while ((await engine.AskAsync(new() { Size = 2, After = after })).Hits is [_, ..] hits) (found, after) = (found + hits.Count, hits[^1].Place(byScore: true));
        found.ShouldBe(ids.Length);
        (await engine.LookAsync()).Checksum.ShouldBe(Sample.Checksum(ids.Select(id => Sample.Of(id))));
    }

    [Fact]
    public async Task Many_callers_at_once_and_more_than_one_request_can_hold()
    {
        var engine = await NewEngineWithAsync();
        var stored = new string('x', 100_000);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(caller => engine.PutAsync([.. Enumerable.Range(0, 10).Select(i => Sample.Of($"{caller:d2}-{i}", stored: stored))])));

        var all = Enumerable.Range(0, 20).SelectMany(caller => Enumerable.Range(0, 10).Select(i => Sample.Of($"{caller:d2}-{i}"))).ToList();
        (await engine.LookAsync()).ShouldBe(new(true, 200, Sample.Checksum(all), null));
        (await engine.AskAsync(new() { Size = 0 })).Total.ShouldBe(200);
    }

    [Fact]
    public async Task A_schema_may_lack_texts_or_columns()
    {
        foreach (var schema in (IndexSchema[])[Sample.Schema with { Texts = [] }, Sample.Schema with { Columns = [] }])
        {
            var engine = NewEngine(schema: schema);
            await engine.FillAsync([Sample.Of("a", title: "节水", kind: "发明", fee: 3)]);
            (await engine.PutAsync(Sample.Of("b"))).Applied.ShouldBe(1);
            (await engine.LookAsync()).ShouldBe(new(true, 2, Sample.Checksum([Sample.Of("a"), Sample.Of("b")]), null));
            (await engine.AskAsync(new() { Words = Words("节水") })).Total.ShouldBe(schema.Texts.Count == 0 ? 0 : 1);
            (await engine.AskAsync(new() { Words = new() { Excluded = [new("节水")] } })).Total.ShouldBe(schema.Texts.Count == 0 ? 2 : 1);
        }
    }

    [Fact]
    public async Task Nothing_is_written_where_no_index_was_built()
    {
        var engine = NewEngine();

        (await Should.ThrowAsync<EngineAwayException>(() => engine.PutAsync(Sample.Of("a")))).Code.ShouldBe("elasticsearch_missing_index");
        await ShouldBeAwayAsync(engine, "elasticsearch_missing_index");
        (await ByHandAsync(HttpMethod.Get, $"{Options.IndexPrefix}*/_alias"))!.AsObject().ShouldBeEmpty();
    }
}
