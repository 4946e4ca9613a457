namespace Marketplace.Search.Suggestions;

/// <summary>Words that exist, how often, and which of them differ from a given one in one place. Flat arrays, never changed.</summary>
internal sealed class SpellingWords
{
    /// <summary>Longer words are cut into these or stand alone.</summary>
    public const int LongestHan = 6;

    /// <summary>In shorter ones any letter may be right; longer ones are chemical names that nobody can guess.</summary>
    public const int ShortestLatin = 4, LongestLatin = 24;

    private readonly char[] _characters;
    private readonly int[] _ends;
    private readonly long[] _frequencies;
    private readonly FormTable _whole, _forms;

    public SpellingWords(IEnumerable<KeyValuePair<string, long>> words)
    {
        // The most frequent first, so that candidates come in that order and a bound on their number leaves the rare ones out.
        var kept = words.Where(word => word.Value > 0 && (IsHanWord(word.Key) || IsLatinWord(word.Key)))
            .OrderByDescending(word => word.Value).ThenBy(word => word.Key, StringComparer.Ordinal).ToList();
        _characters = new char[kept.Sum(word => word.Key.Length)];
        _ends = new int[kept.Count];
        _frequencies = new long[kept.Count];
        List<uint> wholeHashes = [], formHashes = [];
        List<int> wholeWords = [], formWords = [];
        var end = 0;
        for (var i = 0; i < kept.Count; i++)
        {
            var word = kept[i].Key.AsSpan();
            word.CopyTo(_characters.AsSpan(end));
            end += word.Length;
            (_ends[i], _frequencies[i]) = (end, kept[i].Value);
            wholeHashes.Add(FormTable.Whole(word));
            wholeWords.Add(i);
            for (var place = 0; place < word.Length; place++)
            {
                formHashes.Add(char.IsAsciiLetter(word[0]) ? FormTable.Without(word, place) : FormTable.Open(word, place));
                formWords.Add(i);
            }
        }
        _whole = new(wholeHashes, wholeWords);
        _forms = new(formHashes, formWords);
    }

    public int Count => _ends.Length;

    public long Bytes => (2L * _characters.Length) + (4L * _ends.Length) + (8L * _frequencies.Length) + _whole.Bytes + _forms.Bytes;

    public ReadOnlySpan<char> WordOf(int word)
    {
        var start = word == 0 ? 0 : _ends[word - 1];
        return _characters.AsSpan(start, _ends[word] - start);
    }

    public long FrequencyOf(int word) => _frequencies[word];

    public bool Contains(ReadOnlySpan<char> word)
    {
        foreach (var candidate in _whole.Find(FormTable.Whole(word))) if (WordOf(candidate).SequenceEqual(word)) return true;
        return false;
    }

    /// <summary>May have the same characters in all places but one.</summary>
    public ReadOnlySpan<int> WithOpen(ReadOnlySpan<char> word, int place) => _forms.Find(FormTable.Open(word, place));

    /// <summary>May become the word, or a part of it, by leaving one letter out.</summary>
    public ReadOnlySpan<int> LongerBy(ReadOnlySpan<char> letters) => _forms.Find(FormTable.Whole(letters));

    public ReadOnlySpan<int> SameWithout(ReadOnlySpan<char> word, int place) => _forms.Find(FormTable.Without(word, place));

    public ReadOnlySpan<int> ShorterBy(ReadOnlySpan<char> word, int place) => _whole.Find(FormTable.Without(word, place));

    public static bool IsHan(char c) => c is >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF';

    private static bool IsHanWord(string word) => word.Length is >= 2 and <= LongestHan && word.All(IsHan);

    private static bool IsLatinWord(string word) => word.Length is >= ShortestLatin and <= LongestLatin && word.All(char.IsAsciiLetterLower);
}
