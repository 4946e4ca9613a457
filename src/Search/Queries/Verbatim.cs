using Marketplace.Search.Analysis;

namespace Marketplace.Search.Queries;

/// <summary>
/// Who pastes half a sentence wants the text it comes from, and a bag of its words would find all that say "simple in structure, easy to use". The piece may begin
/// and end inside a word, so words near its ends prove nothing.
/// </summary>
internal static class Verbatim
{
    /// <summary>Shorter ones are names and titles: four words of three characters, where the order of words may well be wrong.</summary>
    public const int ShortestTokens = 12;

    /// <summary>A cut at the wrong place spoils a word, seldom two: most have two characters, few more than three.</summary>
    private const int Doubtful = 3;

    /// <summary>Null: too short, or without a word to look it up by.</summary>
    public static WordQuery? Of(string text, ParsedQuery parsed, Analyzer analyzer)
    {
        if (parsed.Words is not { Mode: WordMode.All, Phrases.Count: 0, Excluded.Count: 0 } || parsed.Filters.Count > 0) return null;
        var folded = PhraseFolding.Fold(text);
        if (folded.AsSpan().Count(' ') + 1 < ShortestTokens) return null;
        var inside = new TermsInside(text.Length - Doubtful, []);
        analyzer.Analyze(text, ref inside);
        var wanted = inside.Terms.Distinct(StringComparer.Ordinal).Where(term => parsed.Words.Wanted.Contains(new(term))).Select(term => new WantedTerm(term)).ToList();
        return wanted.Count == 0 ? null : new WordQuery { Wanted = wanted, Phrases = [new(folded)] };
    }

    private readonly record struct TermsInside(int Until, List<string> Terms) : ITermSink
    {
        public void Add(ReadOnlySpan<char> term, int position, int start, int end, TermKind kind)
        {
            if (kind != TermKind.Inner && start >= Doubtful && end <= Until) Terms.Add(new(term));
        }
    }
}
