using Marketplace.Search.Documents;
using Marketplace.Search.Embedded;
using Marketplace.Search.Tests.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Embedded;

/// <summary>Which segments are merged, what is remembered of removals, and what the engine tells about its size.</summary>
public sealed class UpkeepTests
{
    [Theory]
    [InlineData("1 1 1 1 1 1 1", 100, "")]
    [InlineData("1 2 3 4 5 6 7 7", 100, "1 2 3 4 5 6 7 7")]
    [InlineData("8 1 1 1 1 1 1 1", 100, "")]
    [InlineData("7 6 5 4 3 2 1 1 1 1", 100, "1 1 1 1 2 3 4 5")]
    [InlineData("8 8 8 8 8 8 8 8", 64, "8 8 8 8 8 8 8 8")]
    [InlineData("8 8 8 8 8 8 8 8", 63, "")]
    [InlineData("9 9 9 9 9 9 9 9 1 1 1 1 1 1 1 1", 100, "1 1 1 1 1 1 1 1")]
    public void Eight_of_about_one_size_are_merged_the_smallest_first(string sizes, int most, string expected)
    {
        var views = sizes.Split(' ').Select(size => View(int.Parse(size, System.Globalization.CultureInfo.InvariantCulture), 0)).ToList();

        var next = MergePolicy.Next(views, most);

        string.Join(' ', next?.Select(view => view.LiveCount) ?? []).ShouldBe(expected);
    }

    [Theory]
    [InlineData(10, 5, 100, false)]
    [InlineData(10, 6, 100, true)]
    [InlineData(10, 6, 3, false)]
    public void A_segment_of_which_more_than_half_is_gone_is_copied_alone(int documents, int gone, int most, bool copied)
    {
        var half = View(documents, gone);

        (MergePolicy.Next([View(10, 0), half], most)?.Single() == half).ShouldBe(copied);
    }

    [Fact]
    public void The_newest_version_of_a_removal_is_remembered_and_puts_are_not()
    {
        var removals = new Removals();
        removals.Note(IndexChange.Remove("a", 5));
        removals.Note(IndexChange.Remove("a", 8));
        removals.Note(IndexChange.Put(new() { Id = "b", Version = 3 }));

        removals.VersionOf("a").ShouldBe(8);
        removals.VersionOf("b").ShouldBe(long.MinValue);
        removals.Versions.Count.ShouldBe(1);
    }

    [Fact]
    public void Of_very_many_removals_the_first_is_forgotten_first()
    {
        var removals = new Removals();
        for (var i = 0; i < 100_000; i++) removals.Note(IndexChange.Remove($"{i}", i));
        removals.VersionOf("0").ShouldBe(0);

        removals.Note(IndexChange.Remove("last", 1));

        removals.Versions.Count.ShouldBe(100_000);
        removals.VersionOf("0").ShouldBe(long.MinValue);
        removals.VersionOf("1").ShouldBe(1);
        removals.VersionOf("last").ShouldBe(1);
    }

    [Fact]
    public async Task It_tells_how_large_it_is()
    {
        var world = new RandomWorld(8);
        using var engine = new EmbeddedEngine(RandomWorld.Schema, SharedAnalyzer.Instance);
        engine.IndexBytes.ShouldBe(0);
        await engine.ApplyAsync([IndexChange.Put(world.Document(1, 1))], TestContext.Current.CancellationToken);
        var small = engine.IndexBytes;
        await engine.RebuildAsync(Enumerable.Range(0, 300).Select(id => world.Document(id, 1)).ToAsyncEnumerable(), TestContext.Current.CancellationToken);

        engine.SegmentCount.ShouldBe(1);
        // Some hundred bytes a document, not some thousand: texts as they came are not part of it.
        engine.IndexBytes.ShouldBeInRange(small + 1, 300 * 2_000);
    }

    private static SegmentView View(int documents, int gone)
    {
        var segment = HandMade.Segment(documents);
        return new(segment, gone == 0 ? null : new ulong[1], gone, [segment.Texts[0].Size]);
    }
}
