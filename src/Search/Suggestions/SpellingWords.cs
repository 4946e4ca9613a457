namespace Marketplace.Search.Suggestions;

/// <summary>Words that exist, how often, and which of them differ from a given one in one place. Flat arrays, never changed.</summary>
internal sealed class SpellingWords
{
    /// <summary>Longer words are cut into these or stand alone.</summary>
    public const int LongestHan = 6;

    /// <summary>In shorter ones any letter may be right; longer ones are chemical names that nobody can guess.</summary>
    public const int ShortestLatin = 4, LongestLatin = 24;

    private readonly char[] characters;
    private readonly int[] ends;
    private readonly long[] frequencies;
    private readonly FormTable whole, forms;

    public SpellingWords(IEnumerable<KeyValuePair<string, long>> words)
    {
        // The most frequent first, so that candidates come in that order and a bound on their number leaves the rare ones out.
        var kept = words.Where(word => word.Value > 0 && (IsHanWord(word.Key) || IsLatinWord(word.Key)))
            .OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).ToList();
        characters = new char[kept.Sum(word => word.Key.Length)];
        ends = new int[kept.Count];
        frequencies = new long[kept.Count];
        List<uint> wholeHashes = [], formHashes = [];
        List<int> wholeWords = [], formWords = [];
        var end = 0;
        for (var i = 0; i < kept.Count; i++)
        {
            var word = kept[i].Key.AsSpan();
            word.CopyTo(characters.AsSpan(end));
            end += word.Length;
            (ends[i], frequencies[i]) = (end, kept[i].Value);
            wholeHashes.Add(FormTable.Whole(word));
            wholeWords.Add(i);
            for (var place = 0; place < word.Length; place++)
            {
                formHashes.Add(char.IsAsciiLetter(word[0]) ? FormTable.Without(word, place) : FormTable.Open(word, place));
                formWords.Add(i);
            }
        }
        whole = new(wholeHashes, wholeWords);
        forms = new(formHashes, formWords);
    }

    public int Count => ends.Length;

    public long Bytes => (2L * characters.Length) + (4L * ends.Length) + (8L * frequencies.Length) + whole.Bytes + forms.Bytes;

    public ReadOnlySpan<char> WordOf(int word)
    {
        var start = word == 0 ? 0 : ends[word - 1];
        return characters.AsSpan(start, ends[word] - start);
    }

    public long FrequencyOf(int word) => frequencies[word];

    public bool Contains(ReadOnlySpan<char> word)
    {
        foreach (var candidate in whole.Find(FormTable.Whole(word))) if (WordOf(candidate).SequenceEqual(word)) return true;
        return false;
    }

    /// <summary>May have the same characters in all places but one.</summary>
    public ReadOnlySpan<int> WithOpen(ReadOnlySpan<char> word, int place) => forms.Find(FormTable.Open(word, place));

    /// <summary>May become the word, or a part of it, by leaving one letter out.</summary>
    public ReadOnlySpan<int> LongerBy(ReadOnlySpan<char> letters) => forms.Find(FormTable.Whole(letters));

    public ReadOnlySpan<int> SameWithout(ReadOnlySpan<char> word, int place) => forms.Find(FormTable.Without(word, place));

    public ReadOnlySpan<int> ShorterBy(ReadOnlySpan<char> word, int place) => whole.Find(FormTable.Without(word, place));

    public static bool IsHan(char c) => c is >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF';

    private static bool IsHanWord(string word) => word.Length is >= 2 and <= LongestHan && word.All(IsHan);

    private static bool IsLatinWord(string word) => word.Length is >= ShortestLatin and <= LongestLatin && word.All(char.IsAsciiLetterLower);
}
