using System.Globalization;
using Marketplace.Search.Documents;
using Marketplace.Search.Embedded;

namespace Marketplace.Search.Tests.Embedded;

/// <summary>Segments put together from postings alone: as many documents as a test likes without a text to cut.</summary>
internal static class HandMade
{
    public static IndexSchema Schema { get; } = new() { Name = "handmade", Version = 1, Texts = [new("text")], Columns = [] };

    public static string IdOf(int document) => document.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>Of each term how often each document has it, zeros included; ids are the numbers of the documents, counted up from <paramref name="firstId"/> in steps.</summary>
    public static Segment Segment(IReadOnlyList<int> lengths, int[][] frequencies, int firstId = 0, int idStep = 1)
    {
        var postings = frequencies.Select(of => Enumerable.Range(0, of.Length).Where(document => of[document] > 0).ToArray()).ToArray();
        var names = new TermTable(frequencies.Length);
        var starts = new int[frequencies.Length + 1];
        for (var term = 0; term < frequencies.Length; term++)
        {
            names.GetOrAdd($"t{term}");
            starts[term + 1] = starts[term] + postings[term].Length;
        }
        var arrays = new PostingArrays(starts[^1]);
        for (var term = 0; term < frequencies.Length; term++)
        {
            for (var i = 0; i < postings[term].Length; i++) arrays.Put(starts[term] + i, postings[term][i], frequencies[term][postings[term][i]]);
        }
        var ids = new TermTable(lengths.Count);
        for (var document = 0; document < lengths.Count; document++) ids.GetOrAdd(IdOf(firstId + document * idStep));
        var codes = lengths.Select(LengthCode.Of).ToArray();
        var text = arrays.ToIndex(names, starts, [.. postings.Select(list => list.Length)], codes, lengths.Sum(length => (long)length));
        return new() { Store = new(ids, new long[lengths.Count], new long[lengths.Count], []), Texts = [text], Values = [], Numbers = [] };
    }

    /// <summary>Documents that all have the same one word.</summary>
    public static Segment Segment(int documents, int firstId = 0, int idStep = 1) =>
        Segment([.. Enumerable.Repeat(1, documents)], [[.. Enumerable.Repeat(1, documents)]], firstId, idStep);

    public static Snapshot Snapshot(params Segment[] segments) => new(Schema, [.. segments.Select(SegmentView.Of)]);

    /// <summary>The lists of terms in the first segment, their weights counting up so that they can be told apart.</summary>
    public static PostingList List(Snapshot snapshot, int term, float weight = 1) => new(snapshot.Segments[0].Segment.Texts[0], term, weight, snapshot.Norms[0]);

    public static SegmentScan Scan(Snapshot snapshot, TopHits? hits = null, Effort? effort = null, ulong[]? eligible = null, ulong[]? filtered = null, ulong[]? matched = null) => new()
    {
        Snapshot = snapshot,
        Number = 0,
        Eligible = eligible,
        Filtered = filtered,
        Matched = matched,
        Hits = hits,
        Effort = effort ?? new(TimeSpan.FromMinutes(1)),
    };

    /// <summary>What is left of a budget, in steps. Spends it.</summary>
    public static long Rest(Effort effort)
    {
        var left = 0L;
        while (effort.Spend(1)) left++;
        return left;
    }
}
