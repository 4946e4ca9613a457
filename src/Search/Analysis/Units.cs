using System.Collections.Frozen;

namespace Marketplace.Search.Analysis;

/// <summary>Units that may stand apart from their number. Single letters only where they are hardly anything else.</summary>
internal static class Units
{
    private const int Longest = 4;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Known = FrozenSet.Create(StringComparer.Ordinal,
        "nm", "μm", "um", "mm", "cm", "dm", "km", "mg", "kg", "μg", "ug", "ng", "ml", "μl", "ul", "mol", "mmol", "ppm", "ppb", "rpm", "min",
        "mv", "kv", "ma", "mah", "ah", "kw", "mw", "gw", "kwh", "kva", "hz", "khz", "mhz", "ghz", "pa", "kpa", "mpa", "gpa", "bar", "db", "dbm",
        "°c", "°f", "kb", "mb", "gb", "tb", "bit", "kj", "mj", "ev", "kev", "mev", "mm2", "cm2", "m2", "m3", "cm3", "mm3", "hm2", "km2",
        "kn", "nm", "lx", "lm", "mpas", "ω", "kω", "mω", "pf", "μf", "nf", "wh").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Where a unit ends that follows the number from <paramref name="start"/> to <paramref name="end"/> after one space; 0 if none does.</summary>
    public static int EndAfterSpace(ReadOnlySpan<char> characters, int start, int end)
    {
        if (end - start > LetterTerms.LongestTerm - Longest || end + 1 >= characters.Length || characters[end] != ' ' || !char.IsAsciiDigit(characters[end - 1])) return 0;
        if (characters[start..end].IndexOfAnyExceptInRange('.', '9') >= 0) return 0;   // Digits and points only.
        var unit = end + 1;
        var unitEnd = unit;
        while (unitEnd < characters.Length && unitEnd - unit <= Longest && (char.IsLetterOrDigit(characters[unitEnd]) || characters[unitEnd] == '°')
            && characters[unitEnd] < Lexicon.First) unitEnd++;
        // "10 GB/T" is no size.
        if (unitEnd < characters.Length && characters[unitEnd] == '/' && characters[unit..unitEnd] is "gb") return 0;
        return unitEnd - unit <= Longest && Known.Contains(characters[unit..unitEnd]) ? unitEnd : 0;
    }
}
