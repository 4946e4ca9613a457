using Marketplace.Search.Analysis;

namespace Marketplace.Search.Embedded;

/// <summary>Counts the terms of a text off those of an index.</summary>
internal sealed class TermsOff(TextIndex index) : ITermSink
{
    private readonly HashSet<int> _seen = [];
    private int _length;

    /// <summary>The number of terms the text had.</summary>
    public static int Count(string text, TextIndex index, Analyzer analyzer)
    {
        var off = new TermsOff(index);
        analyzer.Analyze(text, ref off);
        return off._length;
    }

    void ITermSink.Add(ReadOnlySpan<char> term, int position, int start, int end, TermKind kind)
    {
        _length++;
        var number = index.Terms.Find(term);
        if (number >= 0 && _seen.Add(number)) index.LiveCounts[number]--;
    }
}
