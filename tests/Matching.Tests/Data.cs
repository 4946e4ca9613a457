using Marketplace.Matching.Encoder;
using Marketplace.Matching.Factors;
using Marketplace.Matching.Scoring;
using Marketplace.Matching.Texts;
using Marketplace.Matching.Vectors;
using Marketplace.Search.Analysis;

namespace Marketplace.Matching.Tests;

/// <summary>What the program reads at its start, read once for all tests; none of it ever changes.</summary>
internal static class Data
{
    private static readonly Lexicon s_lexicon = Lexicon.Load(Path.Combine(Folder(), "dictionary", "words.bin"));

    public static Analyzer Analyzer { get; } = Analyzer.Load(Folder());
    public static Segmenter Segmenter { get; } = new(s_lexicon);
    public static Rarity Rarity { get; } = new(s_lexicon);
    public static TermTable Table { get; } = TermTable.Load(Path.Combine(Folder(), "vectors"));
    public static TermVectors Vectors { get; } = new(Segmenter, Table);
    public static WordPieces Pieces { get; } = WordPieces.Load(Path.Combine(Folder(), "encoder", "vocab.txt"));
    public static SentenceEncoder Encoder { get; } = SentenceEncoder.Load(Path.Combine(Folder(), "encoder"));
    public static Weights Weights { get; } = Weights.Load(Path.Combine(Folder(), "matching", "weights.json"));

    /// <summary>Without the encoder, which most tests do not need and which takes its time.</summary>
    public static TextModel Texts { get; } = new(Analyzer, new(Rarity), Vectors, null);

    public static MatchableNeed<string> Need(string title, string text = "", NeedFacts? facts = null)
    {
        var whole = (facts ?? new NeedFacts { Title = "" }) with { Title = title, Text = text };
        return new(title, whole, NeedText.Of(title, text, Texts), (ulong)title.GetHashCode(StringComparison.Ordinal));
    }

    public static MatchableOffer<string> Offer(string title, string? summary = null, OfferFacts? facts = null) =>
        new(title, facts ?? new(), OfferText.Of(title, summary, null, Texts), null, (ulong)title.GetHashCode(StringComparison.Ordinal));

    /// <summary>Rows of a table beside the tests, without its head.</summary>
    public static IEnumerable<string[]> Golden(string file) => File.ReadLines(Path.Combine(AppContext.BaseDirectory, file)).Skip(1).Select(line => line.Split('\t'));

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Marketplace.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, "data");
    }
}
