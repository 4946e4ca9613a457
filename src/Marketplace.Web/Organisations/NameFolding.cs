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

    public static string Fold(string name)
    {
        var folded = new StringBuilder(name.Length);
        foreach (var rune in TextFolding.Fold(name.Normalize(NormalizationForm.FormKC)).EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || rune.Value == '.' || (rune.IsBmp && Dots.Contains((char)rune.Value))) continue;
            folded.Append(rune.Value switch
            {
                '（' or '[' or '【' or '〔' => "(",
                '）' or ']' or '】' or '〕' => ")",
                _ => rune.ToString(),
            });
        }
        return folded.ToString();
    }
}
