using System.Text;
using Marketplace.Search.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Analysis;

public sealed class AnalyzerPropertyTests
{
    /// <summary>What is likely to meet a rule of its own; the rest of a random text is any UTF-16 at all.</summary>
    private static readonly string[] Pieces = ["一种", "所述", "锂离子电池", "发电机组", "霜霉病", "的", "打顶机", "GB/T 4754-", "2017", "H01M 10/", "0525", "ZL2017106018", "62.3", "PM2.5",
        "10 kg", "℃", "é", "e\u0301", "ﷺ", "㎏", "😀", "𠮷", "\uD800", "\uDC00", "\0", "\u200D", "ئۇيغۇر", "\u0654", "ᠮᠣᠩ\u180E", "й", "С++", "c#", ".", "/", "-", " ", "\r\n", "٥"];

    [Fact]
    public void Any_text_gives_terms_within_its_bounds_in_order()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var text = RandomText(new Random(seed));
            var seen = Records.Of(text);

            foreach (var term in seen)
            {
                var message = $"seed {seed}: {term}";
                term.Term.Length.ShouldBeInRange(1, 64, message);
                term.Start.ShouldBeInRange(0, term.End - 1, message);
                SplitsPair(text, term.Start).ShouldBeFalse(message);
                SplitsPair(text, term.End).ShouldBeFalse(message);
                term.Term.EnumerateRunes().ShouldNotContain(Rune.ReplacementChar, message);
            }
            seen.Zip(seen.Skip(1)).ShouldAllBe(pair => pair.First.Position <= pair.Second.Position, $"seed {seed}");
            var starts = seen.GroupBy(term => term.Position).Select(group => group.Min(term => term.Start)).ToList();
            starts.Zip(starts.Skip(1)).ShouldAllBe(pair => pair.First <= pair.Second, $"seed {seed}");
        }
    }

    [Fact]
    public void A_term_folded_again_is_the_same_term()
    {
        for (var code = 1; code < 0x30000; code++)
        {
            if (!Rune.IsValid(code)) continue;
            var once = SharedAnalyzer.Instance.Terms(new Rune(code).ToString());
            if (once.Count == 1) SharedAnalyzer.Instance.Terms(once[0]).ShouldBe(once, $"U+{code:X4}");
        }
    }

    /// <summary>Also words that their own cut takes apart (的士 into 的 and 士), wherever they lie inside a longer word.</summary>
    [Fact]
    public void A_query_for_a_dictionary_word_finds_every_text_with_that_word_in_its_cut()
    {
        var data = SharedAnalyzer.DataFolder;
        var lexicon = Lexicon.Load(Path.Combine(data, "dictionary", "words.bin"));
        foreach (var title in TextsWithLongWords(data))
        {
            var seen = Records.Of(title);
            var terms = seen.Select(term => term.Term).ToHashSet();
            foreach (var word in seen.Where(term => term.Kind is TermKind.Word or TermKind.Inner && lexicon.Frequency(term.Term) > 0))
            {
                Records.Of(word.Term).Where(term => term.Kind != TermKind.Inner).ShouldAllBe(term => terms.Contains(term.Term), $"{word.Term} in {title}");
            }
        }
    }

    [Fact]
    public void Nothing_is_allocated_for_a_text()
    {
        var random = new Random(1);
        var texts = Enumerable.Range(0, 1000).Select(_ => RandomText(random)).ToList();
        var sink = new Count();
        foreach (var text in texts) SharedAnalyzer.Instance.Analyze(text, ref sink);
        var before = GC.GetAllocatedBytesForCurrentThread();

        foreach (var text in texts) SharedAnalyzer.Instance.Analyze(text, ref sink);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        sink.Terms.ShouldBeGreaterThan(1000);
    }

    private static IEnumerable<string> TextsWithLongWords(string data)
    {
        foreach (var line in File.ReadLines(Path.Combine(data, "regions", "divisions.tsv"))) yield return line;
        foreach (var word in new[] { "的士司机", "中华人民共和国", "一丝不苟", "发电机组", "一些纸张", "生物防治", "三一重工", "高级人民法院", "一九四九年" }) yield return word;
    }

    private static string RandomText(Random random)
    {
        var text = new StringBuilder();
        for (var pieces = random.Next(30); pieces > 0; pieces--)
        {
            _ = random.Next(5) switch
            {
                0 => text.Append((char)random.Next(0x10000)),
                1 => text.Append((char)random.Next(0x4E00, 0xA000)),
                2 => text.Append((char)random.Next(0x20, 0x7F)),
                _ => text.Append(Pieces[random.Next(Pieces.Length)]),
            };
        }
        return text.ToString();
    }

    private static bool SplitsPair(string text, int at) => at > 0 && at < text.Length && char.IsSurrogatePair(text[at - 1], text[at]);

    private struct Count : ITermSink
    {
        public int Terms { get; private set; }

        public void Add(ReadOnlySpan<char> term, int position, int start, int end, TermKind kind) => Terms++;
    }
}
