using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Marketplace.Matching.Factors;
using Marketplace.Matching.Vectors;

namespace Marketplace.Matching.Candidates;

/// <summary>The best so far for one that asks.</summary>
internal sealed unsafe class CandidateRun<TItem>
{
    private const int Step = 32;

    /// <summary>So far ahead of what is read memory is asked for: by itself the processor does not ask beyond a page.</summary>
    private const int Ahead = 8192, CacheLine = 64;

    private readonly CandidateQuery _query;
    private readonly float _wordsWeight, _termsWeight;
    private readonly short[] _numbers;
    private readonly Walk[] _walks;
    private readonly uint[] _sums = new uint[Chunk<TItem>.Size];

    // The least on top. Among equals the one that came last, so that it goes first.
    private readonly PriorityQueue<TItem, (float Sum, int Place)> _best;
    private float _least;

    private struct Walk(Postings.Entries entries, int count, ushort weight, int next)
    {
        public readonly Postings.Entries Entries = entries;
        public readonly int Count = count;
        public readonly uint Weight = weight;
        public int Next = next;
    }

    /// <param name="query">What is asked.</param>
    /// <param name="weights">Words against vectors.</param>
    /// <param name="words">Where they stand.</param>
    /// <param name="first">Nothing before this place is looked at.</param>
    public CandidateRun(CandidateQuery query, CandidateWeights weights, WordPostings words, int first)
    {
        _query = query;
        (_wordsWeight, _termsWeight) = ((float)weights.Words, (float)weights.Terms);
        _numbers = [.. query.Terms.Bytes.Select(number => (short)number)];
        _walks = [.. Walks(query, words, first)];
        _best = new(query.Most + 1, Comparer<(float Sum, int Place)>.Create((left, right) => left.Sum != right.Sum ? left.Sum.CompareTo(right.Sum) : right.Place.CompareTo(left.Place)));
        _least = query.Most > 0 ? float.NegativeInfinity : float.PositiveInfinity;
    }

    public void Look(Chunk<TItem> chunk, int first, int count)
    {
        AddWords(first, first + count);
        var vector = chunk.First;
        var (scales, units, forms) = (chunk.Scales, chunk.Units, chunk.Forms);
        for (var place = 0; place < count; place++)
        {
            Fetch(vector + Ahead);
            var sum = _termsWeight * Math.Max(0, Dot(vector) * scales[place] * _query.Terms.Scale);
            if (_sums[place] != 0) sum += _wordsWeight * TextFactors.Overlap(_sums[place] * _query.Words.Unit * units[place]);
            if (sum > _least && (forms[place] & _query.Forms) != 0) Take(chunk.Items[place], sum, first + place);
            vector += TermTable.Size;
        }
        GC.KeepAlive(chunk);
    }

    /// <summary>The best of several that looked for the same in different places.</summary>
    public static IReadOnlyList<Candidate<TItem>> InOrder(IReadOnlyList<CandidateRun<TItem>> runs) =>
        [.. runs.SelectMany(run => run._best.UnorderedItems).OrderByDescending(item => item.Priority.Sum).ThenBy(item => item.Priority.Place).Take(runs[0]._query.Most)
            .Select(item => new Candidate<TItem>(item.Element, item.Priority.Sum))];

    private static IEnumerable<Walk> Walks(CandidateQuery query, WordPostings words, int first)
    {
        for (var i = 0; i < query.Words.Numbers.Length; i++)
        {
            if (words.Of(query.Words.Numbers[i])?.Read() is var (entries, count) && count > 0) yield return new(entries, count, query.Words.Values[i], From(entries, count, first));
        }
    }

    private static int From(Postings.Entries entries, int count, int first) =>
        first == 0 ? 0 : Array.BinarySearch(entries.Places, 0, count, first) is var found && found >= 0 ? found : ~found;

    private void AddWords(int first, int end)
    {
        Array.Clear(_sums);
        foreach (ref var walk in _walks.AsSpan())
        {
            var (places, values) = (walk.Entries.Places, walk.Entries.Values);
            var next = walk.Next;
            for (; next < walk.Count && places[next] is var place && place < end; next++) _sums[place - first] += walk.Weight * values[next];
            walk.Next = next;
        }
    }

    private void Take(TItem item, float sum, int place)
    {
        if (_best.Count < _query.Most) _best.Enqueue(item, (sum, place));
        else _best.EnqueueDequeue(item, (sum, place));
        if (_best.Count == _query.Most) _least = _best.TryPeek(out _, out var least) ? least.Sum : _least;
    }

    /// <summary>Nothing is read there yet, and nothing happens where nothing is.</summary>
    private static void Fetch(sbyte* vector)
    {
        if (!Sse.IsSupported) return;
        for (var line = 0; line < TermTable.Size; line += CacheLine) Sse.Prefetch1(vector + line);
    }

    private int Dot(sbyte* vector)
    {
        Vector512<int> even = default, odd = default;
        ref var numbers = ref _numbers[0];
        for (nuint i = 0; i < TermTable.Size; i += 2 * Step)
        {
            even += Wide.MultiplyAdd(Wide.Shorts(Vector256.Load(vector + i)), Vector512.LoadUnsafe(ref numbers, i));
            odd += Wide.MultiplyAdd(Wide.Shorts(Vector256.Load(vector + i + Step)), Vector512.LoadUnsafe(ref numbers, i + Step));
        }
        return Vector512.Sum(even + odd);
    }
}
