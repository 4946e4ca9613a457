using System.Diagnostics;
using Marketplace.Search.Queries;
using Marketplace.Search.Tests.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Queries;

public sealed class QueryParserTests
{
    private static readonly QueryParser Parser = new(QuerySchema.Instance, SharedAnalyzer.Instance);

    /// <summary>Wanted terms, -excluded ones, "phrases", filters and !notes, in this order.</summary>
    [Theory]
    [InlineData("锂电池 正极材料", "锂电池 正极 材料")]
    [InlineData("鋰電池　ＬｉＦｅＰＯ４", "锂电池 lifepo4")]
    [InlineData("锂电池 锂电池", "锂电池")]
    [InlineData("锂电池 -铅酸", "锂电池 -铅酸")]
    [InlineData("锂电池 －铅酸", "锂电池 -铅酸")]
    [InlineData("锂电池 --铅酸", "锂电池 -铅酸")]
    [InlineData("-铅酸", "-铅酸")]
    [InlineData("锂电池 -", "锂电池")]
    [InlineData("- 锂电池", "锂电池")]
    [InlineData("-", "!no_words")]
    [InlineData("电解液 -20℃", "电解液 20°c")]
    [InlineData("-5G 基站", "基站 -5g")]
    [InlineData("Li-ion", "li ion")]
    [InlineData("-浙江大学数学", "-\"浙 江 大 学 数 学\"")]
    [InlineData("\"锂电池\"", "锂电池 \"锂 电 池\"")]
    [InlineData("“锂电池\"", "锂电池 \"锂 电 池\"")]
    [InlineData("膜「锂电池」膜", "膜 锂电池 \"锂 电 池\"")]
    [InlineData("『LiFePO4 电池』", "lifepo4 电池 \"lifepo4 电 池\"")]
    [InlineData("-\"锂电池\"", "-\"锂 电 池\"")]
    [InlineData("\"锂电池", "锂电池 !quote_not_closed=\"")]
    [InlineData("「锂电池\"", "锂电池 !quote_not_closed=「 !quote_not_closed=\"")]
    [InlineData("-\"锂电池", "-锂电池 !quote_not_closed=\"")]
    [InlineData("\"\" “” 锂电池", "锂电池")]
    [InlineData("\"一种\" 锂电池", "锂电池 !phrases_ignored=1")]
    [InlineData("ipc:A01G*", "ipc^A01G")]
    [InlineData("ipc:a01g*", "ipc^A01G")]
    [InlineData("IPC：Ｈ01Ｍ10/0525", "ipc=H01M10/0525|h01m10/0525")]
    [InlineData("ipc:\"h01m 10/0525\" 电池", "电池 ipc=H01M10/0525|h01m10/0525")]
    [InlineData("ipc:", "!prefix_without_value=ipc !no_words=")]
    [InlineData("ipc:\"\"", "!prefix_without_value=ipc !no_words=")]
    [InlineData("ipc:*", "!prefix_value_unreadable=ipc:* !no_words=")]
    [InlineData("-ipc:A01G", "!prefix_cannot_exclude=ipc !no_words=")]
    [InlineData("year:2020", "year[2020,2020]")]
    [InlineData("year:2018..2020", "year[2018,2020]")]
    [InlineData("year:2018..", "year[2018,]")]
    [InlineData("year:..2020", "year[,2020]")]
    [InlineData("year:..", "!prefix_value_unreadable=year:.. !no_words=")]
    [InlineData("year:soon", "!prefix_value_unreadable=year:soon !no_words=")]
    [InlineData("year:1..x", "!prefix_value_unreadable=year:1..x !no_words=")]
    [InlineData("holder:浙江大学", "浙江大学@holder")]
    [InlineData("权利人：浙江大学 电池", "浙江大学@holder 电池")]
    [InlineData("holder:\"浙江大学\"", "浙江大学@holder \"浙 江 大 学\"@holder")]
    [InlineData("holder:\"浙江大学", "浙江大学@holder !quote_not_closed=\"")]
    [InlineData("-holder:浙江大学", "-浙江大学@holder")]
    [InlineData("-holder:\"浙江大学\"", "-\"浙 江 大 学\"@holder")]
    [InlineData("foo:bar", "foo bar")]
    [InlineData("broken:bar", "broken bar")]
    [InlineData("ZL202110123456.7", "202110123456")]
    [InlineData("CN202110123456", "202110123456")]
    [InlineData("", "")]
    [InlineData("  \u3000", "")]
    [InlineData("😀", "!no_words=")]
    [InlineData("\uD800", "!no_words=")]
    [InlineData("一种", "!no_words=")]
    public void Text_is_read_as_meant(string text, string expected)
    {
        if (expected == "!no_words") expected = "!no_words=";
        Said(Parser.Parse(text).Value.ShouldNotBeNull()).ShouldBe(expected);
    }

