using Marketplace.Search.Documents;
using Marketplace.Search.Embedded;
using Marketplace.Search.Queries;
using Marketplace.Search.Tests.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Embedded;

/// <summary>Whatever is done to the engine in whatever order, it answers as the reference does: same hits, same order, same scores to the bit, same counts.</summary>
public sealed class AgainstBruteForceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Random_histories_never_part_them(int seed)
    {
        var world = new RandomWorld(seed);
        var reference = new BruteForceEngine(RandomWorld.Schema, SharedAnalyzer.Instance.Terms);
        var engine = new EmbeddedEngine(RandomWorld.Schema, SharedAnalyzer.Instance);
        var version = 0L;
        for (var step = 0; step < 60; step++)
        {
            switch (world.Next(12))
            {
                case 0:
                    engine = Reload(engine);
                    break;
                case 1:
                    var all = Enumerable.Range(0, 60).Select(id => world.Document(id, ++version)).ToAsyncEnumerable();
                    var list = await all.ToListAsync(Token);
                    await reference.RebuildAsync(list.ToAsyncEnumerable(), Token);
                    await engine.RebuildAsync(list.ToAsyncEnumerable(), Token);
                    break;
                default:
                    var changes = Enumerable.Range(0, 1 + world.Next(12)).Select(_ => Change(world, ref version)).ToList();
                    (await engine.ApplyAsync(changes, Token)).ShouldBeEquivalentTo(await reference.ApplyAsync(changes, Token));
                    break;
            }
            for (var query = 0; query < 4; query++) await CompareAsync(engine, reference, world.Query());
            await ComparePagesAsync(engine, reference, world.Query() with { Size = 3 });
        }
        (await engine.StateAsync(Token)).ShouldBe(await reference.StateAsync(Token));
    }

    [Fact]
    public async Task So_many_documents_that_frequent_words_have_columns_and_windows_are_several()
    {
        var world = new RandomWorld(4711);
        var reference = new BruteForceEngine(RandomWorld.Schema, SharedAnalyzer.Instance.Terms);
        var engine = new EmbeddedEngine(RandomWorld.Schema, SharedAnalyzer.Instance);
        // More than one window of 16,384.
        var documents = Enumerable.Range(0, 17_000).Select(id => world.Document(id, 1)).ToList();
        await reference.RebuildAsync(documents.ToAsyncEnumerable(), Token);
        await engine.RebuildAsync(documents.ToAsyncEnumerable(), Token);
        // Averages move away from those the levels were computed with.
        var changes = Enumerable.Range(0, 300).Select(id => IndexChange.Put(world.Document(id * 50, 2))).ToList();
        await reference.ApplyAsync(changes, Token);
        await engine.ApplyAsync(changes, Token);

        for (var query = 0; query < 60; query++) await CompareAsync(engine, reference, world.Query() with { Size = 20 });
    }

    private static IndexChange Change(RandomWorld world, ref long version)
    {
        var id = world.Next(60);
        // Now and then one that comes too late.
        var of = world.Next(8) == 0 ? long.Max(0, version - world.Next(40)) : ++version;
        return world.Next(4) == 0 ? IndexChange.Remove(RandomWorld.IdOf(id), of) : IndexChange.Put(world.Document(id, of));
    }

    private static EmbeddedEngine Reload(EmbeddedEngine engine)
    {
        var file = Path.GetTempFileName();
        try
        {
            engine.Save(file, "at 42");
            var (loaded, position) = EmbeddedEngine.Load(file, RandomWorld.Schema, SharedAnalyzer.Instance);
            position.ShouldBe("at 42");
            return loaded;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task ComparePagesAsync(EmbeddedEngine engine, BruteForceEngine reference, EngineQuery query)
    {
        for (var page = 0; page < 6; page++)
        {
            var expected = await CompareAsync(engine, reference, query);
            if (expected.Hits.Count == 0) return;
            query = query with { After = expected.Hits[^1].Place(query.Order is null) };
        }
    }

    private static async Task<EngineResult> CompareAsync(EmbeddedEngine engine, BruteForceEngine reference, EngineQuery query)
    {
        var expected = await reference.SearchAsync(query, Token);
        var found = await engine.SearchAsync(query, Token);
        var asked = System.Text.Json.JsonSerializer.Serialize(query);
        found.Cut.ShouldBeFalse(asked);
        found.Total.ShouldBe(expected.Total, asked);
        found.Hits.Select(hit => (hit.Document.Id, hit.Document.Version, hit.Document.Stored, hit.Number)).ShouldBe(expected.Hits.Select(hit => (hit.Document.Id, hit.Document.Version, hit.Document.Stored, hit.Number)), asked);
        if (query.Order is null) found.Hits.Select(hit => hit.Score).ShouldBe(expected.Hits.Select(hit => hit.Score), asked);
        foreach (var facet in query.Facets) found.Facets[facet.Column].ShouldBe(expected.Facets[facet.Column], asked);
        return expected;
    }
}
