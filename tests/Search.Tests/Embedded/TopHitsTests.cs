using Marketplace.Search.Embedded;
using Marketplace.Search.Queries;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Embedded;

public sealed class TopHitsTests
{
    // Ids 0, 2, 4, … in the first segment and 1, 3, 5, … in the second.
    private readonly Snapshot _snapshot = HandMade.Snapshot(HandMade.Segment(50, 0, 2), HandMade.Segment(50, 1, 2));

    [Fact]
    public void The_best_stay_best_first_and_equals_by_id_across_segments()
    {
        var hits = new TopHits(4, _snapshot, null, null);
        hits.Least.ShouldBe(long.MinValue);
        foreach (var (score, id) in new[] { (1f, 8), (2f, 7), (2f, 6), (2f, 9), (3f, 1), (2f, 5), (1f, 0) }) Offer(hits, score, id);

        Ids(hits).ShouldBe([1, 5, 6, 7]);
        hits.Count.ShouldBe(4);
        hits.Least.ShouldBe(TopHits.KeyOf(2f));
        hits.LeastScore.ShouldBe(2f);
    }

    [Fact]
    public void It_says_when_the_rest_of_a_segment_comes_too_late()
    {
        var hits = new TopHits(2, _snapshot, null, null);
        Offer(hits, 2f, 4).ShouldBeTrue();
        Offer(hits, 2f, 6).ShouldBeTrue();

        Offer(hits, 2f, 8).ShouldBeFalse();
        Offer(hits, 1f, 0).ShouldBeFalse();
        Offer(hits, 2f, 5).ShouldBeTrue();
        Ids(hits).ShouldBe([4, 5]);
    }

    [Fact]
    public void What_was_on_an_earlier_page_is_passed_over()
    {
        var hits = new TopHits(3, _snapshot, new(2f, null, HandMade.IdOf(6)), null);
        hits.AfterScore.ShouldBe(2f);
        foreach (var (score, id) in new[] { (3f, 1), (2f, 5), (2f, 6), (2f, 7), (2f, 8), (1f, 0) }) Offer(hits, score, id).ShouldBeTrue();

        Ids(hits).ShouldBe([7, 8, 0]);
    }

    [Theory]
    [InlineData(false, new[] { 3, 1, 2, 4, 5 })]
    [InlineData(true, new[] { 2, 1, 3, 4, 5 })]
    public void By_number_those_without_come_last(bool descending, int[] expected)
    {
        var order = new ColumnOrder("year", descending);
        var numbers = new Dictionary<int, long> { [1] = 5, [2] = 9, [3] = -4, [4] = NumberColumn.None, [5] = NumberColumn.None };
        var hits = new TopHits(9, _snapshot, null, order);
        foreach (var (id, number) in numbers) hits.Offer(TopHits.KeyOf(number, order), id % 2, id / 2);

        Ids(hits).ShouldBe(expected);
        // And page by page.
        for (var at = 0; at < expected.Length; at++)
        {
            long? number = numbers[expected[at]] is var known && known == NumberColumn.None ? null : known;
            var rest = new TopHits(9, _snapshot, new(null, number, HandMade.IdOf(expected[at])), order);
            foreach (var (id, other) in numbers) rest.Offer(TopHits.KeyOf(other, order), id % 2, id / 2);
            Ids(rest).ShouldBe(expected[(at + 1)..]);
        }
    }

    [Fact]
    public void A_page_of_none_takes_none()
    {
        var hits = new TopHits(0, _snapshot, null, null);

        hits.Least.ShouldBe(long.MaxValue);
        hits.LeastScore.ShouldBe(float.MaxValue);
        hits.AfterScore.ShouldBe(float.PositiveInfinity);
        Offer(hits, 5f, 1).ShouldBeFalse();
        hits.Hits.Length.ShouldBe(0);
    }

    [Fact]
    public void A_least_score_is_only_known_once_the_page_is_full()
    {
        var hits = new TopHits(2, _snapshot, null, null);
        Offer(hits, 4f, 1);
        hits.LeastScore.ShouldBe(0f);
        Offer(hits, 3f, 2);
        hits.LeastScore.ShouldBe(3f);
    }

    private static bool Offer(TopHits hits, float score, int id) => hits.Offer(TopHits.KeyOf(score), id % 2, id / 2);

    private static int[] Ids(TopHits hits) => [.. hits.Hits.ToArray().Select(hit => hit.Document * 2 + hit.Segment)];
}
