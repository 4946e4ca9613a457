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

    private readonly char[] _units = new char[0x10000];
    private readonly ushort[] _first = new ushort[0x10000], _second = new ushort[0x10000];
    private readonly string[] _syllables;   // By code; 0 is none.

    private Readings(CharacterTable table, List<(char Character, string[] Readings)> rows)
    {
        var letters = Enumerable.Range('a', 26).Concat(Enumerable.Range('0', 10)).Select(letter => ((char)letter).ToString());
        _syllables = ["", .. rows.SelectMany(row => row.Readings).Concat(letters).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        foreach (var letter in _syllables.Where(syllable => syllable.Length == 1)) _first[letter[0]] = (ushort)CodeOf(letter);
        foreach (var (character, readings) in rows)
        {
            _first[character] = (ushort)CodeOf(readings[0]);
            if (readings.Length > 1) _second[character] = (ushort)CodeOf(readings[1]);
        }
        for (var code = 0; code < _units.Length; code++)
        {
            var character = (char)code;
            var folded = char.IsSurrogate(character) ? character : table.Simple(character);
            if (table.ClassOf(folded) is not (CharacterClass.Separator or CharacterClass.UnitSign) || char.IsSurrogate(folded)) _units[code] = folded;
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

    internal int CodeCount => _syllables.Length;

    /// <summary>A character as it is compared; 0: it is passed over (spaces, punctuation).</summary>
    internal char UnitOf(char character) => _units[character];

    /// <summary>Of a unit; 0: it has none.</summary>
    internal int First(char unit) => _first[unit];

    internal int Second(char unit) => _second[unit];

    internal string Syllable(int code) => _syllables[code];

    internal int InitialOf(int code) => code == 0 ? 0 : _syllables[code][0] switch
    {
        >= 'a' and <= 'z' and var letter => 1 + letter - 'a',
        >= '0' and <= '9' and var digit => 27 + digit - '0',
        _ => 0,
    };

    /// <summary>0: no such reading.</summary>
    internal int CodeOf(ReadOnlySpan<char> syllable)
    {
        var code = LowerBound(syllable);
        return code < _syllables.Length && syllable.SequenceEqual(_syllables[code]) ? code : 0;
    }

    /// <summary>The codes whose readings begin so, end exclusive.</summary>
    internal (int From, int To) Beginning(ReadOnlySpan<char> prefix)
    {
        var from = LowerBound(prefix);
        var to = from;
        while (to < _syllables.Length && _syllables[to].AsSpan().StartsWith(prefix, StringComparison.Ordinal)) to++;
        return (from, to);
    }

    internal bool SoundAlike(char left, char right)
    {
        if (_first[left] == 0 || _first[right] == 0) return false;
        return _first[left] == _first[right] || _first[left] == _second[right] || _second[left] == _first[right] || (_second[left] != 0 && _second[left] == _second[right]);
    }

    private int LowerBound(ReadOnlySpan<char> syllable)
    {
        int low = 1, high = _syllables.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_syllables[middle].AsSpan().SequenceCompareTo(syllable) < 0) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
