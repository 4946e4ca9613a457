using Marketplace.Search.Documents;
using Marketplace.Search.Embedded;
using Marketplace.Search.Queries;
using Marketplace.Search.Tests.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Embedded;

public sealed class ConcurrencyTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Two counts move together in every change: whoever sees them differ has seen half of one.</summary>
    [Fact]
    public async Task Readers_never_see_half_a_change_while_segments_merge_under_them()
    {
        using var engine = new EmbeddedEngine(RandomWorld.Schema, SharedAnalyzer.Instance);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var asked = new EngineQuery { Words = new() { Wanted = [new("太阳能")] }, Facets = [new("kind")] };
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            var looks = 0;
            do
            {
                looks++;
                var answer = engine.Search(asked);
                var kinds = answer.Facets["kind"].ToDictionary(count => count.Value, count => count.Count);
                kinds.GetValueOrDefault("left").ShouldBe(kinds.GetValueOrDefault("right"));
                answer.Total.ShouldBe(kinds.Values.Sum());
            }
            while (!done.IsCancellationRequested);
            return looks;
        }, Token)).ToList();

        var version = 0L;
        // Enough for merges of every kind, the ones beside the traffic too.
        for (var round = 0; round < 1_500; round++)
        {
            var pair = round % 1_100;
            IReadOnlyList<IndexChange> changes = round % 7 == 6
                ? [IndexChange.Remove($"left{pair / 2}", ++version), IndexChange.Remove($"right{pair / 2}", version)]
                : [Put("left", pair, ++version), Put("right", pair, version)];
            await engine.ApplyAsync(changes, Token);
        }
        await done.CancelAsync();
        (await Task.WhenAll(readers)).ShouldAllBe(looks => looks > 0);
    }

    [Fact]
    public async Task What_changes_while_an_index_is_rebuilt_is_in_the_new_one()
    {
        using var engine = new EmbeddedEngine(RandomWorld.Schema, SharedAnalyzer.Instance);
        await engine.ApplyAsync([Put("old", 1, 1), Put("kept", 1, 1)], Token);

        await engine.RebuildAsync(TruthAsync(), Token);

        engine.Get("old1").ShouldBeNull();
        engine.Get("kept1")!.Version.ShouldBe(2);
        engine.Get("late1")!.Version.ShouldBe(1);

        async IAsyncEnumerable<SearchDocument> TruthAsync()
        {
            yield return Put("kept", 1, 1).Document!;
            await engine.ApplyAsync([Put("kept", 1, 2), Put("late", 1, 1)], Token);
        }
    }

    [Fact]
    public async Task A_rebuild_that_fails_leaves_the_index_as_it_was()
    {
        using var engine = new EmbeddedEngine(RandomWorld.Schema, SharedAnalyzer.Instance);
        await engine.ApplyAsync([Put("kept", 1, 1)], Token);

        await Should.ThrowAsync<IOException>(() => engine.RebuildAsync(BrokenAsync(), Token));

        engine.Get("kept1").ShouldNotBeNull();
        await engine.RebuildAsync(AsyncEnumerable.Empty<SearchDocument>(), Token);
        engine.Get("kept1").ShouldBeNull();

        async IAsyncEnumerable<SearchDocument> BrokenAsync()
        {
            yield return Put("new", 1, 1).Document!;
            await Task.Yield();
            throw new IOException("the truth went away");
        }
    }

    private static IndexChange Put(string kind, int number, long version) => IndexChange.Put(new SearchDocument
    {
        Id = $"{kind}{number}",
        Version = version,
        Texts = new Dictionary<string, string> { ["title"] = "太阳能电池板", ["body"] = $"第{number}种" },
        Values = new Dictionary<string, IReadOnlyList<string>> { ["kind"] = [kind] },
    });
}
