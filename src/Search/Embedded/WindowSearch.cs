using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Marketplace.Search.Embedded;

/// <summary>
/// Documents with any or all of the words, in a segment. Walks the documents in windows that stay in the processor's nearest cache; in each, every list adds its
/// levels, scaled to whole numbers that can only be too high, to a sum per document. One look over the sums counts the hits and picks the few that may be among the
/// best: only these get an exact score. Where all words are wanted each word also marks its documents, and the marks of all words must meet.
/// </summary>
internal sealed class WindowSearch
{
    // 16,384 sums of two bytes fill 32 KB; first-level caches have 32 or 48.
    private const int Window = 1 << 14;

    private const int MarkWords = Window / 64;

    // Sums must stay below 2^16 with every list at its greatest and rounding against us.
    private const float Highest = 60_000;

    private readonly SegmentScan _scan;
    private readonly PostingList[][] _words;
    private readonly PostingList[] _lists;

    // The word each list belongs to, and the marks of the words but one after the other; none where any word will do.
    private readonly int[] _wordOf;
    private readonly ulong[] _marks;
    private readonly int[] _next;
    private readonly int[] _scales;
    private readonly float _unit;

    /// <summary>How much greater a true score may be than what sums say, and how much smaller: the average length has moved since the levels were computed.</summary>
    private readonly float _upper = 1, _lower = 1;

    /// <summary>How much of a sum may be rounding, in units.</summary>
    private readonly float _slack;

    private readonly NearlyBest _nearlyBest;

    public WindowSearch(SegmentScan scan, PostingList[][] words, bool all)
    {
        _scan = scan;
        _words = words;
        _lists = [.. words.SelectMany(word => word)];
        _wordOf = [.. words.SelectMany((word, number) => word.Select(_ => number))];
        _marks = new ulong[all && words.Length > 1 ? words.Length * MarkWords : 0];
        _next = [.. _lists.Select(list => list.Start)];
        _unit = float.Max(_lists.Sum(list => list.Weight), float.Epsilon * 1e10f) / (Highest - 3 * _lists.Length);
        // A list's level l of 255 adds (l · scale >> 8) + 1: never less than weight · l / 255, and 0 only where the list has nothing.
        _scales = [.. _lists.Select(list => (int)MathF.Ceiling(list.Weight / _unit * (256f / 255)))];
        foreach (var list in _lists)
        {
            _slack += list.Weight / _unit / 255 + 2.5f;
            var moved = scan.Snapshot.Sizes[scan.TextOf(list.Index)].Average / list.Index.Size.Average;
            _upper = float.Max(_upper, moved);
            _lower = float.Min(_lower, moved);
        }
        _nearlyBest = new(scan.Hits, _unit * _upper, _unit * _lower, _slack);
    }

    public void Run()
    {
        var sums = ArrayPool<ushort>.Shared.Rent(Window);
        Array.Clear(sums);
        try
        {
            for (var from = 0; from < _scan.DocumentCount && !_scan.Effort.IsSpent; from += Window)
            {
                var end = int.Min(from + Window, _scan.DocumentCount);
                for (var list = 0; list < _lists.Length; list++) Add(ref sums[0], list, from, end);
                _scan.Effort.Spend(Window / 16);
                Look(ref sums[0], from, end);
            }
        }
        finally
        {
            ArrayPool<ushort>.Shared.Return(sums);
        }
        if (_scan.Hits is not null) _scan.Offer(_nearlyBest.Documents(), _words);
    }

    private void Add(ref ushort sums, int list, int from, int end)
    {
        ref readonly var postings = ref _lists[list];
        if (postings.Column is { } column)
        {
            _scan.Effort.Spend((end - from) / 32);
            AddColumn(ref sums, column.AsSpan(from, end - from), _scales[list]);
            if (_marks.Length > 0) MarkColumn(column.AsSpan(from, end - from), MarksOf(list));
        }
        else
        {
            var first = _next[list];
            _next[list] = AddPostings(ref sums, postings, first, from, end, _scales[list]);
            if (_marks.Length > 0) MarkPostings(postings.Index.Documents.AsSpan(first, _next[list] - first), from, MarksOf(list));
            _scan.Effort.Spend(_next[list] - first + 4);
        }
    }

    /// <summary>The hot loop of every long query: one posting, one addition.</summary>
    private static int AddPostings(ref ushort sums, in PostingList list, int posting, int from, int end, int scale)
    {
        ref var documents = ref MemoryMarshal.GetArrayDataReference(list.Index.Documents);
        ref var levels = ref MemoryMarshal.GetArrayDataReference(list.Index.Levels);
        ref var origin = ref Unsafe.Subtract(ref sums, from);
        for (; posting < list.End; posting++)
        {
            var document = Unsafe.Add(ref documents, posting);
            if (document >= end) break;
            Unsafe.Add(ref origin, document) += (ushort)((Unsafe.Add(ref levels, posting) * scale >> 8) + 1);
        }
        return posting;
    }

