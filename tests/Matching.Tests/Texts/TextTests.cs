using Marketplace.Matching.Factors;
using Marketplace.Matching.Scoring;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Texts;

public sealed class TextTests
{
    private static readonly MatchableNeed<string> Need = Data.Need("棉花地膜回收", "地里的地膜捡不干净，影响棉花产量和质量，求一种能和滴灌带一起回收的机械");

    [Fact]
    public void What_is_closer_in_words_counts_more()
    {
        string[] offers = ["葡萄酒酿造方法", "机械", "棉花采收机械", "棉花地膜回收机械", "棉花地膜回收与滴灌带回收机械"];
        var overlaps = offers.Select(offer => Words(Need, Data.Offer(offer))).ToList();
        overlaps.ShouldBe(overlaps.Order());
        overlaps[0].ShouldBe(0);
        overlaps.ShouldAllBe(overlap => overlap >= 0 && overlap < 1);
    }

    [Fact]
    public void Words_everybody_writes_say_nothing() => Words(Need, Data.Offer("影响 产量")).ShouldBeLessThan(Words(Need, Data.Offer("地膜")) / 3);

    [Fact]
    public void Words_of_the_trade_the_dictionary_does_not_know_are_met() =>
        Words(Data.Need("残膜回收"), Data.Offer("残膜捡拾机")).ShouldBeGreaterThan(Words(Data.Need("残膜回收"), Data.Offer("秸秆捡拾机")));

    [Fact]
    public void An_abstract_adds_to_a_title_and_a_title_counts_more()
    {
        var (inTitle, inAbstract, both) = (Data.Offer("地膜回收机"), Data.Offer("农田清理装置", "用于地膜回收，包括机架。"), Data.Offer("地膜回收机", "用于地膜回收，包括机架。"));
        Words(Need, inAbstract).ShouldBeInRange(0.01, Words(Need, inTitle));
        Words(Need, both).ShouldBeGreaterThan(Words(Need, inTitle));
    }

    [Theory]
    [InlineData("")]
    [InlineData("。。。")]
    [InlineData("的")]
    public void A_need_without_words_meets_nothing(string text) => Words(Data.Need(text), Data.Offer("棉花")).ShouldBe(0);

    [Theory]
    [InlineData("磷酸铁锂 LiFePO4 正极", "一种 LiFePO4 材料", "lifepo4")]
    [InlineData("耐温150℃的密封圈", "密封圈，耐温 160℃", "150°c")]
    [InlineData("耐温150℃的密封圈", "密封圈，耐温300℃", null)]
    [InlineData("产量30吨", "产量30", null)]
    public void Materials_and_figures_are_met_as_they_stand(string need, string offer, string? met) =>
        Data.Need(need).Text.Exact.Met(Data.Offer(offer).Text.Exact).FirstOrDefault().ShouldBe(met);

    [Fact]
    public void Rarity_grows_as_words_get_rarer_and_never_below_nothing()
    {
        var rarities = ((string[])["的", "方法", "机械", "电解液"]).Select(word => Data.Rarity.Of(word)).ToList();
        rarities.ShouldBe(rarities.Order());
        rarities[0].ShouldBeInRange(0, 1);
        Data.Rarity.Of("lifepo4").ShouldBeGreaterThan(Data.Rarity.Of("无此"));
        Data.Rarity.Of("无此").ShouldBeGreaterThan(Data.Rarity.Of("机械"));
    }

    [Fact]
    public void From_either_side_the_sum_is_the_same_to_the_last_digit()
    {
        var offer = Data.Offer("棉花地膜回收与滴灌带回收机械", "地膜、滴灌带一起回收，收得干净。").Words;
        offer.Dot(Need.Words).ShouldBe(Need.Words.Dot(offer));
        Need.Words.Shared(offer).Sum(word => word.Adds).ShouldBe(Need.Words.Dot(offer));
    }

    private static double Words(MatchableNeed<string> need, MatchableOffer<string> offer) => PairFactors.OfTexts(need.Text, offer.Text, null).Values[(int)Factor.Words];
}
