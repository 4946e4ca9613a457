namespace Marketplace.Search.Suggestions;

internal sealed partial class SuggestionSegment
{
    // Texts read at most in either list to see whether they fit: about 40 ns each, so a quarter of a millisecond. Two characters decide mostly, so
    // only a beginning that half of all _texts share (一种…) with _readings behind it comes near.
    private const int MostReadings = 6000;

    public void Find(TypedText typed, BestTexts best)
    {
        FindByReading(typed, best);
        FindByText(typed, best);
    }

    /// <summary>By the first letters typed. What stands before them (一种lidian) must stand before the place.</summary>
    private void FindByReading(TypedText typed, BestTexts best)
    {
        if (typed.IsLiteral) return;
        var left = MostReadings;
        var rest = typed.Units[typed.LiteralLength..];
        var letters = rest[..Math.Min(LongestReading, rest.Length)];
        if (letters.IndexOfAnyExceptInRange('a', 'z') is > 0 and var other) letters = letters[..other];
        // The longest reading first, for it is the likeliest: zhejiang is 浙江 rather than 综合…
        for (var length = letters.Length; length > 0; length--)
        {
            var piece = letters[..length];
            var isInitial = length == 1 || (length == 2 && piece is ['z' or 'c' or 's', 'h']);
            // As far as typing has come, and initials, stand for every reading that begins so.
            var (from, to) = isInitial || length == rest.Length ? _readings.Beginning(piece) : _readings.CodeOf(piece) is > 0 and var code ? (code, code + 1) : (0, 0);
            for (; from < to; from++) FindInBuckets(from, typed, rest[length..], best, ref left);
        }
    }

    // zhuang, chuang, shuang.
    private const int LongestReading = 6;

    private void FindByText(TypedText typed, BestTexts best)
    {
        var left = MostReadings;
        // Letters may be letters: LED. Behind Han characters they may be _readings too, which only reading the text tells.
        var literal = typed.LiteralLength == 0 ? typed.Units : typed.Units[..typed.LiteralLength];
        var isWhole = literal.Length == typed.Units.Length;
        literal = literal[..Math.Min(KeyLength, literal.Length)];
        var free = 16 * (KeyLength - literal.Length);
        var low = 0UL;
        foreach (var unit in literal) low = (low << 16) | unit;
        low <<= free;
        var end = UpperBound(low | ((1UL << free) - 1));
        for (var i = LowerBound(low); i < end && left > 0; i++)
        {
            var place = _byText[i];
            var text = (int)(place >> OffsetBits);
            var begins = (place & LargestOffset) == 0;
            if (!best.Takes(text, begins ? Fit.Literal : Fit.Inside)) continue;
            var fits = true;
            if (!isWhole || typed.Units.Length > KeyLength)
            {
                left--;
                fits = isWhole ? typed.IsLiterallyAt(From(place)) : typed.IsAt(From(place));
            }
            if (fits) best.Add(text, !begins ? Fit.Inside : isWhole || typed.IsLiterallyAt(From(place)) ? Fit.Literal : Fit.Read);
        }
    }

    private void FindInBuckets(int code, TypedText typed, ReadOnlySpan<char> next, BestTexts best, ref int left)
    {
        int from = 0, to = Readings.InitialCount;
        if (next.Length > 0)
        {
            from = _readings.InitialOf(_readings.First(next[0]));
            to = from + 1;
        }
        for (; from < to; from++)
        {
            var bucket = (code * Readings.InitialCount) + from;
            for (var i = bucket == 0 ? 0 : _bucketEnds[bucket - 1]; i < _bucketEnds[bucket] && left > 0; i++)
            {
                var text = (int)(_byReading[i] >> OffsetBits);
                // The heaviest come first: if this one would not be taken at its best, none behind it is.
                if (!best.Takes(text, Fit.Read)) break;
                var offset = (int)(_byReading[i] & LargestOffset);
                if (offset > 0 && typed.LiteralLength == 0 && !best.Takes(text, Fit.Inside)) continue;
                left--;
                if (!typed.IsAt(From(_byReading[i]), typed.LiteralLength) || !typed.LiterallyEnds(Text(text)[..offset], out var isAll)) continue;
                best.Add(text, isAll ? Fit.Read : Fit.Inside);
            }
        }
    }

    private int LowerBound(ulong key)
    {
        int low = 0, high = _byText.Length;
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) / 2);
            if (KeyOf(From(_byText[middle]), _readings) < key) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private int UpperBound(ulong key) => key == ulong.MaxValue ? _byText.Length : LowerBound(key + 1);
}
