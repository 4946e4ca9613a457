using Marketplace.Web.Catalogue.Listings;

namespace Marketplace.Web.Tests.Catalogue.Listings;

/// <summary>What Art. 79 and Rule 85 forbid is found; the language of claims is left alone.</summary>
public sealed class PromotionalWordsTests
{
    [Theory]
    [InlineData("本产品性能全国第一", "全国第一")]
    [InlineData("销量第一，值得信赖", "销量第一")]
    [InlineData("國內第一的滴灌帶", "國內第一")]
    [InlineData("是行业内的第一品牌", "第一")]
    [InlineData("国家级技术，放心使用", "国家级")]
    [InlineData("國家級工藝", "國家級")]
    [InlineData("政府推荐的好专利", "政府推荐")]
    [InlineData("知识产权局重点推荐", "知识产权局重点推荐")]
    [InlineData("专利局 推 荐", "专利局 推 荐")]
    [InlineData("主管部门推荐产品", "主管部门推荐")]
    [InlineData("独家推荐给农户", "独家推荐")]
    [InlineData("本区唯一的生产厂家", "唯一")]
    [InlineData("顶级材料制成", "顶级")]
    [InlineData("最佳选择", "最佳")]
    [InlineData("效果最佳", "效果最佳")]
    [InlineData("最好用的农机", "最好")]
    [InlineData("最先进的烘干设备", "最先进")]
    [InlineData("国际领先水平", "国际领先")]
    [InlineData("遥遥领先", "遥遥领先")]
    [InlineData("填补了国内空白", "填补了国内空白")]
    [InlineData("投资零风险", "零风险")]
    [InlineData("稳赚不赔的项目", "稳赚")]
    [InlineData("保证盈利，当年回本", "保证盈利")]
    [InlineData("100%有效", "100%有效")]
    [InlineData("１００％有效", "１００％有效")]
    [InlineData("前所未有的新工艺", "前所未有")]
    [InlineData("独一无二", "独一无二")]
    [InlineData("央视推荐品牌", "央视推荐")]
    [InlineData("院士推荐", "院士推荐")]
    [InlineData("限时特价，抢购", "限时特价")]
    [InlineData("军队特供", "特供")]
    [InlineData("首选品牌", "首选")]
    [InlineData("No.1 in its field", "No.1")]
    [InlineData("THE BEST drip tape", "THE BEST")]
    [InlineData("World-leading technology", "World-leading")]
    [InlineData("recommended by the patent office", "recommended by the patent office")]
    [InlineData("دۆلەت دەرىجىلىك تېخنىكا", "دۆلەت دەرىجىلىك")]
    public void Advertising_is_found_where_it_stands(string text, string word)
    {
        var hits = PromotionalWords.Find(text);
        hits.ShouldNotBeEmpty();
        var hit = hits[0];
        hit.Word.ShouldBe(word);
        text.Substring(hit.Start, hit.Length).ShouldBe(word);
    }

    [Theory]
    [InlineData("第一电极与第二电极相对设置")]
    [InlineData("第一步，将原料粉碎")]
    [InlineData("最佳温度范围为 60 至 80 ℃")]
    [InlineData("在最佳实施例中采用不锈钢")]
    [InlineData("为每个设备分配唯一标识")]
    [InlineData("唯一编号写入芯片")]
    [InlineData("唯一确定该节点的位置")]
    [InlineData("顶级域名解析服务器")]
    [InlineData("万能试验机上测得拉伸强度")]
    [InlineData("采用最优化算法求解")]
    [InlineData("最优路径由控制器计算")]
    [InlineData("求得全局最优解")]
    [InlineData("独家许可另行约定")]
    [InlineData("首选项卡中设置参数")]
    [InlineData("电压相位领先电流")]
    [InlineData("国家级高新技术产业开发区内使用")]
    [InlineData("符合国家推荐性标准")]
    [InlineData("国家级农作物种质资源库")]
    [InlineData("第一名称字段与第二名称字段")]
    [InlineData("温度最高不超过 120 度")]
    [InlineData("效率最高点出现在中速区")]
    [InlineData("不保证盈利，风险自担")]
    [InlineData("填充物填补墙体裂缝空白处")]
    [InlineData("商品推荐算法的平台推荐模块")]
    [InlineData("系统推荐产品型号列表")]
    [InlineData("最佳配比为 3:1")]
    [InlineData("铭牌固定在机壳上")]
    [InlineData("第一齿轮带动第二齿轮")]
    [InlineData("第一侧壁设有通孔")]
    [InlineData("最大直径不超过 30 mm")]
    [InlineData("最小间距、最短行程、最长使用时间")]
    [InlineData("最佳播种深度试验")]
    [InlineData("专供热水使用的接口")]
    [InlineData("第一阶段中试，第二阶段量产")]
    [InlineData("asbestos free board, no 10 screw")]
    [InlineData("提供现场指导和培训，可寄送样品")]
    public void The_language_of_claims_is_left_alone(string text) =>
        PromotionalWords.Find(text).Select(h => h.Word).ShouldBeEmpty();

    [Fact]
    public void Pieces_put_together_are_the_text_and_mark_the_words()
    {
        const string text = "本机适合坡地，全国第一，政府推荐。";
        var pieces = PromotionalWords.Pieces(text).ToList();
        string.Concat(pieces.Select(p => p.Text)).ShouldBe(text);
        pieces.Where(p => p.Marked).Select(p => p.Text).ShouldBe(["全国第一", "政府推荐"]);
    }
}