    [Fact]
    public void Words_typed_in_another_way_are_marked_that_way_too()
    {
        var marks = Parser.Parse("GB/T 4754 holder:浙江大学").Value!.Marks;

        marks.ShouldContain(new WantedTerm("GB/T 4754"));
        marks.ShouldContain(new WantedTerm("浙江大学", "holder"));
    }

    [Fact]
    public void What_is_too_long_is_a_fault() =>
        Parser.Parse(new string('a', 100_000)).Fault.ShouldBe(new("query_too_long", "100000"));

    [Fact]
    public void Too_many_parts_are_ignored_and_said()
    {
        var words = string.Join(' ', Enumerable.Range(0, 300).Select(i => $"w{i}"));
        var minus = string.Join(' ', Enumerable.Range(0, 70).Select(i => $"-m{i}"));
        var phrases = string.Join(' ', Enumerable.Range(0, 20).Select(i => $"\"p{i}\""));
        var filters = string.Join(' ', Enumerable.Range(0, 20).Select(i => $"ipc:x{i}"));

        var parsed = Parser.Parse($"{words} {minus} {phrases} {filters}").Value!;

        parsed.Words.Wanted.Count.ShouldBe(256);
        parsed.Words.Excluded.Count.ShouldBe(64);
        parsed.Words.Phrases.Count.ShouldBe(16);
        parsed.Filters.Count.ShouldBe(16);
        parsed.Notes.ShouldBe([new("words_ignored", "64"), new("exclusions_ignored", "6"), new("phrases_ignored", "4"), new("filters_ignored", "4")]);
    }

    [Fact]
    public void Nothing_throws_and_everything_can_be_asked()
    {
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var text = RandomText.Of(random, 30);
            var parsed = Parser.Parse(text).Value.ShouldNotBeNull(text);

            QueryCheck.Find(new() { Words = parsed.Words, Filters = parsed.Filters }, QuerySchema.Instance).ShouldBeNull(text);
            parsed.Words.Phrases.ShouldAllBe(phrase => phrase.Folded.Length > 0);
        }
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("「")]
    [InlineData("-")]
    [InlineData("- ")]
    [InlineData("a:")]
    [InlineData("ipc:")]
    [InlineData("((a+)+")]
    [InlineData("\" ")]
    public void The_worst_text_costs_milliseconds(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, QueryParser.LongestText / piece.Length));
        Parser.Parse(text);
        var watch = Stopwatch.StartNew();

        Parser.Parse(text).Value.ShouldNotBeNull();

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMilliseconds(500));   // About 1 ms; the bound is for a busy machine.
    }

    private static string Said(ParsedQuery parsed) => string.Join(' ',
    [
        .. parsed.Words.Wanted.Select(Term),
        .. parsed.Words.Excluded.Select(term => $"-{Term(term)}"),
        .. parsed.Words.Phrases.Select(phrase => $"{(phrase.Excluded ? "-" : "")}\"{phrase.Folded}\"{(phrase.Text is null ? "" : $"@{phrase.Text}")}"),
        .. parsed.Filters.Select(filter => filter switch
        {
            AnyValue any => $"{any.Column}={string.Join('|', any.Values)}",
            Beginning beginning => $"{beginning.Column}^{beginning.Prefix}",
            Between between => $"{between.Column}[{between.From},{between.To}]",
            _ => "?",
        }),
        .. parsed.Notes.Select(note => $"!{note.Code}={note.Argument}"),
    ]);

    private static string Term(WantedTerm term) => term.Text is null ? term.Term : $"{term.Term}@{term.Text}";
}
