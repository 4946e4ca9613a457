namespace Marketplace.Search.Analysis;

/// <summary>Symbols of the international patent classification: H01M10/0525, also with a space before the main group.</summary>
internal static class IpcSymbol
{
    public const int SubclassLength = 4;

    /// <summary>Where the symbol ends that begins at <paramref name="start"/>, 0 if none does.</summary>
    public static int Read(ReadOnlySpan<char> folded, int start, Span<char> symbol, out int length)
    {
        length = 0;
        var rest = folded[start..];
        if (rest.Length < 8 || rest[0] is < 'a' or > 'h' || !char.IsAsciiDigit(rest[1]) || !char.IsAsciiDigit(rest[2]) || !char.IsAsciiLetterLower(rest[3])) return 0;
        var at = SubclassLength;
        while (at < rest.Length && at - SubclassLength < 3 && rest[at] == ' ') at++;
        var group = Digits(rest, at, 4);
        if (group == 0 || at + group >= rest.Length || rest[at + group] != '/') return 0;
        var subgroup = Digits(rest, at + group + 1, 6);
        if (subgroup < 2) return 0;
        rest[..SubclassLength].CopyTo(symbol);
        var end = at + group + 1 + subgroup;
        rest[at..end].CopyTo(symbol[SubclassLength..]);
        length = SubclassLength + end - at;
        return start + end;
    }

    private static int Digits(ReadOnlySpan<char> text, int at, int most)
    {
        var count = 0;
        while (count < most && at + count < text.Length && char.IsAsciiDigit(text[at + count])) count++;
        return count;
    }
}
