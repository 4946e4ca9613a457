using System.Numerics;
using Marketplace.Search.Queries;

namespace Marketplace.Search.Embedded;

/// <summary>Counts the values of one column over the hits of all segments.</summary>
internal sealed class FacetCounter(FacetRequest request)
{
    // The segment with the most values leads: its counts are kept by number, the others' come to them by name.
    private string[] names = [];
    private int[] counts = [];
    private readonly Dictionary<string, int> elsewhere = new(StringComparer.Ordinal);

    public string Column => request.Column;

    public void Add(ValueColumn column, ReadOnlySpan<ulong> hits)
    {
        var (newNames, newCounts) = (column.Values, Count(column, hits));
        if (newNames.Length > names.Length) (names, counts, newNames, newCounts) = (newNames, newCounts, names, counts);
        for (var value = 0; value < newNames.Length; value++)
        {
            if (newCounts[value] > 0) Add(newNames[value], newCounts[value]);
        }
    }

    /// <summary>The most frequent first, equals in ordinal order.</summary>
    public IReadOnlyList<FacetCount> Most()
    {
        foreach (var (name, count) in elsewhere.ToList())
        {
            if (Array.BinarySearch(names, name, StringComparer.Ordinal) is >= 0 and var value)
            {
                counts[value] += count;
                elsewhere.Remove(name);
            }
        }
        var most = new FacetCount[request.Size];
        var taken = 0;
        for (var value = 0; value < names.Length; value++) taken = Offer(most, taken, names[value], counts[value]);
        foreach (var (name, count) in elsewhere) taken = Offer(most, taken, name, count);
        return most[..taken];
    }

    private void Add(string name, int count)
    {
        if (Array.BinarySearch(names, name, StringComparer.Ordinal) is >= 0 and var value) counts[value] += count;
        else elsewhere[name] = elsewhere.GetValueOrDefault(name) + count;
    }

    private static int Offer(FacetCount[] most, int taken, string name, int count)
    {
        if (count == 0) return taken;
        if (taken == most.Length && !Precedes(name, count, most[^1])) return taken;
        var place = taken < most.Length ? taken : taken - 1;
        for (; place > 0 && Precedes(name, count, most[place - 1]); place--) most[place] = most[place - 1];
        most[place] = new(name, count);
        return int.Min(taken + 1, most.Length);
    }

    private static bool Precedes(string name, int count, FacetCount other) =>
        count > other.Count || (count == other.Count && string.CompareOrdinal(name, other.Value) < 0);

    private static int[] Count(ValueColumn column, ReadOnlySpan<ulong> hits)
    {
        var found = new int[column.Values.Length];
        // Bits of few values against bits of hits: a word of 64 documents costs what one document costs the other way.
        if (column.AllAreSets && Bits.Count(hits) > column.Values.Length * (long)hits.Length / 8)
        {
            for (var value = 0; value < found.Length; value++) found[value] = Bits.CountBoth(column.SetOf(value)!, hits);
            return found;
        }
        for (var word = 0; word < hits.Length; word++)
        {
            for (var left = hits[word]; left != 0; left &= left - 1)
            {
                foreach (var value in column.HeldBy((word << 6) + BitOperations.TrailingZeroCount(left))) found[value]++;
            }
        }
        return found;
    }
}
