using Marketplace.Search.Analysis;

namespace Marketplace.Search.Embedded;

/// <summary>Collects the terms of one text document by document, then turns the lot around: from terms of documents to documents of terms.</summary>
internal sealed class TextIndexBuilder(Analyzer analyzer) : ITermSink
{
    private readonly TermTable _terms = new(1024);

    // What each document says, one after the other: terms and how often.
    private readonly List<int> _documentStarts = [0], _saidTerms = [], _saidOften = [];
    private readonly List<int> _lengths = [];

    // For each term where it was noted last: in this document its count goes up, in another it is noted anew.
    private int[] _notedAt = new int[1024];
    private int _length;

    public void Add(string text)
    {
        _length = 0;
        var self = this;
        analyzer.Analyze(text, ref self);
        _documentStarts.Add(_saidTerms.Count);
        _lengths.Add(_length);
    }

    void ITermSink.Add(ReadOnlySpan<char> term, int position, int start, int end, TermKind kind)
    {
        var number = _terms.GetOrAdd(term);
        if (number >= _notedAt.Length) Array.Resize(ref _notedAt, _notedAt.Length * 2);
        _length++;
        var noted = _notedAt[number] - 1;
        if (noted >= _documentStarts[^1] && _saidTerms[noted] == number)
        {
            _saidOften[noted]++;
            return;
        }
        _saidTerms.Add(number);
        _saidOften.Add(1);
        _notedAt[number] = _saidTerms.Count;
    }

    /// <param name="order">Which document comes at each place.</param>
    public TextIndex Build(ReadOnlySpan<int> order)
    {
        _terms.Trim();
        var starts = new int[_terms.Count + 1];
        foreach (var term in _saidTerms) starts[term + 1]++;
        var counts = starts[1..];
        for (var term = 0; term < _terms.Count; term++) starts[term + 1] += starts[term];
        var next = starts[..^1];
        var index = new PostingArrays(_saidTerms.Count);
        var codes = new byte[order.Length];
        long total = 0;
        for (var place = 0; place < order.Length; place++)
        {
            var document = order[place];
            codes[place] = LengthCode.Of(_lengths[document]);
            total += _lengths[document];
            for (var said = _documentStarts[document]; said < _documentStarts[document + 1]; said++) index.Put(next[_saidTerms[said]]++, place, _saidOften[said]);
        }
        return index.ToIndex(_terms, starts, counts, codes, total);
    }
}
