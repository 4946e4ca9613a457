using Marketplace.Search.Embedded;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Embedded;

/// <summary>Keeping documents of a list: by its column, by leaps or eight at a time, always the same ones.</summary>
public sealed class IntersectionTests
{
    private const int Documents = 9_000;
    private const int Budget = 1_000_000;

    private static readonly int[][] s_frequencies = Frequencies();

    private readonly Snapshot _snapshot = HandMade.Snapshot(HandMade.Segment([.. Enumerable.Repeat(9, Documents)], s_frequencies));

    [Fact]
    public void Those_that_stand_in_the_list_stay()
    {
        var random = new Random(3);
        for (var round = 0; round < 10 * s_frequencies.Length; round++)
        {
            var term = round / 10;
            var list = HandMade.List(_snapshot, term);
            var share = new[] { 1, 3, 40, 600, 4_000 }[round % 5];
            var documents = Enumerable.Range(0, Documents).Where(_ => random.Next(share) == 0).ToArray();
            var expected = documents.Where(document => s_frequencies[term][document] > 0).ToArray();

            var kept = Intersection.Keep(HandMade.Scan(_snapshot), documents, list);

            documents[..kept].ShouldBe(expected, $"{documents.Length} documents");
        }
    }

    [Fact]
    public void Each_way_costs_its_own()
    {
        // A column: one look a document. Leaps: twenty steps a document. Eights: a quarter of a step for each entry walked by.
        CostOf(0, 100).ShouldBe(100);
        var entries = HandMade.List(_snapshot, 1).Count;
        entries.ShouldBeInRange(600, 1_100);
        CostOf(1, entries / 64 - 1).ShouldBe((entries / 64 - 1) * 20);
        CostOf(1, entries / 64).ShouldBe(entries / 64 + entries / 4);
    }

    [Fact]
    public void A_seek_stops_at_the_first_that_is_not_before()
    {
        for (var term = 0; term < s_frequencies.Length; term++)
        {
            var list = HandMade.List(_snapshot, term);
            list.Count.ShouldBe(s_frequencies[term].Count(frequency => frequency > 0));
            var random = new Random(term);
            for (var round = 0; round < 100; round++)
            {
                var document = random.Next(Documents + 5);
                var from = list.Start + random.Next(list.Count + 1);
                var expected = from;
                while (expected < list.End && list.Index.Documents[expected] < document) expected++;

                list.Seek(document, from).ShouldBe(expected);
            }
        }
    }

    private long CostOf(int term, int documents)
    {
        var effort = new Effort(TimeSpan.FromMilliseconds(1));
        Intersection.Keep(HandMade.Scan(_snapshot, effort: effort), [.. Enumerable.Range(0, documents)], HandMade.List(_snapshot, term));
        return Budget - HandMade.Rest(effort);
    }

    /// <summary>One with a column, one of some hundred, then short ones of every length around eight.</summary>
    private static int[][] Frequencies()
    {
        var random = new Random(77);
        int[][] frequent = [Thrown(4), Thrown(10)];
        var rare = Enumerable.Range(1, 17).Where(count => count is < 3 or > 6 and < 10 or > 14).Select(count =>
        {
            var frequencies = new int[Documents];
            for (var i = 0; i < count; i++) frequencies[random.Next(Documents)] = 1;
            return frequencies;
        });
        return [.. frequent, .. rare];

        int[] Thrown(int oneIn) => [.. Enumerable.Range(0, Documents).Select(_ => random.Next(oneIn) == 0 ? 1 : 0)];
    }
}
