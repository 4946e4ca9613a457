using Marketplace.Search.Embedded;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Embedded;

public sealed class NearlyBestTests
{
    private readonly Snapshot _snapshot = HandMade.Snapshot(HandMade.Segment(10));

    [Fact]
    public void Once_a_page_is_full_smaller_sums_need_no_look()
    {
        var nearly = new NearlyBest(new(2, _snapshot, null, null), 1, 1, 0);
        nearly.Least.ShouldBe((ushort)1);
        nearly.Add(0, 10);
        nearly.Least.ShouldBe((ushort)1);
        nearly.Add(1, 30);
        // A unit of grace.
        nearly.Least.ShouldBe((ushort)9);
        nearly.Add(2, 8);
        nearly.Add(3, 9);
        nearly.Add(4, 20);
        nearly.Least.ShouldBe((ushort)19);
        nearly.Add(5, 25);

        nearly.Least.ShouldBe((ushort)24);
        nearly.Documents().ShouldBe([1, 5]);
    }

    [Fact]
    public void What_rounding_may_hide_is_kept()
    {
        // A sum of 100 stands for a score from (100 − 5) · 0.5 to 100 · 2: only 100 · 0.475 / 2 rules out.
        var nearly = new NearlyBest(new(1, _snapshot, null, null), 2, 0.5f, 5);
        nearly.Add(0, 100);

        nearly.Least.ShouldBe((ushort)22);
    }

    [Fact]
    public void Hits_of_other_segments_set_the_mark()
    {
        var hits = new TopHits(1, _snapshot, null, null);
        hits.Offer(TopHits.KeyOf(40f), 0, 0);

        new NearlyBest(hits, 1, 1, 0).Least.ShouldBe((ushort)39);
    }

    [Fact]
    public void Nobody_waiting_for_hits_nothing_is_good_enough()
    {
        var nearly = new NearlyBest(null, 1, 1, 0);

        nearly.Least.ShouldBe(ushort.MaxValue);
        nearly.Documents().ShouldBeEmpty();
    }

    [Fact]
    public void What_is_surely_on_an_earlier_page_is_dropped_and_what_may_be_crowds_out_nobody()
    {
        // The page begins after a score of 50; a sum s stands for a score from s − 10 to s.
        var nearly = new NearlyBest(new(1, _snapshot, new(50f, null, "0"), null), 1, 1, 10);
        nearly.Add(0, 61);
        nearly.Add(1, 60);
        nearly.Add(2, 50);
        nearly.Least.ShouldBe((ushort)1);
        nearly.Add(3, 49);

        nearly.Least.ShouldBe((ushort)38);
        nearly.Documents().ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void The_best_are_always_among_them_and_few_others(int size)
    {
        const float High = 1.25f, Low = 0.8f, Slack = 3;
        for (var seed = 0; seed < 6; seed++)
        {
            var random = new Random(seed);
            var nearly = new NearlyBest(new(size, _snapshot, null, null), High, Low, Slack);
            var scores = new float[2_000];
            for (var document = 0; document < scores.Length; document++)
            {
                var sum = 10 + random.Next(50_000);
                scores[document] = (sum - Slack) * Low + (float)random.NextDouble() * (sum * High - (sum - Slack) * Low);
                nearly.Add(document, (ushort)sum);
            }
            var best = Enumerable.Range(0, scores.Length).OrderByDescending(document => scores[document]).Take(size).ToArray();
            var kept = nearly.Documents();

            best.Except(kept).ShouldBeEmpty();
            kept.ShouldBeInOrder();
            // Sums from 64 % of the last of the best on may be as good.
            kept.Length.ShouldBeLessThan(1_000);
        }
    }
}
