using Marketplace.Search.Analysis;

namespace Marketplace.Search.Suggestions;

/// <summary>
/// The texts of one kind in flat arrays, never changed. A text's number is its rank: the heavier first, then ordinal. Each place a text may be typed from
/// (its beginning, then words in it) stands in two lists: by its first characters, and in a bucket by the first reading and the initial of the second.
/// </summary>
internal sealed partial class SuggestionSegment
{
    // A place is the text's number and, in the low byte, the offset.
    private const int OffsetBits = 8, LargestOffset = (1 << OffsetBits) - 1;

    // The beginning and seven words cover nine in ten titles; a word further on is a poor beginning for somebody who types.
    private const int MostPlaces = 8;

    // As many characters as order the places by text: four of 16 bits.
    private const int KeyLength = 4;

    public const int MostTexts = 1 << (32 - OffsetBits);

    private readonly Readings _readings;
    private readonly char[] _texts;
    private readonly int[] _ends;
    private readonly int[] _weights;
    private readonly uint[] _byText;
    private readonly uint[] _byReading;
    private readonly int[] _bucketEnds;

    /// <param name="entries">Each text once.</param>
    public SuggestionSegment(IEnumerable<KeyValuePair<string, int>> entries, Readings readings, Analyzer analyzer)
    {
        _readings = readings;
        var ranked = entries.ToArray();
        if (ranked.Length > MostTexts) throw new ArgumentException($"At most {MostTexts} texts of a kind.", nameof(entries));
        Array.Sort(ranked, static (left, right) => left.Value != right.Value ? right.Value.CompareTo(left.Value) : string.CompareOrdinal(left.Key, right.Key));
        _texts = new char[ranked.Sum(entry => entry.Key.Length)];
        _ends = new int[ranked.Length];
        _weights = new int[ranked.Length];
        var places = new List<uint>(ranked.Length * 4);
        var end = 0;
        var sink = new WordStarts(new List<int>(64));
        for (var i = 0; i < ranked.Length; i++)
        {
            ranked[i].Key.CopyTo(0, _texts, end, ranked[i].Key.Length);
            end += ranked[i].Key.Length;
            (_ends[i], _weights[i]) = (end, ranked[i].Value);
            sink.Starts.Clear();
            analyzer.Analyze(ranked[i].Key, ref sink);
            places.Add((uint)i << OffsetBits);
            foreach (var start in sink.Starts.Where(start => start is > 0 and <= LargestOffset).Distinct().Order().Take(MostPlaces - 1)) places.Add(((uint)i << OffsetBits) | (uint)start);
        }
        _byText = SortByText(places);
        (_byReading, _bucketEnds) = SortByReading(places);
    }

    public int Count => _ends.Length;

    public long Bytes => (2L * _texts.Length) + (4L * (_ends.Length + _weights.Length + _byText.Length + _byReading.Length + _bucketEnds.Length));

    public string TextOf(int text) => new(Text(text));

    public int WeightOf(int text) => _weights[text];

    private ReadOnlySpan<char> Text(int text)
    {
        var start = text == 0 ? 0 : _ends[text - 1];
        return _texts.AsSpan(start, _ends[text] - start);
    }

    private ReadOnlySpan<char> From(uint place) => Text((int)(place >> OffsetBits))[(int)(place & LargestOffset)..];

    private uint[] SortByText(List<uint> places)
    {
        var sorted = places.ToArray();
        var keys = Array.ConvertAll(sorted, place => KeyOf(From(place), _readings));
        Array.Sort(keys, sorted);
        for (int start = 0, end = 0; start < sorted.Length; start = end)
        {
            while (end < sorted.Length && keys[end] == keys[start]) end++;
            Array.Sort(sorted, start, end - start);   // Of equal beginnings the heaviest first.
        }
        return sorted;
    }

    /// <summary>The first characters as a number that sorts as they do.</summary>
    private static ulong KeyOf(ReadOnlySpan<char> text, Readings readings)
    {
        var key = 0UL;
        var length = 0;
        foreach (var character in text)
        {
            if (readings.UnitOf(character) is not (var unit and not '\0')) continue;
            key = (key << 16) | unit;
            if (++length == KeyLength) return key;
        }
        return key << (16 * (KeyLength - length));
    }

    /// <summary>A place whose first or second character has two readings stands in the bucket of each. Within a bucket the heaviest come first.</summary>
    private (uint[] Places, int[] BucketEnds) SortByReading(List<uint> places)
    {
        var marks = new int[_readings.CodeCount * Readings.InitialCount];
        Span<int> buckets = stackalloc int[4];
        foreach (var place in places) foreach (var bucket in buckets[..Buckets(From(place), buckets)]) marks[bucket]++;
        for (var i = 1; i < marks.Length; i++) marks[i] += marks[i - 1];
        var sorted = new uint[marks[^1]];
        // From behind, so that the counters end up where the buckets begin …
        for (var i = places.Count - 1; i >= 0; i--) foreach (var bucket in buckets[..Buckets(From(places[i]), buckets)]) sorted[--marks[bucket]] = places[i];
        // … and each begins where the one before ends.
        Array.Copy(marks, 1, marks, 0, marks.Length - 1);
        marks[^1] = sorted.Length;
        return (sorted, marks);
    }

    private int Buckets(ReadOnlySpan<char> text, Span<int> buckets)
    {
        var (head, next) = ('\0', '\0');
        foreach (var character in text)
        {
            if (_readings.UnitOf(character) is not (var unit and not '\0')) continue;
            if (head != 0)
            {
                next = unit;
                break;
            }
            head = unit;
        }
        var count = 0;
        Span<int> codes = [_readings.First(head), _readings.Second(head)], initials = [_readings.InitialOf(_readings.First(next)), _readings.InitialOf(_readings.Second(next))];
        foreach (var code in codes)
        {
            if (code == 0) continue;
            buckets[count++] = (code * Readings.InitialCount) + initials[0];
            if (initials[1] != 0 && initials[1] != initials[0]) buckets[count++] = (code * Readings.InitialCount) + initials[1];
        }
        return count;
    }

    private readonly record struct WordStarts(List<int> Starts) : ITermSink
    {
        public void Add(ReadOnlySpan<char> term, int position, int start, int end, TermKind kind)
        {
            // A single character within a text is particle more often than word.
            if (kind != TermKind.Inner && (kind != TermKind.Word || term.Length > 1)) Starts.Add(start);
        }
    }
}
