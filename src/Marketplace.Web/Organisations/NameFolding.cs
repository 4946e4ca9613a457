using System.Text;
using Marketplace.Search.Analysis;

namespace Marketplace.Web.Organisations;

/// <summary>
/// Brings the ways one name is written to one form, for comparing only: full width and traditional forms, case, spaces, brackets, and the middle dots
/// (·•．・) of Uyghur, Kazakh and foreign names, which registers write in a dozen ways.
/// </summary>
public static class NameFolding
{
    private const string Dots = "·•・‧∙．｡⋅᛫●";
    private static readonly Lazy<Dictionary<int, string>> s_simplified = new(ReadTraditional);

    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var rune in TextFolding.Fold(name.Normalize(NormalizationForm.FormKC)).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || rune.Value == '.' || (rune.IsBmp && Dots.Contains((char)rune.Value))) continue;
            if (rune.Value is '（' or '[' or '【' or '〔') folded.Append('(');
            else if (rune.Value is '）' or ']' or '】' or '〕') folded.Append(')');
            else if (s_simplified.Value.TryGetValue(rune.Value, out var simplified)) folded.Append(simplified);
            else folded.Append(rune);
        }
        return folded.ToString();
    }

    /// <summary>By code point: rare characters lie outside the basic plane on either side of the table.</summary>
    private static Dictionary<int, string> ReadTraditional() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "characters", "traditional.tsv")).Skip(1)
            .Select(line => line.Split('\t')).Where(cells => cells.Length == 2)
            .ToDictionary(cells => Rune.GetRuneAt(cells[0], 0).Value, cells => cells[1]);
}
