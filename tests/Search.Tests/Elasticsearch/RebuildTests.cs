using Marketplace.Search.Documents;
using Marketplace.Testing.Elasticsearch;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Elasticsearch;

public sealed class RebuildTests(ElasticsearchServer server) : ElasticsearchTest(server)
{
    [Fact]
    public async Task The_old_index_answers_until_the_new_one_takes_its_place()
    {
        var engine = await NewEngineWithAsync([.. Sample.Many(10)]);
        var before = await IndexAsync();
        var during = new List<long>();

        await engine.RebuildAsync(Watched(), TestContext.Current.CancellationToken);

        during.ShouldBe([10, 10]);
        (await engine.LookAsync()).ShouldBe(new(true, 30, Sample.Checksum(Sample.Many(30, version: 2)), null));
        (await IndexAsync()).ShouldNotBe(before);
        (await IndexesAsync()).Count.ShouldBe(1);
        engine.LastRebuild!.Documents.ShouldBe(30);

        async IAsyncEnumerable<SearchDocument> Watched()
        {
            during.Add((await engine.AskAsync(new())).Total);
            foreach (var document in Sample.Many(30, version: 2)) yield return document;
            during.Add((await engine.AskAsync(new())).Total);
        }
    }

    [Fact]
    public async Task Changes_of_any_process_made_meanwhile_are_in_both()
    {
        var engine = await NewEngineWithAsync(Sample.Of("changed", 1), Sample.Of("deleted", 1), Sample.Of("kept", 1), Sample.Of("no-longer-true", 9));
        var other = NewEngine();

        await engine.RebuildAsync(Disturbed(), TestContext.Current.CancellationToken);

        SearchDocument[] expected = [Sample.Of("changed", 2), Sample.Of("kept", 1), Sample.Of("new", 1), Sample.Of("sent-late", 7)];
        (await engine.IdsAsync(new())).ShouldBe(expected.Select(document => document.Id));
        (await engine.LookAsync()).ShouldBe(new(true, expected.Length, Sample.Checksum(expected), null));
        (await other.PutAsync(Sample.Of("deleted", 1))).Stale.ShouldBe(1);

        async IAsyncEnumerable<SearchDocument> Disturbed()
        {
            yield return Sample.Of("changed", 1);
            (await other.PutAsync(Sample.Of("changed", 2), Sample.Of("new", 1), Sample.Of("sent-late", 7))).Applied.ShouldBe(3);
            (await other.RemoveAsync("deleted", 2)).Applied.ShouldBe(1);
            (await engine.IdsAsync(new())).ShouldBe(["changed", "kept", "new", "no-longer-true", "sent-late"]);
            yield return Sample.Of("deleted", 1);
            yield return Sample.Of("kept", 1);
            yield return Sample.Of("sent-late", 6);
        }
    }

    [Fact]
    public async Task A_rebuild_that_fails_leaves_the_old_index_and_nothing_else()
    {
        var engine = await NewEngineWithAsync([.. Sample.Many(10)]);

        await Should.ThrowAsync<InvalidOperationException>(() => engine.RebuildAsync(Torn(), TestContext.Current.CancellationToken));

        (await engine.AskAsync(new())).Total.ShouldBe(10);
        (await IndexesAsync()).Count.ShouldBe(1);
        (await engine.PutAsync(Sample.Of("a"))).Applied.ShouldBe(1);

        static async IAsyncEnumerable<SearchDocument> Torn()
        {
            foreach (var document in Sample.Many(30, version: 2)) yield return document;
            await Task.Yield();
            throw new InvalidOperationException("The truth is away.");
        }
    }

    [Fact]
    public async Task What_a_rebuild_left_that_died_is_removed_by_the_next_and_an_overtaken_one_gives_up()
    {
        var engine = await NewEngineWithAsync([.. Sample.Many(10)]);
        var other = NewEngine();

        // The second one sees an index that nobody will ever finish, as far as it can tell.
        var overtaken = await Should.ThrowAsync<EngineAwayException>(() => engine.RebuildAsync(Overtaken(), TestContext.Current.CancellationToken));

        overtaken.Code.ShouldBe("elasticsearch_missing_index");
        (await other.LookAsync()).DocumentCount.ShouldBe(5);
        (await IndexesAsync()).Count.ShouldBe(1);

        async IAsyncEnumerable<SearchDocument> Overtaken()
        {
            yield return Sample.Of("x");
            await other.FillAsync(Sample.Many(5));
        }
    }

    [Fact]
    public async Task Larger_than_a_request_and_than_a_page_of_the_check()
    {
        var engine = NewEngine();
        await engine.FillAsync([.. Sample.Many(12_000), Sample.Of("b", kind: new string('长', 2_000))]);

        (await engine.LookAsync()).ShouldBe(new(true, 12_000, Sample.Checksum(Sample.Many(12_000)), null));
        engine.LastRebuild!.Refused.ShouldHaveSingleItem().Id.ShouldBe("b");
    }

    [Fact]
    public async Task Another_version_of_the_schema_waits_for_its_own_index()
    {
        await NewEngineWithAsync(Sample.Of("a"));
        var newer = NewEngine(schema: Sample.Schema with { Version = 2 });

        await ShouldBeAwayAsync(newer, "elasticsearch_mapping");
        await newer.FillAsync([Sample.Of("a")]);
        (await newer.AskAsync(new())).Total.ShouldBe(1);
        (await IndexesAsync()).ShouldHaveSingleItem().ShouldStartWith($"{Alias}-v2-");
    }

    private async Task<IReadOnlyList<string>> IndexesAsync() =>
        [.. (await ByHandAsync(HttpMethod.Get, $"{Options.IndexPrefix}*/_alias"))!.AsObject().Select(index => index.Key)];
}
