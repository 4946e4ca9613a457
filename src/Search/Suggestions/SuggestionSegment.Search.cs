namespace Marketplace.Search.Suggestions;

internal sealed partial class SuggestionSegment
{
    // Texts read at most to see whether they fit: about 40 ns each, so half a millisecond. What is typed decides after two characters, so only
    // a beginning that half of all texts share (一种…) with readings behind it comes near.
    private const int MostReadings = 12_000;

    /// <summary>The best texts, as ranks: number, plus <see cref="BestTexts.InnerRank"/> where the text does not begin literally with what was typed.</summary>
    public void Find(TypedText typed, BestTexts best)
    {
        var left = MostReadings;
        FindByText(typed, best, ref left);
        if (!char.IsAsciiLetter(typed.Units[0])) return;
        for (var length = 1; length <= typed.Units.Length && length <= LongestReading; length++)
        {
            var piece = typed.Units[..length];
            if (!char.IsAsciiLetter(piece[^1])) break;
            var isInitial = length == 1 || (length == 2 && piece is ['z' or 'c' or 's', 'h']);
            // As far as typing has come, and initials, stand for every reading that begins so.
            var (from, to) = isInitial || length == typed.Units.Length ? readings.Beginning(piece) : readings.CodeOf(piece) is > 0 and var code ? (code, code + 1) : (0, 0);
            for (; from < to; from++) FindByReading(from, typed, length, best, ref left);
        }
    }

    // zhuang, chuang, shuang.
    private const int LongestReading = 6;

    private void FindByText(TypedText typed, BestTexts best, ref int left)
    {
        // Letters may be letters: LED. Behind Han characters they may be readings too, which only reading the text tells.
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
            var place = byText[i];
            var text = (int)(place >> OffsetBits);
            var begins = (place & LargestOffset) == 0;
            if (!best.Takes(begins ? text : text + BestTexts.InnerRank)) continue;
            var fits = true;
            if (!isWhole || typed.Units.Length > KeyLength)
            {
                left--;
                fits = isWhole ? typed.IsLiterallyAt(From(place)) : typed.IsAt(From(place));
            }
            if (fits) best.Add(text, begins && (isWhole || typed.IsLiterallyAt(From(place))));
        }
    }

    private void FindByReading(int code, TypedText typed, int length, BestTexts best, ref int left)
    {
        int from = 0, to = Readings.InitialCount;
        if (length < typed.Units.Length)
        {
            from = readings.InitialOf(readings.First(typed.Units[length]));
            to = from + 1;
        }
        for (; from < to; from++)
        {
            var bucket = (code * Readings.InitialCount) + from;
            for (var i = bucket == 0 ? 0 : bucketEnds[bucket - 1]; i < bucketEnds[bucket] && left > 0; i++)
            {
                var text = (int)(byReading[i] >> OffsetBits);
                // The heaviest come first: none behind this one is taken either.
                if (!best.Takes(text + BestTexts.InnerRank)) break;
                left--;
                if (typed.IsAt(From(byReading[i]))) best.Add(text, begins: false);
            }
        }
    }

    private int LowerBound(ulong key)
    {
        int low = 0, high = byText.Length;
        while (low < high)
        {
            var middle = (int)(((uint)low + (uint)high) / 2);
            if (KeyOf(From(byText[middle]), readings) < key) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private int UpperBound(ulong key) => key == ulong.MaxValue ? byText.Length : LowerBound(key + 1);
}
