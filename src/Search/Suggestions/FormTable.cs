namespace Marketplace.Search.Suggestions;

/// <summary>From a form of a word (one place left open, or left out) to the words that have it: hashes in order, words beside them, and where each of 65,536 parts begins.</summary>
internal sealed class FormTable
{
    private const int PartBits = 16;

    private readonly uint[] hashes;
    private readonly int[] words;
    private readonly int[] parts = new int[(1 << PartBits) + 1];

    public FormTable(List<uint> hashes, List<int> words)
    {
        this.hashes = [.. hashes];
        this.words = [.. words];
        Array.Sort(this.hashes, this.words);
        foreach (var hash in this.hashes) parts[(hash >> (32 - PartBits)) + 1]++;
        for (var i = 1; i < parts.Length; i++) parts[i] += parts[i - 1];
        // Of one form the words given first come first.
        for (int start = 0, end = 0; start < this.hashes.Length; start = end)
        {
            while (end < this.hashes.Length && this.hashes[end] == this.hashes[start]) end++;
            Array.Sort(this.words, start, end - start);
        }
    }

    public long Bytes => 4L * (hashes.Length + words.Length + parts.Length);

    /// <summary>Words that may have the form; another form may have the same hash.</summary>
    public ReadOnlySpan<int> Find(uint hash)
    {
        var part = hash >> (32 - PartBits);
        var (from, to) = (parts[part], parts[part + 1]);
        while (from < to && hashes[from] < hash) from++;
        var end = from;
        while (end < to && hashes[end] == hash) end++;
        return words.AsSpan(from, end - from);
    }

    // FNV-1a, 32 bit, over characters; the last step spreads the bits, for parts are told apart by the highest.
    public static uint Whole(ReadOnlySpan<char> word) => Spread(Hash(2166136261, word));

    /// <summary>With one place left open.</summary>
    public static uint Open(ReadOnlySpan<char> word, int place) => Spread(Hash((Hash(2166136261, word[..place]) ^ '*') * 16777619, word[(place + 1)..]));

    /// <summary>With one place left out.</summary>
    public static uint Without(ReadOnlySpan<char> word, int place) => Spread(Hash(Hash(2166136261, word[..place]), word[(place + 1)..]));

    private static uint Hash(uint hash, ReadOnlySpan<char> characters)
    {
        foreach (var character in characters) hash = (hash ^ character) * 16777619;
        return hash;
    }

    private static uint Spread(uint hash)
    {
        hash = (hash ^ (hash >> 16)) * 0x85EBCA6B;
        return hash ^ (hash >> 13);
    }
}
