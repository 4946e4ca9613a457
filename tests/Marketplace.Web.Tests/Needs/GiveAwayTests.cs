using Marketplace.Web.Needs;

namespace Marketplace.Web.Tests.Needs;

public sealed class GiveAwayTests
{
    private static readonly GiveAwayFacts s_winery = new(
        ["博乐赛湖葡萄酒庄有限公司", .. GiveAway.ShortNames("博乐赛湖葡萄酒庄有限公司", ["新疆维吾尔自治区", "博尔塔拉蒙古自治州", "博乐市"])], ["买买提·阿不都拉"],
        new Dictionary<string, string>(StringComparer.Ordinal) { ["精河县"] = "博尔塔拉蒙古自治州" });

    [Theory]
    [InlineData("博乐赛湖葡萄酒庄有限公司的发酵罐温度不均", GiveAwayKind.OwnName)]
    [InlineData("赛湖葡萄酒庄的发酵罐温度不均", GiveAwayKind.OwnName)]
    [InlineData("賽湖的发酵罐温度不均", GiveAwayKind.OwnName)]
    [InlineData("发酵罐温度不均，请找买买提・阿不都拉", GiveAwayKind.Person)]
    [InlineData("设备从山东景和机械有限公司买的", GiveAwayKind.Organisation)]
    [InlineData("请打１３８ ００１３ ８０００", GiveAwayKind.Phone)]
    [InlineData("电话0909-2318888", GiveAwayKind.Phone)]
    [InlineData("联系 wine@example.cn", GiveAwayKind.Mail)]
    [InlineData("微信号：saihu_wine", GiveAwayKind.Chat)]
    [InlineData("QQ 12345678", GiveAwayKind.Chat)]
    [InlineData("代码91652701MD00001122", GiveAwayKind.Code)]
    [InlineData("地址在北京路 12 号", GiveAwayKind.Address)]
    [InlineData("精河县的枸杞烘干太慢", GiveAwayKind.SmallPlace)]
    public void What_tells_who_it_is_is_found_and_must_go(string text, GiveAwayKind kind)
    {
        var hit = GiveAway.Find("", text, s_winery).ShouldHaveSingleItem();
        hit.ShouldSatisfyAllConditions(h => h.Kind.ShouldBe(kind), h => h.Strong.ShouldBeTrue(), h => text.Substring(h.Start, h.Length).ShouldBe(h.Words), h => h.Field.ShouldBe("summary"));
        // Mended, it tells nothing more.
        GiveAway.Find("", GiveAway.Mend(text, s_winery), s_winery).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("我们公司的葡萄酒发酵罐温度不均，希望三个月内解决")]
    [InlineData("工厂里的烘干房湿度 38.5%，一年 1200 吨")]
    [InlineData("农村电商和乡镇物流成本高")]
    [InlineData("一家专业合作社有200亩猕猴桃")]
    [InlineData("2026年12月31日前要用上")]
    public void Ordinary_words_stay(string text) => GiveAway.Find("发酵罐温度不均", text, s_winery).ShouldBeEmpty();

    [Fact]
    public void A_township_may_stay_when_its_writer_says_so() => GiveAway.Find("", "槐芽镇的猕猴桃溃疡病", GiveAwayFacts.None).ShouldHaveSingleItem().ShouldSatisfyAllConditions(h => h.Strong.ShouldBeFalse(), h => h.Kind.ShouldBe(GiveAwayKind.Township));

    [Fact]
    public void Short_names_are_without_place_and_form() => GiveAway.ShortNames("精河红果枸杞加工有限公司", ["精河县"]).ShouldContain("红果枸杞");
}
