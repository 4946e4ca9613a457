namespace Marketplace.Search.Analysis;

/// <summary>Phrases that stand in every patent and tell none from another (一种, 所述, 本发明公开了). Dropped where the cut begins and ends a word with them.</summary>
internal sealed class Boilerplate
{
    private readonly string[]?[] _byFirst = new string[]?[Lexicon.FirstCharacters];

    public Boilerplate(IEnumerable<string> phrases)
    {
        foreach (var group in phrases.GroupBy(phrase => phrase[0]))
        {
            _byFirst[group.Key - Lexicon.First] = [.. group.OrderByDescending(phrase => phrase.Length)];
        }
    }

    public static Boilerplate Load(string path) => new(File.ReadLines(path).Where(line => line.Length > 0 && line[0] != '#'));

    /// <summary>How many characters of boilerplate begin here, the longest phrase first; 0 if none.</summary>
    public int LengthAt(ReadOnlySpan<char> hanRun, int start, ReadOnlySpan<Segmenter.Cell> cells)
    {
        if (_byFirst[hanRun[start] - Lexicon.First] is not { } phrases) return 0;
        foreach (var phrase in phrases)
        {
            if (hanRun[start..].StartsWith(phrase) && EndsWord(cells, start, start + phrase.Length)) return phrase.Length;
        }
        return 0;
    }

    private static bool EndsWord(ReadOnlySpan<Segmenter.Cell> cells, int start, int end)
    {
        while (start < end) start += cells[start].Length;
        return start == end;
    }
}
