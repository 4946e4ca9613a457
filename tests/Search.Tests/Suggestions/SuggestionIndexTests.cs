using Marketplace.Search.Suggestions;
using Marketplace.Search.Tests.Analysis;
using Marketplace.Search.Tests.Queries;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Suggestions;

public sealed class SuggestionIndexTests
{
    private static readonly Readings Readings = Readings.Load(SharedAnalyzer.DataFolder, SharedAnalyzer.Instance);

    [Theory]
    [InlineData("锂", "锂电池正极材料")]
    [InlineData("锂电池正极材料", "锂电池正极材料")]
    [InlineData("鋰電池", "锂电池正极材料")]
    [InlineData("正极", "锂电池正极材料")]
    [InlineData("lidianchi", "锂电池正极材料")]
    [InlineData("LiDianChi", "锂电池正极材料")]
    [InlineData("li dian chi", "锂电池正极材料")]
    [InlineData("li'dian", "锂电池正极材料")]
    [InlineData("lidianch", "锂电池正极材料")]
    [InlineData("ldc", "锂电池正极材料")]
    [InlineData("ldch", "锂电池正极材料")]
    [InlineData("lidc", "锂电池正极材料")]
    [InlineData("ldchi", "锂电池正极材料")]
    [InlineData("li电chi", "锂电池正极材料")]
    [InlineData("l电c正", "锂电池正极材料")]
    [InlineData("锂dc", "锂电池正极材料")]
    [InlineData("锂电chi", "锂电池正极材料")]
    [InlineData("zhengji", "锂电池正极材料")]
    [InlineData("zj", "浙江大学 锂电池正极材料")]
    [InlineData("zhj", "浙江大学 锂电池正极材料")]
    [InlineData("zhongqing", "重庆大学")]
    [InlineData("chongqing", "重庆大学")]
    [InlineData("cq", "重庆大学")]
    [InlineData("yinhang", "银行卡")]
    [InlineData("yh", "银行卡")]
    [InlineData("lvse", "绿色建筑")]
    [InlineData("lüse", "绿色建筑")]
    [InlineData("led", "LED灯具")]
    [InlineData("leddengju", "LED灯具")]
    [InlineData("lifepo4", "LiFePO4电极")]
    [InlineData("5g", "5G基站")]
    [InlineData("5gji", "5G基站")]
    [InlineData("电chi", "")]
    [InlineData("lidianchix", "")]
    [InlineData("", "")]
    [InlineData(" ，", "")]
    [InlineData("😀", "")]
    [InlineData("𠮷", "𠮷祥")]
    public void Typed_in_any_way_it_is_found(string typed, string expected)
    {
        var index = Of("锂电池正极材料", "浙江大学", "重庆大学", "银行卡", "绿色建筑", "LED灯具", "LiFePO4电极", "5G基站", "𠮷祥");

        var groups = index.Find(typed);

        // By text where weights are equal; what begins so literally goes first.
        groups.SelectMany(group => group.Texts).Order(StringComparer.Ordinal).ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_begins_so_comes_first_then_weight_then_text()
    {
        var index = new SuggestionIndex(SharedAnalyzer.Instance, Readings);
        index.Rebuild([new("高性能电池", "title", 9), new("电池乙", "title", 1), new("电池甲", "title", 1), new("电池丙", "title", 5), new("电池丙", "title", 2)]);

        index.Find("电池").ShouldHaveSingleItem().Texts.ShouldBe(["电池丙", "电池乙", "电池甲", "高性能电池"]);
        index.Find("电池", 2).ShouldHaveSingleItem().Texts.ShouldBe(["电池丙", "电池乙"]);
        index.Find("电池", 0).ShouldBeEmpty();
    }

    [Fact]
    public void Kinds_are_grouped_and_none_pushes_another_out()
    {
        var index = new SuggestionIndex(SharedAnalyzer.Instance, Readings);
        index.Rebuild([.. Enumerable.Range(0, 50).Select(i => new SuggestionEntry($"电池{i:00}", "title", 100)), new("电池大学", "holder", 1), new("电池类", "ipc", 1), new(" ", "blank", 1)]);

        var groups = index.Find("dian");

        groups.Select(group => group.Kind).ShouldBe(["title", "holder", "ipc"]);
        groups[0].Texts.ShouldBe(Enumerable.Range(0, 8).Select(i => $"电池{i:00}"));
        groups.Sum(group => group.Texts.Count).ShouldBe(10);
        index.Find("dian", 2).Select(group => group.Texts.Count).ShouldBe([1, 1]);
        index.Count.ShouldBe(52);
        index.Bytes.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void What_is_added_is_found_at_once_and_a_rebuild_replaces_all()
    {
        var index = Of("锂电池");
        index.Add([new("锂离子电容", "title", 5), new("锂电池", "title", 9), new("锂业公司", "holder", 1)]);

        index.Find("li").Select(group => $"{group.Kind}: {string.Join(' ', group.Texts)}").ShouldBe(["title: 锂电池 锂离子电容", "holder: 锂业公司"]);
        index.Add(Enumerable.Range(0, 2500).Select(i => new SuggestionEntry($"钠电池{i:0000}", "title", 1)));
        index.Find("锂")[0].Texts.ShouldBe(["锂电池", "锂离子电容"]);
        index.Find("钠电池2499")[0].Texts.ShouldBe(["钠电池2499"]);
        index.Add([new("钾", "title", 1)]);
        index.Find("jia")[0].Texts.ShouldBe(["钾"]);

        index.Rebuild([new("铅酸", "title", 1)]);
        index.Find("li").ShouldBeEmpty();
        index.Find("qs")[0].Texts.ShouldBe(["铅酸"]);
    }

    [Fact]
    public void It_agrees_with_looking_at_every_text()
    {
        var random = new Random(8);
        string[] parts = ["锂", "电池", "重", "行", "长", "乐", "LED", "4", "a", "，", "绿", "啊"];
        var texts = Enumerable.Range(0, 400).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => parts[random.Next(parts.Length)]))).Distinct().ToList();
        var index = new SuggestionIndex(SharedAnalyzer.Instance, Readings);
        index.Rebuild(texts.Select((text, i) => new SuggestionEntry(text, "t", i % 5)));
        string[] keys = ["锂", "电", "池", "l", "li", "d", "dian", "c", "chi", "chong", "zhong", "hang", "x", "zh", "chang", "le", "yue", "led", "4", "a", "lv", "e"];
        for (var i = 0; i < 3000; i++)
        {
            var typed = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => keys[random.Next(keys.Length)]));
            var reference = new TypedReference(typed, SharedAnalyzer.DataFolder);
            // Literal beginnings first; of the beginnings nobody may be missing. Words inside depend on the cut, so they are only checked to fit.
            var found = index.Find(typed).SelectMany(group => group.Texts).ToList();
            var beginning = texts.Where(reference.Begins).ToList();
            found.ShouldAllBe(text => Enumerable.Range(0, text.Length).Any(start => reference.Begins(text.Substring(start))), typed);
            if (found.Count < 10) beginning.ShouldAllBe(text => found.Contains(text), typed);
        }
    }

    [Fact]
    public void Odd_input_throws_nothing()
    {
        var random = new Random(6);
        var index = new SuggestionIndex(SharedAnalyzer.Instance, Readings);
        index.Rebuild(Enumerable.Range(0, 500).Select(i => new SuggestionEntry(RandomText.Of(random, 40), $"{i % 3}", i)));
        for (var i = 0; i < 20_000; i++) index.Find(RandomText.Of(random, 12)).Sum(group => group.Texts.Count).ShouldBeLessThanOrEqualTo(10);
        index.Find(new string('锂', 100_000)).ShouldBeEmpty();
        index.Find(new string('a', 61)).ShouldBeEmpty();
        index.Find(new string('a', 60)).ShouldBeEmpty();
    }

    private static SuggestionIndex Of(params string[] texts)
    {
        var index = new SuggestionIndex(SharedAnalyzer.Instance, Readings);
        index.Rebuild(texts.Select(text => new SuggestionEntry(text, "title", 1)));
        return index;
    }
}
