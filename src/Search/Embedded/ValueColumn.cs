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

    private int[] listStarts = [], lists = [];
    private ulong[]?[] sets = [];

    public bool AllAreSets { get; private set; }

    public int DocumentCount => Starts.Length - 1;

    public long Bytes => (Starts.LongLength + Held.LongLength + listStarts.LongLength + lists.LongLength) * sizeof(int)
        + sets.Sum(set => set is null ? 8L : set.LongLength * sizeof(ulong)) + Values.Sum(value => 22L + value.Length * sizeof(char));

    /// <summary>The documents with this value, or null where they are a list.</summary>
    public ulong[]? SetOf(int value) => sets[value];

    public ReadOnlySpan<int> HeldBy(int document) => Held.AsSpan(Starts[document], Starts[document + 1] - Starts[document]);

    public int Find(string value) => Array.BinarySearch(Values, value, StringComparer.Ordinal);

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
        if (sets[value] is { } set)
        {
            Bits.Or(bits, set);
            return;
        }
        for (var i = listStarts[value]; i < listStarts[value + 1]; i++) Bits.Set(bits, lists[i]);
    }

    /// <summary>Makes the lists and sets from the values of the documents.</summary>
    public ValueColumn Finished()
    {
        var counts = new int[Values.Length];
        foreach (var value in Held) counts[value]++;
        sets = new ulong[]?[Values.Length];
        listStarts = new int[Values.Length + 1];
        for (var value = 0; value < Values.Length; value++)
        {
            if (counts[value] * 32L >= DocumentCount) sets[value] = new ulong[Bits.WordsFor(DocumentCount)];
            listStarts[value + 1] = listStarts[value] + (sets[value] is null ? counts[value] : 0);
        }
        lists = new int[listStarts[^1]];
        AllAreSets = lists.Length == 0;
        var next = listStarts[..^1];
        for (var document = 0; document < DocumentCount; document++)
        {
            foreach (var value in HeldBy(document))
            {
                if (sets[value] is { } set) Bits.Set(set, document);
                else lists[next[value]++] = document;
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
