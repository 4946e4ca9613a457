namespace Marketplace.Search.Suggestions;

/// <summary>From a form of a word (one place left open, or left out) to the words that have it: hashes in order, words beside them, and where each of 65,536 parts begins.</summary>
internal sealed class FormTable
{
    private const int PartBits = 16;

    private readonly uint[] _hashes;
    private readonly int[] _words;
    private readonly int[] _parts = new int[(1 << PartBits) + 1];

    public FormTable(List<uint> hashes, List<int> words)
    {
        _hashes = [.. hashes];
        _words = [.. words];
        Array.Sort(_hashes, _words);
        foreach (var hash in _hashes) _parts[(hash >> (32 - PartBits)) + 1]++;
        for (var i = 1; i < _parts.Length; i++) _parts[i] += _parts[i - 1];
        // Of one form the words given first come first.
        for (int start = 0, end = 0; start < _hashes.Length; start = end)
        {
            while (end < _hashes.Length && _hashes[end] == _hashes[start]) end++;
            Array.Sort(_words, start, end - start);
        }
    }

    public long Bytes => 4L * (_hashes.Length + _words.Length + _parts.Length);

    /// <summary>Words that may have the form; another form may have the same hash.</summary>
    public ReadOnlySpan<int> Find(uint hash)
    {
        var part = hash >> (32 - PartBits);
        var (from, to) = (_parts[part], _parts[part + 1]);
        while (from < to && _hashes[from] < hash) from++;
        var end = from;
        while (end < to && _hashes[end] == hash) end++;
        return _words.AsSpan(from, end - from);
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
