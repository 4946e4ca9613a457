using Marketplace.Matching.Encoder;
using Marketplace.Matching.Factors;
using Marketplace.Matching.Vectors;
using Marketplace.Search.Analysis;

namespace Marketplace.Matching.Texts;

/// <summary>All that is needed to read a text.</summary>
/// <param name="Analyzer">Cuts it into words, as search does.</param>
/// <param name="Vocabulary">Numbers them.</param>
/// <param name="Terms">Makes a vector of it in microseconds.</param>
/// <param name="Encoder">Makes a better one in milliseconds; null where it is turned off.</param>
public sealed record TextModel(Analyzer Analyzer, Vocabulary Vocabulary, TermVectors Terms, SentenceEncoder? Encoder)
{
    public static TextModel Load(string dataFolder, Analyzer analyzer, bool encoder = true) => new(analyzer, new(new Rarity(Lexicon.Load(Path.Combine(dataFolder, "dictionary", "words.bin")))),
        new(analyzer.Segmenter, TermTable.Load(Path.Combine(dataFolder, "vectors"))), encoder ? SentenceEncoder.Load(Path.Combine(dataFolder, "encoder")) : null);

    public WordCounts Count(string text) => WordCounts.Of(text, Analyzer, Vocabulary);

    /// <summary>What the encoder sees of an offer: its title and how its abstract begins.</summary>
    public static string Encoded(string title, string? summary)
    {
        const int characters = 96;
        return string.IsNullOrEmpty(summary) ? title : $"{title}。{(summary.Length > characters ? summary[..characters] : summary)}";
    }
}
