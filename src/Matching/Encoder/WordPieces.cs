using System.Globalization;
using System.Text;
using Marketplace.Search.Analysis;

namespace Marketplace.Matching.Encoder;

/// <summary>Text to the tokens the encoder was trained on: every Han character and sign alone, other words in the longest pieces of its vocabulary.</summary>
public sealed class WordPieces
{
    /// <summary>Tokens of a text at most, with the two that frame it: as many as the encoder has places for.</summary>
    public const int Most = 256;

    private const int Unknown = 100, Begin = 101, End = 102;

    /// <summary>Longer words are not cut but unknown, as BERT has it.</summary>
    private const int LongestWord = 100;

    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _beginnings, _continuations;

    private WordPieces(string[] vocabulary)
    {
        var (beginnings, continuations) = (new Dictionary<string, int>(StringComparer.Ordinal), new Dictionary<string, int>(StringComparer.Ordinal));
        for (var id = 0; id < vocabulary.Length; id++)
        {
            if (vocabulary[id].StartsWith("##", StringComparison.Ordinal)) continuations[vocabulary[id][2..]] = id;
            else beginnings[vocabulary[id]] = id;
        }
        _beginnings = beginnings.GetAlternateLookup<ReadOnlySpan<char>>();
        _continuations = continuations.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public static WordPieces Load(string file) => new(File.ReadAllLines(file));

    public int[] Of(string text)
    {
        var ids = new List<int>(Most) { Begin };
        var folded = TextFolding.WellFormed(text).Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        var word = new StringBuilder();
        foreach (var rune in folded.EnumerateRunes())
        {
            if (ids.Count >= Most) break;
            if (IsSpace(rune)) Cut(word, ids);
            else if (IsControl(rune)) { }
            else if (IsHan(rune.Value) || IsPunctuation(rune))
            {
                Cut(word, ids);
                word.Append(rune);
                Cut(word, ids);
            }
            else word.Append(rune);
        }
        Cut(word, ids);
        if (ids.Count >= Most) ids.RemoveRange(Most - 1, ids.Count - Most + 1);
        ids.Add(End);
        return [.. ids];
    }

    private void Cut(StringBuilder letters, List<int> ids)
    {
        if (letters.Length == 0) return;
        var before = ids.Count;
        var word = letters.ToString().AsSpan();
        letters.Clear();
        // A word in one piece needs no search, and most are.
        if (_beginnings.TryGetValue(word, out var whole))
        {
            ids.Add(whole);
            return;
        }
        for (var start = 0; start < word.Length;)
        {
            var pieces = start == 0 ? _beginnings : _continuations;
            var length = word.Length > LongestWord ? 0 : word.Length - start;
            var id = Unknown;
            while (length > 0 && !pieces.TryGetValue(word.Slice(start, length), out id)) length--;
            if (length == 0)
            {
                ids.RemoveRange(before, ids.Count - before);
                ids.Add(Unknown);
                return;
            }
            ids.Add(id);
            start += length;
        }
    }

    private static bool IsSpace(Rune rune) => rune.Value is ' ' or '\t' or '\n' or '\r' || Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator;

    private static bool IsControl(Rune rune) => rune.Value is 0xFFFD
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;

    private static bool IsPunctuation(Rune rune) => rune.IsAscii ? rune.Value > ' ' && !Rune.IsLetterOrDigit(rune) : Rune.IsPunctuation(rune);

    private static bool IsHan(int value) => value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0xF900 and <= 0xFAFF)
        or (>= 0x20000 and <= 0x2CEAF) or (>= 0x2F800 and <= 0x2FA1F);
}
