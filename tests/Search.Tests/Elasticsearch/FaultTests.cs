using Marketplace.Search.Documents;
using Marketplace.Search.Elasticsearch;
using Marketplace.Testing.Elasticsearch;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Elasticsearch;

/// <summary>What can go wrong with an Elasticsearch: seen, said, and over with its cause, with nothing lost.</summary>
public sealed class FaultTests(ElasticsearchServer server) : ElasticsearchTest(server)
{
    [Fact]
    public async Task Gone_and_back()
    {
        using var way = new FaultyWay(Options.Addresses[0]);
        var engine = NewEngine(NewOptions(way.Address));
        await engine.FillAsync([Sample.Of("a")]);

        way.Set(Way.Broken);
        await ShouldBeAwayAsync(engine, "elasticsearch_away");
        (await Should.ThrowAsync<EngineAwayException>(() => engine.PutAsync(Sample.Of("b")))).Code.ShouldBe("elasticsearch_away");

        way.Set(Way.Open);
        await IsBackAsync(engine);
        (await engine.PutAsync(Sample.Of("b"))).Applied.ShouldBe(1);
        (await engine.IdsAsync(new())).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Slow_and_quick_again()
    {
        using var way = new FaultyWay(Options.Addresses[0]);
        var options = NewOptions(way.Address);
        var engine = NewEngine(options);
        await engine.FillAsync([Sample.Of("a")]);
        options.SearchTimeout = options.RequestTimeout = TimeSpan.FromMilliseconds(300);

        way.Set(Way.Stalled);
        await ShouldBeAwayAsync(engine, "elasticsearch_slow");
        (await Should.ThrowAsync<EngineAwayException>(() => engine.PutAsync(Sample.Of("b")))).Code.ShouldBe("elasticsearch_slow");

        options.SearchTimeout = options.RequestTimeout = TimeSpan.FromSeconds(30);
        way.Set(Way.Open);
        await IsBackAsync(engine);
        await engine.PutAsync(Sample.Of("b"));
        (await engine.IdsAsync(new())).ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("index.blocks.read_only_allow_delete", "elasticsearch_full")]   // What Elasticsearch sets itself when the disk is full.
    [InlineData("index.blocks.read_only", "elasticsearch_read_only")]
    [InlineData("index.blocks.write", "elasticsearch_read_only")]
    public async Task Full_or_read_only_it_still_answers_searches(string block, string code)
    {
        var engine = await NewEngineWithAsync(Sample.Of("a"));

        await SetAsync(block, true);
        (await engine.LookAsync()).ShouldBe(new(true, 1, DocumentMark.Of("a", 1), code));
        (await engine.IdsAsync(new())).ShouldBe(["a"]);
        (await Should.ThrowAsync<EngineAwayException>(() => engine.PutAsync(Sample.Of("b")))).Code.ShouldBe(code);
        (await Should.ThrowAsync<EngineAwayException>(() => engine.RemoveAsync("a", 2))).Code.ShouldBe(code);

        await SetAsync(block, null);
        (await engine.PutAsync(Sample.Of("b"))).Applied.ShouldBe(1);
        (await engine.RemoveAsync("a", 2)).Applied.ShouldBe(1);
        (await engine.LookAsync()).ShouldBe(new(true, 1, DocumentMark.Of("b", 1), null));
    }

    [Fact]
    public async Task Blocked_for_reading_it_cannot_answer()
    {
        var engine = await NewEngineWithAsync(Sample.Of("a"));

        await SetAsync("index.blocks.read", true);
        await ShouldBeAwayAsync(engine, "elasticsearch_read_only");

        await SetAsync("index.blocks.read", null);
        (await engine.IdsAsync(new())).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_mapping_with_more_than_ours_is_reported_and_searched_all_the_same()
    {
        var engine = await NewEngineWithAsync(Sample.Of("a"));

        await ByHandAsync(HttpMethod.Put, $"{Alias}/_mapping", new { properties = new { by_hand = new { type = "keyword" } } });
        (await engine.LookAsync()).ShouldBe(new(true, 1, DocumentMark.Of("a", 1), "elasticsearch_mapping"));
        (await engine.PutAsync(Sample.Of("b"))).Applied.ShouldBe(1);

        await engine.FillAsync([Sample.Of("a"), Sample.Of("b")]);
        (await engine.LookAsync()).Problem.ShouldBeNull();
    }

    [Fact]
    public async Task A_foreign_index_under_our_alias_is_neither_searched_nor_written_to()
    {
        var engine = await NewEngineWithAsync(Sample.Of("a"));
        (await engine.IdsAsync(new())).ShouldBe(["a"]);
        await ByHandAsync(HttpMethod.Delete, await IndexAsync());
        var foreign = new Dictionary<string, object> { [Alias] = new { } };
        await ByHandAsync(HttpMethod.Put, $"{Options.IndexPrefix}foreign", new { aliases = foreign });

        // Although the last look at it is not long ago.
        (await Should.ThrowAsync<EngineAwayException>(() => engine.AskAsync(new()))).Code.ShouldBe("elasticsearch_mapping");
        (await Should.ThrowAsync<EngineAwayException>(() => engine.PutAsync(Sample.Of("b")))).Code.ShouldBe("elasticsearch_mapping");
        await ShouldBeAwayAsync(engine, "elasticsearch_mapping");

        await engine.FillAsync([Sample.Of("a")]);
        (await engine.IdsAsync(new())).ShouldBe(["a"]);
        (await ByHandAsync(HttpMethod.Get, $"{Options.IndexPrefix}foreign"))!.AsObject().Count.ShouldBe(1, "It is not ours to delete.");
    }

    [Fact]
    public async Task An_index_deleted_by_hand_is_missed_and_built_anew()
    {
        var engine = await NewEngineWithAsync(Sample.Of("a"));
        (await engine.IdsAsync(new())).ShouldBe(["a"]);

        await ByHandAsync(HttpMethod.Delete, await IndexAsync());
        await ShouldBeAwayAsync(engine, "elasticsearch_missing_index");
        (await Should.ThrowAsync<EngineAwayException>(() => engine.FindAsync("a"))).Code.ShouldBe("elasticsearch_missing_index");
        (await Should.ThrowAsync<EngineAwayException>(() => engine.PutAsync(Sample.Of("b")))).Code.ShouldBe("elasticsearch_missing_index");

        await engine.FillAsync([Sample.Of("a"), Sample.Of("b")]);
        (await engine.IdsAsync(new())).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Documents_taken_out_or_put_in_by_hand_show_in_count_and_checksum()
    {
        var engine = await NewEngineWithAsync(Sample.Of("a"), Sample.Of("b"), Sample.Of("c"));
        var truth = Sample.Checksum([Sample.Of("a"), Sample.Of("b"), Sample.Of("c")]);
        (await engine.LookAsync()).Checksum.ShouldBe(truth);

        await ByHandAsync(HttpMethod.Delete, $"{Alias}/_doc/b?refresh=true");
        var state = await engine.LookAsync();
        (state.DocumentCount, state.Checksum == truth, state.Problem).ShouldBe((2, false, null));
    }

    /// <summary>At most as long as a broken circuit stays open, and some.</summary>
    private static async Task IsBackAsync(ElasticsearchEngine engine)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await engine.StateAsync(patience.Token)).Problem is not null) await Task.Delay(100, patience.Token);
    }
}
