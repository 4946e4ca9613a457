namespace Marketplace.Search.Embedded;

/// <summary>
/// Short strings per document, both ways round: the values of a document (numbers into the sorted <see cref="Values"/>), and the documents of a value as a list or,
/// from one document in 32 on, as bits, which are smaller then.
/// </summary>
internal sealed class ValueColumn
{
    public required string[] Values { get; init; }

    /// <summary>The values of document d lie in <see cref="Held"/> from Starts[d] to Starts[d + 1].</summary>
    public required int[] Starts { get; init; }
    public required int[] Held { get; init; }

    private int[] _counts = [], _listStarts = [], _lists = [];
    private ulong[]?[] _sets = [];

    /// <summary>All values, the most frequent first.</summary>
    public int[] ByCount { get; private set; } = [];

    public int DocumentCount => Starts.Length - 1;

    public long Bytes => (Starts.LongLength + Held.LongLength + ByCount.LongLength + _counts.LongLength + _listStarts.LongLength + _lists.LongLength) * sizeof(int)
        + _sets.Sum(set => set is null ? 8L : set.LongLength * sizeof(ulong)) + Values.Sum(value => 22L + value.Length * sizeof(char));

    public ReadOnlySpan<int> HeldBy(int document) => Held.AsSpan(Starts[document], Starts[document + 1] - Starts[document]);

    public int Find(string value) => Array.BinarySearch(Values, value, StringComparer.Ordinal);

    /// <summary>How many documents of the segment have this value.</summary>
    public int CountOf(int value) => _counts[value];

    /// <summary>How many of these documents have it.</summary>
    public int CountIn(int value, ReadOnlySpan<ulong> documents)
    {
        if (_sets[value] is { } set) return Bits.CountBoth(set, documents);
        var count = 0;
        for (var i = _listStarts[value]; i < _listStarts[value + 1]; i++) count += Bits.Has(documents, _lists[i]) ? 1 : 0;
        return count;
    }

    public void Collect(string value, Span<ulong> bits)
    {
        if (Find(value) is >= 0 and var found) Collect(found, bits);
    }

    public void CollectBeginning(string prefix, Span<ulong> bits)
    {
        var first = Find(prefix);
        for (var value = first < 0 ? ~first : first; value < Values.Length && Values[value].StartsWith(prefix, StringComparison.Ordinal); value++) Collect(value, bits);
    }

    private void Collect(int value, Span<ulong> bits)
    {
        if (_sets[value] is { } set)
        {
            Bits.Or(bits, set);
            return;
        }
        for (var i = _listStarts[value]; i < _listStarts[value + 1]; i++) Bits.Set(bits, _lists[i]);
    }

    /// <summary>Makes the lists and sets from the values of the documents.</summary>
    public ValueColumn Finished()
    {
        _counts = new int[Values.Length];
        foreach (var value in Held) _counts[value]++;
        _sets = new ulong[]?[Values.Length];
        _listStarts = new int[Values.Length + 1];
        for (var value = 0; value < Values.Length; value++)
        {
            if (_counts[value] * 32L >= DocumentCount) _sets[value] = new ulong[Bits.WordsFor(DocumentCount)];
            _listStarts[value + 1] = _listStarts[value] + (_sets[value] is null ? _counts[value] : 0);
        }
        ByCount = [.. Enumerable.Range(0, Values.Length)];
        Array.Sort(ByCount, (one, other) => _counts[one] != _counts[other] ? _counts[other].CompareTo(_counts[one]) : one.CompareTo(other));
        _lists = new int[_listStarts[^1]];
        var next = _listStarts[..^1];
        for (var document = 0; document < DocumentCount; document++)
        {
            foreach (var value in HeldBy(document))
            {
                if (_sets[value] is { } set) Bits.Set(set, document);
                else _lists[next[value]++] = document;
            }
        }
        return this;
    }

    /// <summary>A column from what each document holds, in the order of documents.</summary>
    public static ValueColumn Of(IReadOnlyList<IReadOnlyList<string>> held)
    {
        var values = held.SelectMany(each => each).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var numbers = new Dictionary<string, int>(values.Length, StringComparer.Ordinal);
        for (var i = 0; i < values.Length; i++) numbers.Add(values[i], i);
        var starts = new int[held.Count + 1];
        var all = new List<int>(held.Count);
        for (var document = 0; document < held.Count; document++)
        {
            foreach (var value in held[document])
            {
                var number = numbers[value];
                // Said twice by one document, a value still counts once.
                if (all.IndexOf(number, starts[document]) < 0) all.Add(number);
            }
            starts[document + 1] = all.Count;
        }
        return new ValueColumn { Values = values, Starts = starts, Held = [.. all] }.Finished();
    }
}
