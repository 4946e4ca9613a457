using Marketplace.Web.Conversions.Counting;
using Marketplace.Web.Conversions.Facts;
using Marketplace.Web.Plans.Counted;

namespace Marketplace.Web.Tests.Plans;

/// <summary>By which other rules a thing can be counted.</summary>
public sealed class CountVariantTests
{
    [Fact]
    public void Each_differs_in_one_respect_and_none_is_the_rule_itself()
    {
        var pledges = CountedMeasures.Find("pledges.amount")!;

        // Counted on the day of registration and at the giver's place already.
        CountedMeasures.Variants(pledges).Select(variant => variant.Rule).ShouldBe(
        [
            pledges with { Dates = DateBasis.Signature }, pledges with { Dates = DateBasis.Paid }, pledges with { MarketOnly = true }, pledges with { Least = EvidenceLevel.L4 }, pledges with { Least = EvidenceLevel.L2 },
        ]);
        CountedMeasures.Variants(pledges with { MarketOnly = true }).Select(variant => variant.Rule).ShouldNotContain(rule => !rule.MarketOnly);
        CountedMeasures.Variants(CountedMeasures.Find("conversions.contracts")!).Select(variant => variant.Rule).ShouldContain(rule => rule.Regions == RegionBasis.Giver);
    }

    [Fact]
    public void Where_types_begin_on_different_rungs_no_type_gets_less_evidence_by_the_stricter_rule_nor_more_by_the_other()
    {
        foreach (var rule in StandardRules.All)
        {
            var (stricter, looser) = CountedMeasures.Variants(rule).Select(variant => variant.Rule).Where(other => other.Least != rule.Least).ToList() is [var more, var less] ? (more, less) : throw new InvalidOperationException(rule.Key);

            rule.Types.ShouldAllBe(type => stricter.LeastOf(type) >= rule.LeastOf(type) && looser.LeastOf(type) <= rule.LeastOf(type));
            rule.Types.ShouldContain(type => stricter.LeastOf(type) > rule.LeastOf(type));
            rule.Types.ShouldContain(type => looser.LeastOf(type) < rule.LeastOf(type));
        }
    }

    [Fact]
    public void The_ladder_has_a_top() => CountedMeasures.Variants(CountedMeasures.Find("pledges.amount")! with { Least = EvidenceLevel.L5 }).Count(variant => variant.Rule.Least != EvidenceLevel.L5).ShouldBe(1);
}
