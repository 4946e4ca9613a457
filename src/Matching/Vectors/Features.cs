using System.Text;
using Marketplace.Search.Analysis;

namespace Marketplace.Matching.Vectors;

/// <summary>Takes the features of a text one by one.</summary>
public interface IFeatureSink
{
    /// <param name="isCharacter">A single Han character, which the table of vectors lists behind a <c>#</c>; the same character as a word is another feature.</param>
    void Add(ReadOnlySpan<char> feature, bool isCharacter);
}

/// <summary>
/// Steps 1 to 5 from a text to its term vector, as the vectors' README gives them: runs of a–z and 0–9 as they are, the words of every Han run with
/// the words inside them, and each of its characters. <c>golden_features.tsv</c> holds this to the letter.
/// </summary>
public static class Features
{
    public static void Read<TSink>(string text, Segmenter segmenter, ref TSink sink) where TSink : IFeatureSink
    {
        ReadOnlySpan<char> folded = TextFolding.WellFormed(text).Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        for (var start = 0; start < folded.Length;)
        {
            var end = start + 1;
            if (IsHan(folded[start]))
            {
                while (end < folded.Length && IsHan(folded[end])) end++;
                var run = folded[start..end];
                var words = new Words<TSink>(run, ref sink);
                segmenter.Cut(run, ref words);
                for (var i = 0; i < run.Length; i++) sink.Add(run.Slice(i, 1), isCharacter: true);
            }
            else if (IsLatin(folded[start]))
            {
                while (end < folded.Length && IsLatin(folded[end])) end++;
                sink.Add(folded[start..end], isCharacter: false);
            }
            start = end;
        }
    }

    /// <summary>All features in order, characters with their <c>#</c>.</summary>
    public static List<string> Of(string text, Segmenter segmenter)
    {
        var list = new FeatureList([]);
        Read(text, segmenter, ref list);
        return list.Features;
    }

    private static bool IsHan(char c) => c is >= '㐀' and <= '䶿' or >= '一' and <= '鿿';

    private static bool IsLatin(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);

    private readonly ref struct Words<TSink>(ReadOnlySpan<char> run, ref TSink sink) : IWordSink where TSink : IFeatureSink
    {
        private readonly ReadOnlySpan<char> run = run;
        private readonly ref TSink sink = ref sink;

        public void Add(int start, int length, bool inner) => sink.Add(run.Slice(start, length), isCharacter: false);
    }

    private readonly record struct FeatureList(List<string> Features) : IFeatureSink
    {
        public void Add(ReadOnlySpan<char> feature, bool isCharacter) => Features.Add(isCharacter ? $"#{feature}" : feature.ToString());
    }
}
