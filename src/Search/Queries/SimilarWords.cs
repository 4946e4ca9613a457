using Marketplace.Search.Analysis;
using Marketplace.Search.Documents;

namespace Marketplace.Search.Queries;

/// <summary>
/// The words of a document that tell it from others. A word counts by how rare it is times the root of how often it stands there, and double in the first
/// text of the schema, the title. Where nobody knows how rare, long words are taken for rare.
/// </summary>
internal static class SimilarWords
{
    // As many as a need text of 200 characters has; more find nothing better and cost time.
    private const int Most = 40;

    // The beginning says what it is about; claims and examples repeat it.
    private const int Beginning = 600;

    /// <param name="shareOf">The share of all documents that have a term, above 0 and up to 1; null: not known.</param>
    public static IReadOnlyList<WantedTerm> Of(SearchDocument document, IndexSchema schema, Analyzer analyzer, Func<string, double?>? shareOf)
    {
        var sink = new Counting(new(StringComparer.Ordinal));
        for (var i = 0; i < schema.Texts.Count; i++)
        {
            if (!document.Texts.TryGetValue(schema.Texts[i].Name, out var text)) continue;
            sink.Weight = i == 0 ? 2 : 1;
            analyzer.Analyze(text.AsSpan(0, Math.Min(text.Length, Beginning)), ref sink);
        }
        return
        [
            .. sink.Counts.Select((pair, place) => (Term: pair.Key, Place: place, Worth: Math.Sqrt(pair.Value) * Rarity(pair.Key, shareOf)))
                .OrderByDescending(word => word.Worth).ThenBy(word => word.Place).Take(Most)
                .OrderBy(word => word.Place).Select(word => new WantedTerm(word.Term)),
        ];
    }

    private static double Rarity(string term, Func<string, double?>? shareOf)
    {
        if (shareOf?.Invoke(term) is { } share) return Math.Log(1 + (1 / Math.Max(share, 1e-9)));
        // Two Latin letters tell about as much as one Han character; no word tells more the longer it gets beyond that.
        return Math.Min(6, char.IsAscii(term[0]) ? term.Length / 2.0 : term.Length);
    }

    private record struct Counting(Dictionary<string, double> Counts) : ITermSink
    {
        public double Weight { get; set; }

        public readonly void Add(ReadOnlySpan<char> term, int position, int start, int end, TermKind kind)
        {
            if (kind == TermKind.Inner) return;
            var key = term.ToString();
            Counts[key] = Counts.GetValueOrDefault(key) + Weight;
        }
    }
}
