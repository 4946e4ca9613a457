using Marketplace.Search.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Analysis;

public sealed class SegmenterTests
{
    public static TheoryData<string, string> Golden()
    {
        var data = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Analysis", "golden_features.tsv")).Skip(1))
        {
            if (line.Split('\t') is [var text, var features]) data.Add(text, features);
        }
        return data;
    }

    /// <summary>The words of the Han runs are what is left of the features without single characters and Latin runs.</summary>
    [Theory]
    [MemberData(nameof(Golden))]
    public void Words_are_those_that_the_term_vectors_were_made_with(string text, string features)
    {
        var words = new List<string>();
        for (var start = 0; start < text.Length; start++)
        {
            var end = start;
            while (end < text.Length && IsHan(text[end])) end++;
            var sink = new WordList(text[start..end], words);
            SharedAnalyzer.Instance.Segmenter.Cut(text.AsSpan(start, end - start), ref sink);
            start = end;
        }
        words.ShouldBe(features.Split(' ').Where(feature => IsHan(feature[0])));
    }

    private static bool IsHan(char c) => c is >= '㐀' and <= '䶿' or >= '一' and <= '鿿';

    private readonly record struct WordList(string Run, List<string> Words) : IWordSink
    {
        public void Add(int start, int length, bool inner) => Words.Add(Run.Substring(start, length));
    }
}
