using System.Collections.Concurrent;

namespace Marketplace.Search.Embedded;

/// <summary>
/// Bits of a segment's documents that one search borrows and gives back at its end. Above some 700,000 documents an array of them is a large object, which only a full
/// collection frees: a page with eight facets left a megabyte of those behind, and took ten times as long as at a fifth of the documents.
/// </summary>
internal sealed class BitLoans
{
    private readonly List<(ConcurrentBag<ulong[]> Owner, ulong[] Bits)> _lent = [];

    /// <summary>None of them set.</summary>
    public ulong[] Take(Segment segment)
    {
        if (!segment.SpareBits.TryTake(out var bits)) bits = new ulong[Bits.WordsFor(segment.Count)];
        else Array.Clear(bits);
        _lent.Add((segment.SpareBits, bits));
        return bits;
    }

    public ulong[] Copy(Segment segment, ulong[] source)
    {
        var bits = Take(segment);
        source.CopyTo(bits, 0);
        return bits;
    }

    public void GiveBack()
    {
        foreach (var (owner, bits) in _lent) owner.Add(bits);
        _lent.Clear();
    }
}
