using System.Globalization;

namespace Marketplace.Dictionary;

/// <summary>The dictionary of the term vectors' README, step 3: entries of Han characters only, and what counts as their frequency.</summary>
public static class WordLists
{
    private const int DomainWordFrequency = 3;   // From that README: the lists count pages of the web, not words of this corpus.
    private static readonly string[] Domains = ["animal", "car", "food", "it", "law", "medical"];

    public static Dictionary<string, int> Read(string folder)
    {
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(folder, "words.txt")))
        {
            if (line.Split(' ') is [var word, var frequency, ..] && IsHan(word)) words[word] = Math.Max(1, int.Parse(frequency, CultureInfo.InvariantCulture));
        }
        foreach (var domain in Domains)
        {
            foreach (var line in File.ReadLines(Path.Combine(folder, $"thuocl_{domain}.txt")))
            {
                var word = line.Split('\t')[0].Trim();
                if (IsHan(word)) words.TryAdd(word, DomainWordFrequency);
            }
        }
        return words;
    }

    private static bool IsHan(string word) => word.Length > 0 && word.All(c => c is >= '㐀' and <= '䶿' or >= '一' and <= '鿿');
}
