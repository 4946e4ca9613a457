namespace Marketplace.Search.Suggestions;

/// <summary>What has been typed so far, and whether a text reads like that from some place on: by its characters, their readings, their initials, or any mixture.</summary>
internal sealed class TypedText
{
    /// <summary>The places reached in it are bits of one number. Nobody types so far without choosing.</summary>
    public const int Longest = 60;

    private readonly Readings readings;
    private readonly char[] units;

    public TypedText(string text, Readings readings)
    {
        this.readings = readings;
        // Readings write ü as v, as keyboards do.
        units = [.. text.Take(4 * Longest).Select(c => c is 'ü' or 'Ü' ? 'v' : readings.UnitOf(c)).Where(unit => unit != 0)];
        while (LiteralLength < units.Length && !char.IsAsciiLetter(units[LiteralLength])) LiteralLength++;
    }

    public ReadOnlySpan<char> Units => units;

    /// <summary>How many characters at the beginning can only be themselves, not readings of others.</summary>
    public int LiteralLength { get; }

    public bool IsLiteral => LiteralLength == units.Length;

    /// <summary>Each character as it stands.</summary>
    public bool IsLiterallyAt(ReadOnlySpan<char> text)
    {
        var at = 0;
        foreach (var character in text)
        {
            if (readings.UnitOf(character) is not (var unit and not '\0')) continue;
            if (unit != units[at]) return false;
            if (++at == units.Length) return true;
        }
        return false;
    }

    public bool IsAt(ReadOnlySpan<char> text)
    {
        var reached = 1UL;   // Bit n: n characters of what was typed are used up.
        var all = 1UL << units.Length;
        foreach (var character in text)
        {
            if (readings.UnitOf(character) is not (var unit and not '\0')) continue;
            var next = 0UL;
            for (; reached != 0; reached &= reached - 1)
            {
                var at = System.Numerics.BitOperations.TrailingZeroCount(reached);
                if (units[at] == unit) next |= 2UL << at;
                if (unit < 128 || !char.IsAsciiLetter(units[at])) continue;
                next |= AfterReading(readings.First(unit), at) | AfterReading(readings.Second(unit), at);
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
        var syllable = readings.Syllable(code);
        var common = units.AsSpan(at).CommonPrefixLength(syllable);
        if (common == 0) return 0;
        var places = 2UL << at;
        if (common >= 2 && syllable[1] == 'h') places |= 4UL << at;
        if (common == syllable.Length || at + common == units.Length) places |= 1UL << (at + common);
        return places;
    }
}
