using Marketplace.Search.Analysis;

namespace Marketplace.Search.Suggestions;

/// <summary>
/// How characters are typed: the readings (pinyin without tones) of a Han character, up to two, the usual one first; a Latin letter or digit is its own.
/// Readings bear codes in alphabetical order, so that those with one beginning lie together.
/// </summary>
public sealed class Readings
{
    /// <summary>Initials: 0 for what has none, a–z, 0–9.</summary>
    internal const int InitialCount = 37;

    private readonly char[] units = new char[0x10000];
    private readonly ushort[] first = new ushort[0x10000], second = new ushort[0x10000];
    private readonly string[] syllables;   // By code; 0 is none.

    private Readings(CharacterTable table, List<(char Character, string[] Readings)> rows)
    {
        var letters = Enumerable.Range('a', 26).Concat(Enumerable.Range('0', 10)).Select(letter => ((char)letter).ToString());
        syllables = ["", .. rows.SelectMany(row => row.Readings).Concat(letters).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        foreach (var letter in syllables.Where(syllable => syllable.Length == 1)) first[letter[0]] = (ushort)CodeOf(letter);
        foreach (var (character, readings) in rows)
        {
            first[character] = (ushort)CodeOf(readings[0]);
            if (readings.Length > 1) second[character] = (ushort)CodeOf(readings[1]);
        }
        for (var code = 0; code < units.Length; code++)
        {
            var character = (char)code;
            var folded = char.IsSurrogate(character) ? character : table.Simple(character);
            if (table.ClassOf(folded) is not (CharacterClass.Separator or CharacterClass.UnitSign) || char.IsSurrogate(folded)) units[code] = folded;
        }
    }

    /// <param name="dataFolder">The folder <c>data</c> of the checkout or the installation.</param>
    public static Readings Load(string dataFolder, Analyzer analyzer)
    {
        var rows = new List<(char, string[])>();
        foreach (var line in File.ReadLines(Path.Combine(dataFolder, "characters", "pinyin.tsv")).Skip(1))
        {
            if (line.Split('\t') is [[var character], { Length: > 0 } readings]) rows.Add((character, readings.Split(',')));
        }
        return new(analyzer.Characters, rows);
    }

    internal int CodeCount => syllables.Length;

    /// <summary>A character as it is compared; 0: it is passed over (spaces, punctuation).</summary>
    internal char UnitOf(char character) => units[character];

    /// <summary>Of a unit; 0: it has none.</summary>
    internal int First(char unit) => first[unit];

    internal int Second(char unit) => second[unit];

    internal string Syllable(int code) => syllables[code];

    internal int InitialOf(int code) => code == 0 ? 0 : syllables[code][0] switch
    {
        >= 'a' and <= 'z' and var letter => 1 + letter - 'a',
        >= '0' and <= '9' and var digit => 27 + digit - '0',
        _ => 0,
    };

    /// <summary>0: no such reading.</summary>
    internal int CodeOf(ReadOnlySpan<char> syllable)
    {
        var code = LowerBound(syllable);
        return code < syllables.Length && syllable.SequenceEqual(syllables[code]) ? code : 0;
    }

    /// <summary>The codes whose readings begin so, end exclusive.</summary>
    internal (int From, int To) Beginning(ReadOnlySpan<char> prefix)
    {
        var from = LowerBound(prefix);
        var to = from;
        while (to < syllables.Length && syllables[to].AsSpan().StartsWith(prefix, StringComparison.Ordinal)) to++;
        return (from, to);
    }

    internal bool SoundAlike(char left, char right)
    {
        if (first[left] == 0 || first[right] == 0) return false;
        return first[left] == first[right] || first[left] == second[right] || second[left] == first[right] || (second[left] != 0 && second[left] == second[right]);
    }

    private int LowerBound(ReadOnlySpan<char> syllable)
    {
        int low = 1, high = syllables.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (syllables[middle].AsSpan().SequenceCompareTo(syllable) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
