namespace Marketplace.Matching.Candidates;

/// <summary>Where one word stands, in the order of places. One writer appends while others read what they know of.</summary>
internal sealed class Postings
{
    private volatile Entries _entries = new(new int[4], new ushort[4]);
    private int _count;

    internal sealed record Entries(int[] Places, ushort[] Values);

    public void Add(int place, ushort value)
    {
        var entries = _entries;
        if (_count == entries.Places.Length)
        {
            var larger = new Entries(new int[_count * 2], new ushort[_count * 2]);
            entries.Places.CopyTo(larger.Places, 0);
            entries.Values.CopyTo(larger.Values, 0);
            _entries = entries = larger;
        }
        (entries.Places[_count], entries.Values[_count]) = (place, value);
        // After what it counts.
        Volatile.Write(ref _count, _count + 1);
    }

    public (Entries Entries, int Count) Read()
    {
        // Before the entries: they are at least as new.
        var count = Volatile.Read(ref _count);
        return (_entries, count);
    }
}
