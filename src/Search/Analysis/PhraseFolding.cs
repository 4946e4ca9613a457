using System.Text;

namespace Marketplace.Search.Analysis;

/// <summary>
/// A text as quoted phrases are compared with it: folded, each Han character a token of its own, runs of other letters and digits one, tokens parted by one space,
/// everything else dropped. A phrase stands in a text when its tokens stand there in one row, however either was cut into words.
/// </summary>
public static class PhraseFolding
{
    public static string Fold(string text)
    {
        var folded = TextFolding.Fold(text);
        var result = new StringBuilder(folded.Length * 2);
        var joins = false;
        foreach (var rune in folded.EnumerateRunes())
        {
            if (!Rune.IsLetterOrDigit(rune) || rune.Value == 0xFFFD)
            {
                joins = false;
                continue;
            }
            var han = IsHan(rune.Value);
            if ((han || !joins) && result.Length > 0) result.Append(' ');
            result.Append(rune);
            joins = !han;
        }
        return result.ToString();
    }

    /// <summary>Both as <see cref="Fold"/> gives them.</summary>
    public static bool Stands(string phrase, string text)
    {
        for (var at = 0; (at = text.IndexOf(phrase, at, StringComparison.Ordinal)) >= 0; at++)
        {
            var end = at + phrase.Length;
            if ((at == 0 || text[at - 1] == ' ') && (end == text.Length || text[end] == ' ')) return true;
        }
        return false;
    }

    private static bool IsHan(int value) => value is (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0x20000 and <= 0x323AF);
}
