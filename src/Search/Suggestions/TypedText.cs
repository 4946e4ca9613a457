namespace Marketplace.Search.Suggestions;

/// <summary>What has been typed so far, and whether a text reads like that from some place on: by its characters, their readings, their initials, or any mixture.</summary>
internal sealed class TypedText
{
    /// <summary>The places reached in it are bits of one number. Nobody types so far without choosing.</summary>
    public const int Longest = 60;

    private readonly Readings _readings;
    private readonly char[] _units;

    public TypedText(string text, Readings readings)
    {
        _readings = readings;
        // Readings write ü as v, as keyboards do.
        _units = [.. text.Take(4 * Longest).Select(c => c is 'ü' or 'Ü' ? 'v' : readings.UnitOf(c)).Where(unit => unit != 0)];
        while (LiteralLength < _units.Length && !char.IsAsciiLetter(_units[LiteralLength])) LiteralLength++;
    }

    public ReadOnlySpan<char> Units => _units;

    /// <summary>How many characters at the beginning can only be themselves, not readings of others.</summary>
    public int LiteralLength { get; }

    public bool IsLiteral => LiteralLength == _units.Length;

    /// <summary>Each character as it stands.</summary>
    public bool IsLiterallyAt(ReadOnlySpan<char> text)
    {
        var at = 0;
        foreach (var character in text)
        {
            if (_readings.UnitOf(character) is not (var unit and not '\0')) continue;
            if (unit != _units[at]) return false;
            if (++at == _units.Length) return true;
        }
        return false;
    }

    /// <summary>What was typed as it stands, before the first letter, ends this text; <paramref name="isAll"/>: and nothing else is in it.</summary>
    public bool LiterallyEnds(ReadOnlySpan<char> text, out bool isAll)
    {
        isAll = false;
        var at = LiteralLength;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            if (_readings.UnitOf(text[i]) is not (var unit and not '\0')) continue;
            if (at == 0) return true;
            if (_units[--at] != unit) return false;
        }
        isAll = at == 0;
        return isAll;
    }

    /// <param name="from">How many characters of what was typed are accounted for already.</param>
    public bool IsAt(ReadOnlySpan<char> text, int from = 0)
    {
        var reached = 1UL << from;   // Bit n: n characters of what was typed are used up.
        var all = 1UL << _units.Length;
        foreach (var character in text)
        {
            if (_readings.UnitOf(character) is not (var unit and not '\0')) continue;
            var next = 0UL;
            for (; reached != 0; reached &= reached - 1)
            {
                var at = System.Numerics.BitOperations.TrailingZeroCount(reached);
                if (_units[at] == unit) next |= 2UL << at;
                if (unit < 128 || !char.IsAsciiLetter(_units[at])) continue;
                next |= AfterReading(_readings.First(unit), at) | AfterReading(_readings.Second(unit), at);
            }
            if ((next & all) != 0) return true;
            if (next == 0) return false;
            reached = next;
        }
        return false;
    }

    /// <summary>The places reached by typing a reading in full, its initial only (zh also as two letters), or as far as typing has come.</summary>
    private ulong AfterReading(int code, int at)
    {
        if (code == 0) return 0;
        var syllable = _readings.Syllable(code);
        var common = _units.AsSpan(at).CommonPrefixLength(syllable);
        if (common == 0) return 0;
        var places = 2UL << at;
        if (common >= 2 && syllable[1] == 'h') places |= 4UL << at;
        if (common == syllable.Length || at + common == _units.Length) places |= 1UL << (at + common);
        return places;
    }
}
