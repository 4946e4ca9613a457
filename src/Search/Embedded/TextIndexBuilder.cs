using Marketplace.Search.Analysis;

namespace Marketplace.Search.Embedded;

/// <summary>Collects the terms of one text document by document, then turns the lot around: from terms of documents to documents of terms.</summary>
internal sealed class TextIndexBuilder(Analyzer analyzer) : ITermSink
{
    private readonly TermTable terms = new(1024);

    // What each document says, one after the other: terms and how often.
    private readonly List<int> documentStarts = [0], saidTerms = [], saidOften = [];
    private readonly List<int> lengths = [];

    // For each term where it was noted last: in this document its count goes up, in another it is noted anew.
    private int[] notedAt = new int[1024];
    private int length;

    public void Add(string text)
    {
        length = 0;
        var self = this;
        analyzer.Analyze(text, ref self);
        documentStarts.Add(saidTerms.Count);
        lengths.Add(length);
    }

    void ITermSink.Add(ReadOnlySpan<char> term, int position, int start, int end, TermKind kind)
    {
        var number = terms.GetOrAdd(term);
        if (number >= notedAt.Length) Array.Resize(ref notedAt, notedAt.Length * 2);
        length++;
        var noted = notedAt[number] - 1;
        if (noted >= documentStarts[^1] && saidTerms[noted] == number)
        {
            saidOften[noted]++;
            return;
        }
        saidTerms.Add(number);
        saidOften.Add(1);
        notedAt[number] = saidTerms.Count;
    }

    /// <param name="order">Which document comes at each place.</param>
    public TextIndex Build(ReadOnlySpan<int> order)
    {
        terms.Trim();
        var starts = new int[terms.Count + 1];
        foreach (var term in saidTerms) starts[term + 1]++;
        var counts = starts[1..];
        for (var term = 0; term < terms.Count; term++) starts[term + 1] += starts[term];
        var next = starts[..^1];
        var index = new PostingArrays(saidTerms.Count);
        var codes = new byte[order.Length];
        long total = 0;
        for (var place = 0; place < order.Length; place++)
        {
            var document = order[place];
            codes[place] = LengthCode.Of(lengths[document]);
            total += lengths[document];
            for (var said = documentStarts[document]; said < documentStarts[document + 1]; said++) index.Put(next[saidTerms[said]]++, place, saidOften[said]);
        }
        return index.ToIndex(terms, starts, counts, codes, total);
    }
}