    private Span<ulong> MarksOf(int list) => _marks.AsSpan(_wordOf[list] * MarkWords, MarkWords);

    private static void MarkPostings(ReadOnlySpan<int> documents, int from, Span<ulong> marks)
    {
        foreach (var document in documents) Bits.Set(marks, document - from);
    }

    private static void MarkColumn(ReadOnlySpan<byte> levels, Span<ulong> marks)
    {
        ref var level = ref MemoryMarshal.GetReference(levels);
        var i = 0;
        for (; i + 64 <= levels.Length; i += 64)
        {
            marks[i >> 6] |= Vector512.GreaterThan(Vector512.LoadUnsafe(ref level, (nuint)i), Vector512<byte>.Zero).ExtractMostSignificantBits();
        }
        for (; i < levels.Length; i++) if (levels[i] != 0) Bits.Set(marks, i);
    }

    /// <summary>Of 64 documents those that every word has marked; clears the marks for the next window.</summary>
    private ulong TakeMarks(int word)
    {
        var all = ulong.MaxValue;
        for (var mark = word; mark < _marks.Length; mark += MarkWords)
        {
            all &= _marks[mark];
            _marks[mark] = 0;
        }
        return all;
    }

    private static void AddColumn(ref ushort sums, ReadOnlySpan<byte> levels, int scale)
    {
        ref var level = ref MemoryMarshal.GetReference(levels);
        var i = 0;
        // The upper half of (level · 256) · scale is level · scale >> 8.
        if (Avx512BW.IsSupported)
        {
            var by = Vector512.Create((ushort)scale);
            for (; i + 32 <= levels.Length; i += 32)
            {
                var wide = Avx512BW.ConvertToVector512UInt16(Vector256.LoadUnsafe(ref level, (nuint)i));
                var added = Avx512BW.MultiplyHigh(wide << 8, by) + Vector512.Min(wide, Vector512<ushort>.One);
                (Vector512.LoadUnsafe(ref sums, (nuint)i) + added).StoreUnsafe(ref sums, (nuint)i);
            }
        }
        else if (Avx2.IsSupported)
        {
            var by = Vector256.Create((ushort)scale);
            for (; i + 16 <= levels.Length; i += 16)
            {
                var wide = Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref level, (nuint)i)).AsUInt16();
                var added = Avx2.MultiplyHigh(wide << 8, by) + Vector256.Min(wide, Vector256<ushort>.One);
                (Vector256.LoadUnsafe(ref sums, (nuint)i) + added).StoreUnsafe(ref sums, (nuint)i);
            }
        }
        for (; i < levels.Length; i++)
        {
            var here = Unsafe.Add(ref level, i);
            if (here != 0) Unsafe.Add(ref sums, i) += (ushort)((here * scale >> 8) + 1);
        }
    }

    /// <summary>Counts what has a sum, remembers what may be among the best, and leaves the window clear for the next.</summary>
    private void Look(ref ushort sums, int from, int end)
    {
        var least = Vector512.Create(_nearlyBest.Least);
        for (var i = 0; i < end - from; i += 64)
        {
            var (low, high) = (Vector512.LoadUnsafe(ref sums, (nuint)i), Vector512.LoadUnsafe(ref sums, (nuint)i + 32));
            if ((low | high) == Vector512<ushort>.Zero) continue;
            var word = (from + i) >> 6;
            var eligible = _scan.EligibleWord(word) & TakeMarks(i >> 6);
            var found = (MaskOf(Vector512.GreaterThan(low, Vector512<ushort>.Zero)) | MaskOf(Vector512.GreaterThan(high, Vector512<ushort>.Zero)) << 32) & eligible;
            _scan.Found(word, found);
            var good = (MaskOf(Vector512.GreaterThanOrEqual(low, least)) | MaskOf(Vector512.GreaterThanOrEqual(high, least)) << 32) & found & _scan.FilteredWord(word);
            if (good != 0)
            {
                for (; good != 0; good &= good - 1)
                {
                    var at = i + BitOperations.TrailingZeroCount(good);
                    _nearlyBest.Add(from + at, Unsafe.Add(ref sums, at));
                }
                least = Vector512.Create(_nearlyBest.Least);
            }
            Vector512<ushort>.Zero.StoreUnsafe(ref sums, (nuint)i);
            Vector512<ushort>.Zero.StoreUnsafe(ref sums, (nuint)i + 32);
        }
    }

    private static ulong MaskOf(Vector512<ushort> lanes) => lanes.ExtractMostSignificantBits();
}
