using System.Buffers;
using System.Numerics;
using Marketplace.Search.Queries;

namespace Marketplace.Search.Embedded;

/// <summary>
/// Counts the values of one column over the hits of all segments, exactly, but only as many values as it takes to know the most frequent. Few hits are walked one by
/// one. Many hits are met by the values in turn, the most frequent of the segment first: once the next can hold no more than the last of the best, the rest need no look.
/// </summary>
internal sealed class FacetCounter(FacetRequest request)
{
    // From every eighth document on, hits are many.
    private const int Many = 8;

    // Most documents lie in one segment; what the others hold is counted by name.
    private (ValueColumn Column, ulong[] Hits)? _lead;
    private readonly Dictionary<string, int> _elsewhere = new(StringComparer.Ordinal);
    private readonly FacetCount[] _most = new FacetCount[request.Size];
    private int _taken;

    public string Column => request.Column;

    public void Add(ValueColumn column, ulong[] hits)
    {
        if (_lead is not { } former)
        {
            _lead = (column, hits);
            return;
        }
        if (column.DocumentCount > former.Column.DocumentCount)
        {
            _lead = (column, hits);
            (column, hits) = former;
        }
        Walk(column, hits, (value, count) => _elsewhere[column.Values[value]] = _elsewhere.GetValueOrDefault(column.Values[value]) + count);
    }

    /// <summary>The most frequent first, equals in ordinal order.</summary>
    public IReadOnlyList<FacetCount> Most()
    {
        if (_lead is not var (column, hits)) return [];
        if (Bits.Count(hits) * (long)Many < column.DocumentCount)
        {
            Walk(column, hits, (value, count) =>
            {
                _elsewhere.Remove(column.Values[value], out var others);
                Offer(column.Values[value], count + others);
            });
            foreach (var (name, count) in _elsewhere) Offer(name, count);
        }
        else
        {
            foreach (var (name, count) in _elsewhere) Offer(name, count + (column.Find(name) is >= 0 and var value ? column.CountIn(value, hits) : 0));
            foreach (var value in column.ByCount)
            {
                if (_taken == _most.Length && column.CountOf(value) < _most[^1].Count) break;
                if (_elsewhere.Count == 0 || !_elsewhere.ContainsKey(column.Values[value])) Offer(column.Values[value], column.CountIn(value, hits));
            }
        }
        return _most[.._taken];
    }

    private void Offer(string name, int count)
    {
        if (count == 0 || (_taken == _most.Length && !Precedes(name, count, _most[^1]))) return;
        var place = _taken < _most.Length ? _taken++ : _taken - 1;
        for (; place > 0 && Precedes(name, count, _most[place - 1]); place--) _most[place] = _most[place - 1];
        _most[place] = new(name, count);
    }

    private static bool Precedes(string name, int count, FacetCount other) =>
        count > other.Count || (count == other.Count && string.CompareOrdinal(name, other.Value) < 0);

    private static void Walk(ValueColumn column, ulong[] hits, Action<int, int> found)
    {
        var counts = ArrayPool<int>.Shared.Rent(column.Values.Length);
        var seen = new List<int>();
        for (var word = 0; word < hits.Length; word++)
        {
            for (var left = hits[word]; left != 0; left &= left - 1)
            {
                foreach (var value in column.HeldBy((word << 6) + BitOperations.TrailingZeroCount(left)))
                {
                    if (seen.Count == 0) counts.AsSpan(0, column.Values.Length).Clear();
                    if (counts[value]++ == 0) seen.Add(value);
                }
            }
        }
        foreach (var value in seen) found(value, counts[value]);
        ArrayPool<int>.Shared.Return(counts);
    }
}
