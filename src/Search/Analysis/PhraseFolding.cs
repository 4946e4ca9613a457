using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Marketplace.Search.Analysis;

/// <summary>
/// A text as quoted phrases are compared with it: folded, each Han character a token of its own, runs of other letters and digits one, tokens parted by one space,
/// everything else dropped. A phrase stands in a text when its tokens stand there in one row, however either was cut into words.
/// </summary>
public static class PhraseFolding
{
    // What one character comes to when it stands by itself, found out when it is first met; below '0' nothing is a letter or a digit.
    private const char Unknown = '\0', Parts = '\u0001', Vanishes = '\u0002', Expands = '\u0003', Combines = '\u0004';
    private static readonly char[] s_folded = new char[0x10000];
    private static readonly ConcurrentDictionary<char, string> s_expanded = new();

    public static string Fold(string text)
    {
        char[] buffer = [];
        var length = Fold(text, ref buffer);
        return new(buffer, 0, length);
    }

    /// <summary>Into <paramref name="buffer"/>, which grows as it must; returns how much of it is filled.</summary>
    public static int Fold(ReadOnlySpan<char> text, ref char[] buffer)
    {
        if (buffer.Length < text.Length * 2) buffer = new char[text.Length * 2];
        var (length, joins) = (0, false);
        foreach (var letter in text)
        {
            var folded = s_folded[letter];
            if (folded == Unknown) folded = s_folded[letter] = FoldOne(letter);
            if (folded > Combines)
            {
                if (length + 2 > buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
                length = Put(folded, buffer, length, ref joins);
            }
            else if (folded == Parts) joins = false;
            else if (folded == Expands)
            {
                foreach (var part in s_expanded[letter])
                {
                    if (length + 2 > buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
                    if (part == Parts) joins = false;
                    else if (part != Vanishes) length = Put(part, buffer, length, ref joins);
                }
            }
            // What a character comes to depends on its neighbours only where one of them combines.
            else if (folded == Combines) return FoldWhole(text, ref buffer);
        }
        return length;
    }

    /// <summary>Both as <see cref="Fold(string)"/> gives them.</summary>
    public static bool Stands(ReadOnlySpan<char> phrase, ReadOnlySpan<char> text)
    {
        for (var at = 0; text[at..].IndexOf(phrase) is >= 0 and var next; at++)
        {
            at += next;
            var end = at + phrase.Length;
            if ((at == 0 || text[at - 1] == ' ') && (end == text.Length || text[end] == ' ')) return true;
            if (end == text.Length) return false;
        }
        return false;
    }

    private static int Put(char letter, char[] buffer, int length, ref bool joins)
    {
        var han = IsHan(letter);
        if ((han || !joins) && length > 0) buffer[length++] = ' ';
        buffer[length++] = letter;
        joins = !han;
        return length;
    }

    private static char FoldOne(char letter)
    {
        if (char.IsSurrogate(letter)) return Combines;
        var folded = TextFolding.WellFormed(letter.ToString()).Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        if (IsCombining(letter) || folded.Any(IsCombining)) return Combines;
        var parts = string.Concat(folded.Select(part => TextFolding.IsInvisible(part) ? Vanishes : char.IsLetterOrDigit(part) && part != '\uFFFD' ? part : Parts));
        if (parts.Length == 1) return parts[0];
        if (parts.All(part => part == Parts)) return Parts;
        s_expanded[letter] = parts;
        return Expands;
    }

    /// <summary>Marks, and the vowels and finals of Hangul, which are joined to what stands before them.</summary>
    private static bool IsCombining(char letter) =>
        char.IsSurrogate(letter) || CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        || letter is (>= '\u1100' and <= '\u11FF') or (>= '\uA960' and <= '\uA97F') or (>= '\uD7B0' and <= '\uD7FF');

    private static int FoldWhole(ReadOnlySpan<char> text, ref char[] buffer)
    {
        var folded = TextFolding.Fold(new string(text));
        var result = new StringBuilder(folded.Length * 2);
        var joins = false;
        foreach (var rune in folded.EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune) || rune.Value == 0xFFFD)
            {
                joins = false;
                continue;
            }
            var han = IsHan(rune.Value);
            if ((han || !joins) && result.Length > 0) result.Append(' ');
            result.Append(rune);
            joins = !han;
        }
        if (buffer.Length < result.Length) buffer = new char[result.Length];
        result.CopyTo(0, buffer, result.Length);
        return result.Length;
    }

    private static bool IsHan(int value) => value is (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0x20000 and <= 0x323AF);
}
