using Marketplace.Search.Embedded;
using Marketplace.Search.Queries;
using Marketplace.Search.Tests.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Embedded;

public sealed class BudgetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_query_that_costs_too_much_is_cut_says_so_and_is_cut_the_same_every_time()
    {
        var world = new RandomWorld(5);
        using var engine = new EmbeddedEngine(RandomWorld.Schema, SharedAnalyzer.Instance);
        await engine.RebuildAsync(Enumerable.Range(0, 20_000).Select(id => world.Document(id, 1)).ToAsyncEnumerable(), Token);
        var query = new EngineQuery { Words = new() { Mode = WordMode.Any, Wanted = [new("锂电池"), new("隔膜"), new("石墨")] }, Budget = TimeSpan.FromMicroseconds(2) };

        var cut = engine.Search(query);

        cut.Cut.ShouldBeTrue();
        cut.Total.ShouldBeLessThan(engine.Search(query with { Budget = TimeSpan.FromMinutes(1) }).Total);
        engine.Search(query).Total.ShouldBe(cut.Total);
    }

    [Fact]
    public async Task Phrases_looked_up_in_too_many_texts_are_cut_too()
    {
        var world = new RandomWorld(6);
        using var engine = new EmbeddedEngine(RandomWorld.Schema, SharedAnalyzer.Instance);
        await engine.RebuildAsync(Enumerable.Range(0, 2_000).Select(id => world.Document(id, 1)).ToAsyncEnumerable(), Token);

        engine.Search(new() { Words = new() { Phrases = [new("锂 电 池")] }, Budget = TimeSpan.FromMicroseconds(50) }).Cut.ShouldBeTrue();
    }
}
