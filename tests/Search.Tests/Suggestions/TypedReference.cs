namespace Marketplace.Search.Tests.Suggestions;

/// <summary>Whether a text begins as typed, by trying every way to type it, one after the other.</summary>
internal sealed class TypedReference(string typed, string dataFolder)
{
    private static Dictionary<char, string[]>? readings;

    private readonly Dictionary<char, string[]> known = readings ??= File.ReadLines(Path.Combine(dataFolder, "characters", "pinyin.tsv")).Skip(1)
        .Select(line => line.Split('\t')).ToDictionary(row => row[0][0], row => row[1].Split(',').Take(2).ToArray());

    public bool Begins(string text) => Fits(typed.ToLowerInvariant(), string.Concat(text.ToLowerInvariant().Where(char.IsLetterOrDigit)));

    private bool Fits(string left, string text)
    {
        if (left.Length == 0) return true;
        if (text.Length == 0) return false;
        if (left[0] == text[0] && Fits(left[1..], text[1..])) return true;
        foreach (var reading in known.GetValueOrDefault(text[0]) ?? [])
        {
            if (reading.StartsWith(left, StringComparison.Ordinal)) return true;
            string[] ways = [reading, reading[..1], reading is [_, 'h', ..] ? reading[..2] : reading];
            if (ways.Any(way => left.StartsWith(way, StringComparison.Ordinal) && Fits(left[way.Length..], text[1..]))) return true;
        }
        return false;
    }
}
