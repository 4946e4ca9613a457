using Marketplace.Search.Analysis;

namespace Marketplace.Matching.Texts;

/// <summary>How often each word of a text occurs. Words inside longer ones count too; single characters are left to the vectors, since shared ones say little.</summary>
public sealed class WordCounts
{
    private readonly Dictionary<int, int> _counts = [];

    /// <summary>Of all words together, those without a number too: how long the text is.</summary>
    public int Length { get; private set; }

    public IReadOnlyDictionary<int, int> Counts => _counts;

    /// <summary>Materials, models and figures with units: words of letters and digits, as they stand.</summary>
    public HashSet<string> Exact { get; } = new(StringComparer.Ordinal);

    public static WordCounts Of(string text, Analyzer analyzer, Vocabulary vocabulary)
    {
        var counts = new WordCounts();
        var sink = new Sink(counts, vocabulary);
        analyzer.Analyze(text, ref sink);
        return counts;
    }

    public int Of(int word) => _counts.GetValueOrDefault(word);

    private void Add(ReadOnlySpan<char> term, TermKind kind, Vocabulary vocabulary)
    {
        if (kind is TermKind.Latin or TermKind.Number) AddExact(term);
        else if (term.Length < 2) return;
        Length++;
        if (vocabulary.NumberOf(term) is >= 0 and var number) System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, number, out _)++;
    }

    private void AddExact(ReadOnlySpan<char> term)
    {
        // "3" and "a" are in every text.
        if (term.Length >= 2 && !(term.Length == 2 && char.IsAsciiDigit(term[0]) && char.IsAsciiDigit(term[1]))) Exact.Add(term.ToString());
    }

    private readonly record struct Sink(WordCounts Counts, Vocabulary Vocabulary) : ITermSink
    {
        public void Add(ReadOnlySpan<char> term, int position, int start, int end, TermKind kind) => Counts.Add(term, kind, Vocabulary);
    }
}
