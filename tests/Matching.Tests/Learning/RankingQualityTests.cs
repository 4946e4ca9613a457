using FsCheck;
using FsCheck.Fluent;
using Marketplace.Matching.Learning;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Learning;

public sealed class RankingQualityTests
{
    [Fact]
    public void Ndcg_of_a_list_computed_by_hand()
    {
        // 3, 2, 0, 1: (7 + 3/log2(3) + 0 + 1/log2(5)) / (7 + 3/log2(3) + 1/log2(4))
        var expected = (7 + 3 / Math.Log2(3) + 1 / Math.Log2(5)) / (7 + 3 / Math.Log2(3) + 0.5);
        RankingQuality.Ndcg([3, 2, 0, 1])!.Value.ShouldBe(expected, 1e-12);
    }

    [Fact]
    public void Ndcg_looks_only_at_the_first_places_but_knows_what_was_missed() => RankingQuality.Ndcg([0, 3], depth: 1).ShouldBe(0);

    [Fact]
    public void A_list_without_anything_good_has_no_ndcg() => RankingQuality.Ndcg([0, 0]).ShouldBeNull();

    [Fact]
    public void The_ideal_order_has_ndcg_one_and_no_order_has_more() =>
        Prop.ForAll<NonEmptyArray<byte>>(given =>
        {
            var grades = given.Get.Select(b => b % 4).ToList();
            return RankingQuality.Ndcg(grades) is not { } ndcg
                || (ndcg <= 1 + 1e-9 && Math.Abs(RankingQuality.Ndcg([.. grades.OrderDescending()])!.Value - 1) < 1e-9);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0.9, 0.8, 0.2, 0.1, 1.0)]
    [InlineData(0.1, 0.2, 0.8, 0.9, 0.0)]
    [InlineData(0.5, 0.5, 0.5, 0.5, 0.5)]
    [InlineData(0.9, 0.2, 0.5, 0.1, 0.75)]
    public void Auc_counts_pairs_in_the_right_order(double good1, double good2, double bad1, double bad2, double auc) =>
        RankingQuality.Auc([(good1, true), (good2, true), (bad1, false), (bad2, false)])!.Value.ShouldBe(auc, 1e-12);

    [Fact]
    public void Auc_needs_both_kinds() => RankingQuality.Auc([(1, true), (2, true)]).ShouldBeNull();
}
