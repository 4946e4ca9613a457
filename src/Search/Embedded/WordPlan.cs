using Marketplace.Search.Documents;
using Marketplace.Search.Queries;

namespace Marketplace.Search.Embedded;

/// <summary>What a term of a query weighs in each text, over all segments of a snapshot: found out once a query.</summary>
internal sealed class WordPlan
{
    private readonly Snapshot _snapshot;
    private readonly PlannedWord[] _wanted;
    private readonly PlannedWord[] _excluded;

    public WordPlan(WordQuery words, Snapshot snapshot, IndexSchema schema)
    {
        _snapshot = snapshot;
        _wanted = [.. words.Wanted.Select(word => Plan(word, schema))];
        _excluded = [.. words.Excluded.Select(word => Plan(word, schema))];
    }

    /// <summary>The lists of each wanted word in a segment, in the order of words and texts: scores are added up in this order everywhere.</summary>
    public PostingList[][] WantedIn(int segment) => [.. _wanted.Select(word => ListsIn(segment, word))];

    public PostingList[][] ExcludedIn(int segment) => [.. _excluded.Select(word => ListsIn(segment, word))];

    private PlannedWord Plan(WantedTerm word, IndexSchema schema)
    {
        var named = word.Text is null ? -1 : schema.TextOf(word.Text);
        var texts = named < 0 ? (First: 0, End: schema.Texts.Count) : (First: named, End: named + 1);
        var terms = new int[_snapshot.Segments.Length, texts.End - texts.First];
        var weights = new float[texts.End - texts.First];
        for (var text = texts.First; text < texts.End; text++)
        {
            long having = 0;
            for (var segment = 0; segment < _snapshot.Segments.Length; segment++)
            {
                var index = _snapshot.Segments[segment].Segment.Texts[text];
                var term = terms[segment, text - texts.First] = index.Terms.Find(word.Term);
                if (term >= 0) having += index.LiveCounts[term];
            }
            weights[text - texts.First] = schema.Texts[text].Weight * Bm25.Idf(having, _snapshot.Sizes[text].DocumentCount);
        }
        return new(texts.First, terms, weights);
    }

    private PostingList[] ListsIn(int segment, PlannedWord word)
    {
        var count = 0;
        for (var i = 0; i < word.Weights.Length; i++) if (word.Terms[segment, i] >= 0) count++;
        if (count == 0) return [];
        var lists = new PostingList[count];
        count = 0;
        for (var i = 0; i < word.Weights.Length; i++)
        {
            if (word.Terms[segment, i] is not (>= 0 and var term)) continue;
            var text = word.FirstText + i;
            lists[count++] = new(_snapshot.Segments[segment].Segment.Texts[text], term, word.Weights[i], _snapshot.Norms[text]);
        }
        return lists;
    }

    /// <summary>Terms by segment and text (−1: the segment does not know it), weights by text.</summary>
    private sealed record PlannedWord(int FirstText, int[,] Terms, float[] Weights);
}
