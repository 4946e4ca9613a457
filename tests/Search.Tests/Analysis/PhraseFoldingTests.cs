using System.Text;
using Marketplace.Search.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Analysis;

public sealed class PhraseFoldingTests
{
    [Theory]
    [InlineData("磷酸铁锂（LiFePO4）电池", "磷 酸 铁 锂 lifepo4 电 池")]
    [InlineData("ＡＢ－１２㎏，25℃…", "ab 12kg 25 c")]
    [InlineData("全\u200B自动 ·  装置", "全 自 动 装 置")]
    [InlineData("ｶﾞｽ e\u0301te", "ガス éte")]
    [InlineData("\uD800坏\uFFFE𠮷", "坏 𠮷")]
    [InlineData("……", "")]
    public void Tokens_are_parted_by_one_space(string text, string folded) => PhraseFolding.Fold(text).ShouldBe(folded);

    [Fact]
    public void Each_character_comes_to_what_folding_the_whole_text_makes_of_it()
    {
        for (var code = 0; code <= char.MaxValue; code++)
        {
            foreach (var text in (string[])[$"a{(char)code}b", $"中{(char)code}1 {(char)code}", $"{(char)code}か{(char)code}{(char)code}"])
            {
                PhraseFolding.Fold(text).ShouldBe(Reference(text), $"U+{code:X4}");
            }
        }
    }

    [Theory]
    [InlineData("电 池", "锂 电 池 组", true)]
    [InlineData("ab", "abc ab", true)]
    [InlineData("ab", "abc cab", false)]
    [InlineData("电 池", "电 解 池", false)]
    [InlineData("组", "锂 电 池 组", true)]
    [InlineData("组", "", false)]
    public void A_phrase_stands_where_its_tokens_do(string phrase, string text, bool stands) => PhraseFolding.Stands(phrase, text).ShouldBe(stands);

    private static string Reference(string text)
    {
        var (result, joins) = (new StringBuilder(), false);
        foreach (var rune in TextFolding.Fold(text).EnumerateRunes())
        {
            var han = rune.Value is (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0x20000 and <= 0x323AF);
            var part = Rune.IsLetterOrDigit(rune) && rune.Value != 0xFFFD;
            if (part && (han || !joins) && result.Length > 0) result.Append(' ');
            if (part) result.Append(rune);
            joins = part && !han;
        }
        return result.ToString();
    }
}
