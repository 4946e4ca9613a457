using System.Text;

namespace Marketplace.Search.Analysis;

/// <summary>
/// Makes ways of writing one thing alike before it is cut into terms or compared: full-width and compatibility forms (ＬｉＦｅＰＯ４, ㎏),
/// case, and runs of white space. Middle dots in names of minorities and foreigners (·•．・) become one; Chinese characters stay as they are.
/// </summary>
public static class TextFolding
{
    private const char NoCharacter = '\uFFFE';

    public static string Fold(string text)
    {
        var folded = WellFormed(text).Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        var result = new StringBuilder(folded.Length);
        foreach (var rune in folded.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                if (result.Length > 0 && result[^1] != ' ') result.Append(' ');
            }
            else if (IsMiddleDot(rune.Value))
            {
                result.Append('·');
            }
            else if (!IsInvisible(rune.Value))
            {
                result.Append(rune);
            }
        }
        return result.ToString().TrimEnd(' ');
    }

    /// <summary>Halves of surrogate pairs that stand alone, and U+FFFE, become U+FFFD: normalising refuses them.</summary>
    public static string WellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]) && text[i] != NoCharacter) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return string.Concat(text.EnumerateRunes()).Replace(NoCharacter, '\uFFFD');
            i++;
        }
        return text;
    }

    private static bool IsMiddleDot(int value) => value is 0x00B7 or 0x2022 or 0x2027 or 0x30FB or 0xFF65 or 0x2219 or 0x22C5;

    /// <summary>Zero-width marks and soft hyphens that come along when text is copied from a page or a PDF.</summary>
    internal static bool IsInvisible(int value) => value is 0x00AD or 0x200B or 0x200E or 0x200F or 0x2060 or 0xFEFF;
}
