using System.Buffers;

namespace Marketplace.Search.Embedded;

/// <summary>Documents with all of the words, in a segment: those of the rarest word, then of these the ones that have the next.</summary>
internal static class Conjunction
{
    /// <summary>
    /// A document of the rarest word costs about thirty steps until it is scored, a posting in <see cref="WindowSearch"/> one: with words of like frequency, or a
    /// single frequent one, windows are quicker.
    /// </summary>
    public static bool Pays(PostingList[][] words) => words.Min(CountOf) * 32L < words.Sum(CountOf) + (words.Length == 1 ? SingleWord : 0);

    // Below this a single word is not worth clearing windows for.
    private const int SingleWord = 32_768;

    public static void Run(SegmentScan scan, PostingList[][] words)
    {
        var byCount = words.OrderBy(CountOf).ToArray();
        var documents = ArrayPool<int>.Shared.Rent(int.Max(1, CountOf(byCount[0])));
        try
        {
            var count = Collect(byCount[0], documents);
            scan.Effort.Spend(count);
            for (var word = 1; word < byCount.Length && count > 0; word++) count = Keep(scan, byCount[word], documents.AsSpan(0, count));
            count = KeepFitting(scan, documents.AsSpan(0, count));
            if (scan.Hits is not null) scan.Offer(documents.AsSpan(0, count), words);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(documents);
        }
    }

    private static int CountOf(PostingList[] lists)
    {
        var count = 0;
        foreach (ref readonly var list in lists.AsSpan()) count += list.Count;
        return count;
    }

    /// <summary>The documents of any of the lists, ascending, each once.</summary>
    private static int Collect(PostingList[] lists, int[] documents)
    {
        lists[0].Documents.CopyTo(documents);
        var count = lists[0].Count;
        for (var list = 1; list < lists.Length; list++) count = Merge(documents, count, lists[list].Documents);
        return count;
    }

    /// <summary>From the back, so that it works in place; what stood in both leaves a gap at the front that is closed at the end.</summary>
    private static int Merge(int[] documents, int count, ReadOnlySpan<int> others)
    {
        var (mine, other, to) = (count - 1, others.Length - 1, count + others.Length);
        while (other >= 0)
        {
            var (left, right) = (mine >= 0 ? documents[mine] : -1, others[other]);
            documents[--to] = int.Max(left, right);
            if (left >= right) mine--;
            if (right >= left) other--;
        }
        var gap = to - (mine + 1);
        if (gap > 0) Array.Copy(documents, to, documents, mine + 1, count + others.Length - to);
        return count + others.Length - gap;
    }

    /// <summary>Keeps those of the documents that stand in any of the lists.</summary>
    private static int Keep(SegmentScan scan, PostingList[] lists, Span<int> documents)
    {
        if (lists.Length == 1) return Intersection.Keep(scan, documents, lists[0]);
        var copy = ArrayPool<int>.Shared.Rent(documents.Length);
        var kept = new List<int>();
        foreach (var list in lists)
        {
            documents.CopyTo(copy);
            var count = Intersection.Keep(scan, copy.AsSpan(0, documents.Length), list);
            kept.AddRange(copy.AsSpan(0, count));
        }
        ArrayPool<int>.Shared.Return(copy);
        kept.Sort();
        var to = 0;
        foreach (var document in kept) if (to == 0 || documents[to - 1] != document) documents[to++] = document;
        return to;
    }

    private static int KeepFitting(SegmentScan scan, Span<int> documents)
    {
        var to = 0;
        foreach (var document in documents)
        {
            if (scan.Eligible is not null && !Bits.Has(scan.Eligible, document)) continue;
            if (scan.Phrases is { } phrases && !phrases.Fits(scan.Segment.Store, document)) continue;
            if (scan.Found(document)) documents[to++] = document;
        }
        return to;
    }
}
