namespace Marketplace.Search.Analysis;

/// <summary>Units that may stand apart from their number. Single letters only where they are hardly anything else.</summary>
internal static class Units
{
    private static readonly ShortWords Known = new(
        "nm", "μm", "um", "mm", "cm", "dm", "km", "mg", "kg", "μg", "ug", "ng", "ml", "μl", "ul", "mol", "mmol", "ppm", "ppb", "rpm", "min",
        "mv", "kv", "ma", "mah", "ah", "kw", "mw", "gw", "kwh", "kva", "hz", "khz", "mhz", "ghz", "pa", "kpa", "mpa", "gpa", "bar", "db", "dbm",
        "°c", "°f", "kb", "mb", "gb", "tb", "bit", "kj", "mj", "ev", "kev", "mev", "mm2", "cm2", "m2", "m3", "cm3", "mm3", "hm2", "km2",
        "kn", "lx", "lm", "mpas", "ω", "kω", "mω", "pf", "μf", "nf", "wh");

    /// <summary>Where a unit ends that follows the number from <paramref name="start"/> to <paramref name="end"/> after one space; 0 if none does.</summary>
    public static int EndAfterSpace(ReadOnlySpan<char> characters, int start, int end)
    {
        if (end - start > LetterTerms.LongestTerm - ShortWords.Longest || end + 1 >= characters.Length || characters[end] != ' ' || !char.IsAsciiDigit(characters[end - 1])) return 0;
        foreach (var character in characters[start..end])
        {
            if (!char.IsAsciiDigit(character) && character != '.') return 0;
        }
        var unit = end + 1;
        var unitEnd = unit;
        while (unitEnd < characters.Length && unitEnd - unit <= ShortWords.Longest && (char.IsLetterOrDigit(characters[unitEnd]) || characters[unitEnd] == '°')
            && characters[unitEnd] < Lexicon.First) unitEnd++;
        // "10 GB/T" is no size.
        if (unitEnd < characters.Length && characters[unitEnd] == '/' && characters[unit..unitEnd] is "gb") return 0;
        return Known.Contains(characters[unit..unitEnd]) ? unitEnd : 0;
    }
}
