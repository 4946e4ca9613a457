using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Marketplace.Search.Embedded;

/// <summary>Which of some documents, in ascending order, stand in a list.</summary>
internal static class Intersection
{
    // From here on it is quicker to leap through the longer list than to walk it eight at a time (measured, docs/search.md).
    private const int Leap = 64;

    /// <summary>Moves those that do to the front and returns how many there are.</summary>
    public static int Keep(SegmentScan scan, Span<int> documents, in PostingList list)
    {
        if (list.Column is { } column)
        {
            scan.Effort.Spend(documents.Length);
            return KeepByColumn(documents, column);
        }
        if (list.Count / Leap > documents.Length)
        {
            scan.Effort.Spend(documents.Length * 20L);
            return KeepByLeaps(documents, list);
        }
        scan.Effort.Spend(documents.Length + list.Count / 4);
        return KeepByEights(documents, list.Documents);
    }

    private static int KeepByColumn(Span<int> documents, byte[] column)
    {
        var to = 0;
        foreach (var document in documents)
        {
            documents[to] = document;
            if (column[document] != 0) to++;
        }
        return to;
    }

    private static int KeepByLeaps(Span<int> documents, in PostingList list)
    {
        var (to, posting) = (0, list.Start);
        foreach (var document in documents)
        {
            posting = list.Seek(document, posting);
            if (posting == list.End) break;
            if (list.Index.Documents[posting] == document) documents[to++] = document;
        }
        return to;
    }

    /// <summary>Steps through the list in eights: one comparison tells whether a document is among them.</summary>
    private static int KeepByEights(Span<int> documents, ReadOnlySpan<int> list)
    {
        ref var others = ref MemoryMarshal.GetReference(list);
        var (to, other, whole) = (0, 0, list.Length & ~7);
        foreach (var document in documents)
        {
            while (other < whole && Unsafe.Add(ref others, other + 7) < document) other += 8;
            if (other >= whole)
            {
                while (other < list.Length && list[other] < document) other++;
                if (other == list.Length) break;
                documents[to] = document;
                to += list[other] == document ? 1 : 0;
                continue;
            }
            var eight = Vector256.LoadUnsafe(ref others, (nuint)other);
            documents[to] = document;
            to += Vector256.EqualsAny(eight, Vector256.Create(document)) ? 1 : 0;
        }
        return to;
    }
}
