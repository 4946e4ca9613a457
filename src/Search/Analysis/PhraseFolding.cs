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
        var tokens = new Tokens(buffer.Length < text.Length * 2 ? new char[text.Length * 2] : buffer);
        foreach (var letter in text)
        {
            var folded = s_folded[letter];
            if (folded == Unknown) folded = s_folded[letter] = FoldOne(letter);
            // What a character comes to depends on its neighbours only where one of them combines.
            if (folded == Combines)
            {
                tokens = FoldWhole(new string(text), tokens.Letters);
                break;
            }
            if (folded == Expands) foreach (var part in s_expanded[letter]) tokens.Add(part);
            else tokens.Add(folded);
        }
        buffer = tokens.Letters;
        return tokens.Length;
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

    private static Tokens FoldWhole(string text, char[] buffer)
    {
        var tokens = new Tokens(buffer);
        foreach (var rune in TextFolding.Fold(text).EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune) || rune.Value == 0xFFFD) tokens.Add(Parts);
            else foreach (var part in rune.ToString()) tokens.Add(part, IsHan(rune.Value));
        }
        return tokens;
    }

    private static bool IsHan(int value) => value is (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0x20000 and <= 0x323AF);

    /// <summary>Tokens while they are written, one behind the other.</summary>
    private struct Tokens(char[] letters)
    {
        private bool _joins;

        public char[] Letters = letters;
        public int Length;

        /// <summary>A folded character, or what a character without one does.</summary>
        public void Add(char folded)
        {
            if (folded > Combines) Add(folded, IsHan(folded));
            else if (folded == Parts) _joins = false;
        }

        public void Add(char letter, bool han)
        {
            if (Length + 2 > Letters.Length) Array.Resize(ref Letters, Letters.Length * 2 + 2);
            if ((han || !_joins) && Length > 0 && !char.IsLowSurrogate(letter)) Letters[Length++] = ' ';
            Letters[Length++] = letter;
            _joins = !han;
        }
    }
}
