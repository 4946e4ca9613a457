namespace Marketplace.Search.Analysis;

/// <summary>A set of words of at most four characters, each held as one number: looking one up makes no string.</summary>
internal sealed class ShortWords(params ReadOnlySpan<string> words)
{
    public const int Longest = 4;

    private readonly HashSet<ulong> _packed = Pack(words);

    public bool Contains(ReadOnlySpan<char> word) => word.Length is > 0 and <= Longest && _packed.Contains(Pack(word));

    private static HashSet<ulong> Pack(ReadOnlySpan<string> words)
    {
        var result = new HashSet<ulong>();
        foreach (var word in words) result.Add(Pack(word));
        return result;
    }

    private static ulong Pack(ReadOnlySpan<char> word)
    {
        var result = 0UL;
        foreach (var character in word) result = result << 16 | character;
        return result;
    }
}
