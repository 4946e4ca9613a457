using Marketplace.Matching.Factors;
using Marketplace.Matching.Scoring;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Scoring;

public sealed class RankerTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);
    private static readonly Ranker Ranker = new(Data.Weights with { Floor = 0 }, Data.Texts.Vocabulary);

    [Fact]
    public void Of_two_equal_texts_the_one_that_suits_better_is_first()
    {
        var need = Data.Need("地膜回收机", "棉田地膜回收", new() { Title = "", Forms = Forms.OrdinaryLicence, BudgetTo = 50_000, MaturityLeast = 7, RegionPath = "/650000/652700/652701/", Industry = "3572" });
        var suits = new OfferFacts
        {
            Forms = Forms.OpenLicence,
            Fee = FeeKind.Fixed,
            FeeYuan = 20_000,
            Maturity = 8,
            RegionPaths = ["/650000/652700/652722/"],
            Industries = [new("357", 0.8)],
            LastDay = Today.AddYears(9),
            Examined = true,
            StatusOn = Today,
            ConfirmedOn = Today,
            Answered = 1,
        };
        var good = Ranker.Rank(need, Data.Offer("地膜回收机", facts: suits), Today);
        foreach (var worse in (OfferFacts[])
        [
            suits with { Forms = Forms.JointDevelopment }, suits with { FeeYuan = 120_000 }, suits with { Maturity = 4 }, suits with { RegionPaths = ["/110000/110108/"] }, suits with { Industries = [new("15", 1)] },
            suits with { LastDay = Today.AddYears(1) }, suits with { Examined = false }, suits with { StatusOn = Today.AddYears(-3) }, suits with { Stale = true }, suits with { Answered = 0 },
        ])
        {
            var other = Ranker.Rank(need, Data.Offer("地膜回收机", facts: worse), Today);
            other.Score.ShouldBeLessThan(good.Score);
            Ranker.Best([other, good])[0].ShouldBe(good);
        }
    }

    [Fact]
    public void Equals_stand_in_the_same_order_each_time_and_no_holder_always_first()
    {
        var first = new HashSet<string>();
        for (var i = 0; i < 40; i++)
        {
            var need = new MatchableNeed<string>("x", new() { Title = "地膜" }, Data.Need("地膜").Text, (ulong)i * 7919);
            var (one, other) = (Ranker.Rank(need, Offer("甲", 1), Today), Ranker.Rank(need, Offer("乙", 2), Today));
            one.Score.ShouldBe(other.Score);
            var order = Ranker.Best([one, other]).Select(match => match.Offer.Key).ToList();
            Ranker.Best([other, one]).Select(match => match.Offer.Key).ShouldBe(order);
            first.Add(order[0]);
        }
        first.ShouldBe(["甲", "乙"], ignoreOrder: true);

        static MatchableOffer<string> Offer(string key, ulong hash) => new(key, new(), Data.Offer("地膜回收").Text, null, hash);
    }

    [Fact]
    public void Below_the_floor_there_is_no_match_and_no_more_are_kept_than_are_asked_for()
    {
        var need = Data.Need("地膜回收机");
        var all = Enumerable.Range(0, 60).Select(number => Ranker.Rank(need, Data.Offer($"地膜回收机{number}"), Today)).ToList();
        Ranker.Best(all).Count.ShouldBe(Ranker.Kept);
        new Ranker(Data.Weights with { Floor = 99.9 }, Data.Texts.Vocabulary).Best(all).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Forms.Assignment, Forms.OpenLicence, false)]
    [InlineData(Forms.Assignment, Forms.ExclusiveLicence, true)]
    [InlineData(Forms.OrdinaryLicence, Forms.OpenLicence, true)]
    [InlineData(Forms.None, Forms.Equity, true)]
    public void What_can_never_become_the_form_that_is_wanted_is_no_candidate(Forms wanted, Forms offered, bool candidate) =>
        ((Data.Need("x", facts: new() { Title = "", Forms = wanted }).Forms & Data.Offer("x", facts: new() { Forms = offered }).Forms) != 0).ShouldBe(candidate);
}
