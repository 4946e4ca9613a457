using Marketplace.Search.Analysis;
using Marketplace.Search.Queries;

namespace Marketplace.Benchmarks.Searching;

/// <summary>What people ask: one or two words, a phrase of ten words, and the text of a need of eighty, taken from what the patents say.</summary>
internal static class PatentQueries
{
    public sealed record Query(string Kind, WordMode Mode, IReadOnlyList<string> Terms)
    {
        public WordQuery Words => new() { Mode = Mode, Wanted = [.. Terms.Select(term => new WantedTerm(term))] };
    }

    public static IReadOnlyList<Query> Make(PatentCorpus corpus, Analyzer analyzer, int each)
    {
        var random = new Random(7);
        var queries = new List<Query>();
        while (queries.Count < each)
        {
            var words = TermsOf(analyzer, corpus.Titles[random.Next(corpus.Titles.Count)].Text).Where(word => word.Length > 1).ToList();
            if (words.Count < 2) continue;
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(words));
            queries.Add(new("keyword", WordMode.All, words[..(1 + random.Next(2))]));
        }
        Fill(each * 2, "phrase", 10);
        Fill(each * 3, "need", 80);
        return queries;

        void Fill(int until, string kind, int length)
        {
            while (queries.Count < until)
            {
                var words = new List<string>();
                for (var at = random.Next(corpus.Sentences.Count); words.Count < length; at = (at + 1) % corpus.Sentences.Count)
                {
                    words = [.. words.Concat(TermsOf(analyzer, corpus.Sentences[at].Text)).Distinct(StringComparer.Ordinal)];
                }
                queries.Add(new(kind, WordMode.Any, words[..length]));
            }
        }
    }

    public static List<string> TermsOf(Analyzer analyzer, string text)
    {
        var sink = new Wanted([]);
        analyzer.Analyze(text, ref sink);
        return [.. sink.Terms.Distinct(StringComparer.Ordinal)];
    }

    private readonly record struct Wanted(List<string> Terms) : ITermSink
    {
        public void Add(ReadOnlySpan<char> term, int position, int start, int end, TermKind kind)
        {
            if (kind != TermKind.Inner) Terms.Add(new(term));
        }
    }
}
