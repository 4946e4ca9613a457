using System.Globalization;
using Marketplace.Search.Queries;
using Marketplace.Search.Tests.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Queries;

public sealed class HighlighterTests
{
    private static readonly Highlighter Highlighter = new(SharedAnalyzer.Instance);

    /// <summary>Matches in brackets.</summary>
    [Theory]
    [InlineData("一种锂电池正极材料", "锂电池|材料", "一种[锂电池]正极[材料]")]
    [InlineData("一种鋰電池", "锂电池", "一种[鋰電池]")]
    [InlineData("ＬｉＦｅＰＯ４正极", "lifepo4", "[ＬｉＦｅＰＯ４]正极")]
    [InlineData("LiFePO4 and li", "li", "LiFePO4 and [li]")]
    [InlineData("1.5 and 5 or 0.25.", "5", "1.5 and [5] or 0.25.")]
    [InlineData("锂电池电池组", "锂电池|电池组|池电", "[锂电池电池组]")]
    [InlineData("electrode电极", "电极", "electrode[电极]")]
    [InlineData("电极5mm厚", "5mm", "电极[5mm]厚")]
    [InlineData("cafe\u0301 bar", "café", "[cafe\u0301] bar")]
    [InlineData("重10㎏左右", "10kg", "重[10㎏]左右")]
    [InlineData("按GB/T 4754分类", "gb/t4754|GB/T 4754", "按[GB/T 4754]分类")]
    [InlineData("𠮷祥𠮷", "𠮷", "[𠮷]祥[𠮷]")]
    [InlineData("a\uD842b", "a|b", "[a]\uD842[b]")]
    [InlineData("锂电池", "", "锂电池")]
    [InlineData("锂电池", " |-|.", "锂电池")]
    [InlineData("", "锂电池", "")]
    public void Words_are_found_as_people_see_them(string text, string words, string expected) =>
        Bracketed(Highlighter.Whole(text, Highlighter.Prepare(words.Split('|')))).ShouldBe(expected);

    [Fact]
    public void Html_is_escaped_run_by_run()
    {
        var highlight = Highlighter.Whole("<b>\"锂电池\" & 'amp' &amp;\0\uD800😀</b>", Highlighter.Prepare(["锂电池", "amp"]));

        highlight.ToHtml().ShouldBe("&lt;b&gt;&quot;<mark>锂电池</mark>&quot; &amp; &#39;<mark>amp</mark>&#39; &amp;<mark>amp</mark>;\uFFFD\uFFFD😀&lt;/b&gt;");
        highlight.HasMatch.ShouldBeTrue();
    }

    [Fact]
    public void The_window_has_the_most_different_words_and_begins_behind_punctuation()
    {
        var far = string.Concat(Enumerable.Repeat("其他内容在此。", 40));
        var text = $"电池电池电池。{far}本句说锂电池的正极材料，以及隔膜。{far}";

        var highlight = Highlighter.Best(text, Highlighter.Prepare(["电池", "锂电池", "正极", "隔膜"]), 60);

        highlight.ToString().ShouldStartWith("…其他内容在此。");
        highlight.ToString().ShouldEndWith("。…");
        highlight.Runs.Where(run => run.IsMatch).Select(run => run.Text).ShouldBe(["锂电池", "正极", "隔膜"]);
        highlight.ToHtml().ShouldContain("本句说<mark>锂电池</mark>的<mark>正极</mark>材料，以及<mark>隔膜</mark>。");
    }

    [Fact]
    public void Without_matches_the_beginning_is_shown_and_short_texts_whole()
    {
        var words = Highlighter.Prepare(["无"]);

        Highlighter.Best(new string('天', 500), words).ToString().ShouldBe(new string('天', 120) + "…");
        Highlighter.Best(new string('天', 140), words).ToString().ShouldBe(new string('天', 140));
        Highlighter.Best("", words).Runs.ShouldBeEmpty();
    }

    [Fact]
    public void Latin_words_are_not_cut_in_two()
    {
        var text = string.Concat(Enumerable.Range(0, 100).Select(i => $"word{i} ")) + "锂电池 " + string.Concat(Enumerable.Range(0, 100).Select(i => $"tail{i} "));

        var window = Highlighter.Best(text, Highlighter.Prepare(["锂电池"])).ToString().Trim('…');

        $" {text}".ShouldContain($" {window.Trim()} ");
        window.ShouldContain("锂电池");
    }

    [Fact]
    public void A_match_at_the_very_end_is_shown()
    {
        var highlight = Highlighter.Best(new string('天', 500) + "锂电池", Highlighter.Prepare(["锂电池"]));

        highlight.CutAfter.ShouldBeFalse();
        highlight.Runs[^1].ShouldBe(new("锂电池", true));
    }

    [Fact]
    public void Runs_join_to_the_window_and_break_no_character()
    {
        var random = new Random(11);
        for (var i = 0; i < 20_000; i++)
        {
            var text = RandomText.Of(random, 120);
            var words = Highlighter.Prepare(Enumerable.Range(0, random.Next(6)).Select(_ => RandomText.Of(random, 3)));
            var highlight = Highlighter.Best(text, words, random.Next(1, 100));

            var window = string.Concat(highlight.Runs.Select(run => run.Text));
            highlight.Runs.ShouldAllBe(run => run.Text.Length > 0);
            if (!highlight.CutBefore) text.ShouldStartWith(window, Case.Sensitive);
            if (!highlight.CutAfter) text.ShouldEndWith(window, Case.Sensitive);
            text.Contains(window, StringComparison.Ordinal).ShouldBeTrue();
            string.Concat(Highlighter.Whole(text, words).Runs.Select(run => run.Text)).ShouldBe(text);
            ShouldBreakNothing(text, Highlighter.Whole(text, words).Runs);
        }
    }

    [Fact]
    public void A_window_never_begins_or_ends_within_a_character()
    {
        var family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67";
        foreach (var element in new[] { "😀", family, "e\u0301\u0302", "각", "\r\n", "कि", "𠮷" })
        {
            var text = string.Concat(Enumerable.Repeat(element, 300));
            for (var length = 1; length < 60; length++)
            {
                var highlight = Highlighter.Best("天" + text + "锂" + text, Highlighter.Prepare(["锂"]), length);
                string.Concat(highlight.Runs.Select(run => run.Text)).Replace("天", "").Split('锂').ShouldAllBe(part => (part.Length % element.Length) == 0 && part.Replace(element, "").Length == 0);
            }
        }
    }

    /// <summary>Each run begins where a character as people see it begins.</summary>
    private static void ShouldBreakNothing(string text, IReadOnlyList<TextRun> runs)
    {
        var starts = StringInfo.ParseCombiningCharacters(text).ToHashSet();
        var at = 0;
        foreach (var run in runs)
        {
            if (char.IsLowSurrogate(run.Text[0]) && at > 0) char.IsHighSurrogate(text[at - 1]).ShouldBeFalse();
            if (CharUnicodeInfo.GetUnicodeCategory(run.Text[0]) == UnicodeCategory.NonSpacingMark) starts.ShouldContain(at, text);
            at += run.Text.Length;
        }
    }

    private static string Bracketed(Highlight highlight) => string.Concat(highlight.Runs.Select(run => run.IsMatch ? $"[{run.Text}]" : run.Text));
}
