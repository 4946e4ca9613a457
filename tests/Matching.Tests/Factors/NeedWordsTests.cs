using Marketplace.Matching.Factors;
using Shouldly;
using Xunit;

namespace Marketplace.Matching.Tests.Factors;

public sealed class NeedWordsTests
{
    private static readonly NeedWords Need = new(Bag("棉花地膜回收").Add("地里的地膜捡不干净，影响棉花产量和质量，求一种能和滴灌带一起回收的机械"), Data.Rarity, usualLength: 12);

    [Fact]
    public void What_is_closer_in_words_counts_more()
    {
        string[] offers = ["葡萄酒酿造方法", "机械", "棉花采收机械", "棉花地膜回收机械", "棉花地膜回收与滴灌带回收机械"];
        var overlaps = offers.Select(offer => Need.Overlap(Bag(offer))).ToList();
        overlaps.ShouldBe(overlaps.Order());
        overlaps[0].ShouldBe(0);
        overlaps.ShouldAllBe(overlap => overlap >= 0 && overlap < 1);
    }

    [Fact]
    public void Words_everybody_writes_say_nothing() => Need.Overlap(Bag("影响 一种")).ShouldBeLessThan(Need.Overlap(Bag("地膜")) / 3);

    [Fact]
    public void Reasons_name_the_words_both_say_and_share_the_whole()
    {
        var reasons = Need.Reasons(Bag("一种地膜回收机"), 10);
        reasons.Select(reason => reason.Word).ShouldBe(["地膜", "回收", "一种"]);
        reasons.Sum(reason => reason.Share).ShouldBe(1, 1e-9);
        Need.Reasons(Bag("地膜回收机械和滴灌带"), 2).Count.ShouldBe(2);
        Need.Reasons(Bag("葡萄酒"), 10).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("。。。")]
    [InlineData("的")]
    public void A_need_without_words_meets_nothing(string text) => new NeedWords(Bag(text), Data.Rarity, 12).Overlap(Bag("棉花")).ShouldBe(0);

    [Fact]
    public void Rarity_grows_as_words_get_rarer_and_never_below_nothing()
    {
        var rarities = ((string[])["的", "方法", "机械", "电解液"]).Select(word => Data.Rarity.Of(word)).ToList();
        rarities.ShouldBe(rarities.Order());
        rarities[0].ShouldBeInRange(0, 1);
        Data.Rarity.Of("lifepo4").ShouldBe(Data.Rarity.Of("无此词也"));
    }

    private static WordBag Bag(string text) => new WordBag(Data.Segmenter).Add(text);
}
