using Marketplace.Search.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Analysis;

public sealed class AnalyzerTests
{
    [Theory]
    [InlineData("一种棉花打顶机及其控制方法", "棉花|打|打顶|顶|顶机|机|控制|方法")]
    [InlineData("本发明公开了一种ＬｉＦｅＰＯ４正极材料", "lifepo4|正极|材料")]
    [InlineData("石墨烯的制备", "石墨|烯|制备")]
    [InlineData("锂离子电池（LiFePO₄/C）", "锂离子|离子|电池|lifepo4|c")]
    [InlineData("鋰離子電動機", "锂离子|离子|电动机|电动|动机")]
    [InlineData("奇\u200B异\uFEFF果", "奇异果|奇异")]
    [InlineData("𠮷祥〇", "𠮷|祥|〇")]
    [InlineData("所述", "")]
    [InlineData("㎏㈱", "kg|株")]
    public void Chinese_is_cut_folded_and_freed_of_boilerplate(string text, string terms) => Terms(text).ShouldBe(terms);

    [Theory]
    [InlineData("5G基站", "5g|基站")]
    [InlineData("PM2.5在线", "pm2.5|在线")]
    [InlineData("3.7V电池", "3.7v|电池")]
    [InlineData("粒径≤5μm", "粒径|5μm")]
    [InlineData("10kg", "10kg")]
    [InlineData("10 kg的", "10kg")]
    [InlineData("10 a 3.", "10|a|3")]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("25℃ 5%，m²", "25°c|5%|m2")]
    [InlineData("5-10mm", "5|10mm")]
    [InlineData("10 GB/T 4754", "10|gb/t4754")]
    [InlineData("C++与C#, AC+B", "c++|c#|ac|b")]
    [InlineData("②", "2")]
    public void Numbers_keep_their_units_and_formulas_are_whole(string text, string terms) => Terms(text).ShouldBe(terms);

    [Theory]
    [InlineData("GB/T 4754", "gb/t4754")]
    [InlineData("ＧＢ／Ｔ 4754—2017", "gb/t4754|gb/t4754-2017")]
    [InlineData("GB/T4754-2017标准", "gb/t4754|gb/t4754-2017|标准")]
    [InlineData("GBT 4754", "gb/t4754")]
    [InlineData("JBT1234", "jb/t1234")]
    [InlineData("GB 4754-94", "gb4754|gb4754-94")]
    [InlineData("GB/T 19001.1", "gb/t19001.1")]
    [InlineData("DB65/T 3952-2016", "db65/t3952|db65/t3952-2016")]
    [InlineData("T/CAS 123-2020", "t/cas123|t/cas123-2020")]
    [InlineData("ISO 9001:2015", "iso9001|iso9001-2015")]
    [InlineData("ISO/IEC 27001", "iso/iec27001")]
    [InlineData("HJ 535-2009", "hj535|hj535-2009")]
    [InlineData("HJ 535", "hj|535")]
    [InlineData("GB/T 4754-2017a", "gb/t4754|2017a")]
    [InlineData("GB/T 4754a", "gb|t|4754a")]
    [InlineData("GB/T", "gb|t")]
    [InlineData("FeO/T 5", "feo|t|5")]
    [InlineData("GB 12345678901", "gb|12345678901")]
    public void Standards_are_one_term_however_spaced(string text, string terms) => Terms(text).ShouldBe(terms);

    [Theory]
    [InlineData("H01M10/0525", "h01m10/0525|h01m")]
    [InlineData("h01m 10/0525电池", "h01m10/0525|h01m|电池")]
    [InlineData("B60L 50/60;H01M 10/05", "b60l50/60|b60l|h01m10/05|h01m")]
    [InlineData("H01M", "h01m")]
    [InlineData("H01M 10", "h01m|10")]
    [InlineData("H01M 10/5", "h01m|10|5")]
    [InlineData("Z01M10/05", "z01m10|05")]
    [InlineData("H01M10/05x", "h01m10|05x")]
    public void Ipc_symbols_are_one_term(string text, string terms) => Terms(text).ShouldBe(terms);

    [Theory]
    [InlineData("201710601862.3", "201710601862")]
    [InlineData("专利号：ZL201710601862.3。", "专利号|专利|201710601862")]
    [InlineData("CN201710601862", "201710601862")]
    [InlineData("ZL 2017 1 0601862.3", "201710601862")]
    [InlineData("2017106018623", "201710601862")]
    [InlineData("2017106018624", "2017106018624")]
    [InlineData("201710601862", "201710601862")]
    [InlineData("201710601999.X", "201710601999")]
    [InlineData("85102475.0", "85102475")]
    [InlineData("851024750", "85102475")]
    [InlineData("85102475.5", "85102475.5")]
    [InlineData("ZL85102475.5", "85102475")]
    [InlineData("12345678.5", "12345678.5")]
    [InlineData("201770601862", "201770601862")]
    [InlineData("CN107425256A", "cn107425256a")]
    [InlineData("201710601862ABC", "201710601862abc")]
    public void Application_numbers_lose_prefix_and_check_digit(string text, string terms) => Terms(text).ShouldBe(terms);

    [Theory]
    [InlineData("ئۇيغۇرچە ئىزدەش", "ئۇيغۇرچە|ئىزدەش")]
    [InlineData("ﺋﯘﻳﻐﯘﺭﭼﻪ", "ئۇيغۇرچە")]
    [InlineData("ئـــۇيغۇر", "ئۇيغۇر")]
    [InlineData("\u064A\u0654\u06C7ي", "ئۇي")]
    [InlineData("بَيت", "بيت")]
    [InlineData("٥٠كg", "50كg")]
    [InlineData("Қазақстан Республикасы", "қазақстан|республикасы")]
    [InlineData("Кыргыз ТИЛИ, ёлка", "кыргыз|тили|елка")]
    [InlineData("й и\u0306", "й|й")]
    [InlineData("ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ", "ᠮᠣᠩᠭᠣᠯ|ᠬᠡᠯᠡ")]
    [InlineData("ᠠ\u180Eᠠ\u180B\u202Fᠤᠨ ᠑᠒", "ᠠᠠ|ᠤᠨ|12")]
    [InlineData("café cafe\u0301 İ", "cafe|cafe|i")]
    [InlineData("ﷺ", "صلى|اللە|عليە|وسلم")]
    [InlineData("𝐋𝐢𝟐", "li2")]
    [InlineData("𐐀𐐨", "𐐨𐐨")]
    public void Other_scripts_are_split_and_folded(string text, string terms) => Terms(text).ShouldBe(terms);

    [Fact]
    public void Positions_count_what_is_dropped_and_offsets_lead_back_to_the_text()
    {
        var seen = Records.Of("本发明公开了一种ＧＢ／Ｔ 4754—2017的㎏发电机");

        var offset = seen.First(term => term.Kind != TermKind.Inner).Position;
        seen.Select(term => (term.Term, term.Position - offset, term.Original, term.Kind)).ShouldBe([
            ("gb/t4754", 0, "ＧＢ／Ｔ 4754", TermKind.Latin),
            ("gb/t4754-2017", 0, "ＧＢ／Ｔ 4754—2017", TermKind.Latin),
            ("kg", 2, "㎏", TermKind.Latin),
            ("发电机", 3, "发电机", TermKind.Word),
            ("发电", 3, "发电", TermKind.Inner),
            ("电机", 3, "电机", TermKind.Inner)]);
        offset.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_run_of_letters_without_end_is_cut_into_pieces()
    {
        var text = string.Concat(Enumerable.Repeat("𐐨", 100_000)) + new string('a', 1000);

        var seen = Records.Of(text);

        seen.ShouldAllBe(term => term.Term.Length <= 64 && !char.IsLowSurrogate(term.Term[0]));
        string.Concat(seen.Select(term => term.Term)).ShouldBe(text);
    }

    [Fact]
    public void A_mark_belongs_to_the_term_before_it() => Records.Of("cafe\u0301 x")[0].Original.ShouldBe("cafe\u0301");

    private static string Terms(string text) => string.Join('|', SharedAnalyzer.Instance.Terms(text));
}
