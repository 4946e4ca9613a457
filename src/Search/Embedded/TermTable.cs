using System.Runtime.CompilerServices;

namespace Marketplace.Search.Embedded;

/// <summary>Terms and their numbers: all letters in one array and an open hash table over it, so that half a million terms are four objects.</summary>
internal sealed class TermTable
{
    private char[] _letters;
    private int[] _starts;
    private int[] _slots;

    public TermTable(int capacity = 16)
    {
        _letters = new char[capacity * 4];
        _starts = new int[capacity + 1];
        _slots = new int[(int)uint.Max(16, System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity * 2))];
    }

    /// <summary>As saved: the hash table is made again.</summary>
    public TermTable(char[] letters, int[] starts)
    {
        (_letters, _starts, Count) = (letters, starts, starts.Length - 1);
        _slots = [];
        Rehash((int)uint.Max(16, System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Count * 2)));
    }

    public int Count { get; private set; }

    public long Bytes => _letters.LongLength * sizeof(char) + (_starts.LongLength + _slots.LongLength) * sizeof(int);

    public ReadOnlySpan<char> this[int term] => _letters.AsSpan(_starts[term], _starts[term + 1] - _starts[term]);

    public ReadOnlySpan<char> Letters => _letters.AsSpan(0, _starts[Count]);

    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, Count + 1);

    /// <summary>The number of a term, or −1.</summary>
    public int Find(ReadOnlySpan<char> term)
    {
        for (var slot = (int)Hash(term) & (_slots.Length - 1); ; slot = (slot + 1) & (_slots.Length - 1))
        {
            var found = _slots[slot] - 1;
            if (found < 0 || this[found].SequenceEqual(term)) return found;
        }
    }

    public int GetOrAdd(ReadOnlySpan<char> term)
    {
        var slot = (int)Hash(term) & (_slots.Length - 1);
        for (; _slots[slot] != 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (this[_slots[slot] - 1].SequenceEqual(term)) return _slots[slot] - 1;
        }
        var end = _starts[Count] + term.Length;
        if (end > _letters.Length) Array.Resize(ref _letters, int.Max(end, _letters.Length * 2));
        if (Count + 2 > _starts.Length) Array.Resize(ref _starts, _starts.Length * 2);
        term.CopyTo(_letters.AsSpan(_starts[Count]));
        _starts[++Count] = end;
        _slots[slot] = Count;
        // Half full at most: what is not there is found out after a step or two.
        if (Count * 2 > _slots.Length) Rehash(_slots.Length * 2);
        return Count - 1;
    }

    /// <summary>Gives back the room kept for growing.</summary>
    public void Trim()
    {
        Array.Resize(ref _letters, _starts[Count]);
        Array.Resize(ref _starts, Count + 1);
    }

    private void Rehash(int size)
    {
        _slots = new int[size];
        for (var term = 0; term < Count; term++)
        {
            var slot = (int)Hash(this[term]) & (size - 1);
            while (_slots[slot] != 0) slot = (slot + 1) & (size - 1);
            _slots[slot] = term + 1;
        }
    }

    /// <summary>Multiply and fold, a letter at a time: terms have two to five of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ReadOnlySpan<char> term)
    {
        // 2^64 divided by the golden ratio: spreads neighbouring values widest (Knuth).
        var hash = (ulong)term.Length;
        foreach (var letter in term) hash = (hash ^ letter) * 0x9E3779B97F4A7C15;
        return (uint)(hash >> 32);
    }
}
