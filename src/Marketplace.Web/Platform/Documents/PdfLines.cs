using SkiaSharp;

namespace Marketplace.Web.Platform.Documents;

/// <param name="Text">What stands in it.</param>
/// <param name="Marks">From where to where it is marked as still to be filled, in points from its start.</param>
internal sealed record PdfLine(string Text, IReadOnlyList<(float From, float To)> Marks);

/// <summary>Breaks text into lines as Chinese is set: between any two characters, but not inside a word or number of Latin letters, and no line begins with a closing mark or ends with an opening one.</summary>
internal static class PdfLines
{
    private const string Closing = "，。、；：？！）】》〉」』”’％…—,.;:?!)]%";
    private const string Opening = "（【《〈「『“‘([￥¥";

    public static List<PdfLine> Of(string text, SKFont font, float width, float indent = 0)
    {
        var lines = new List<PdfLine>();
        foreach (var paragraph in Paper.Printable(text).Replace('\t', ' ').Split('\n'))
        {
            var (line, marks, used) = ("", new List<(float, float)>(), indent);
            foreach (var (unit, blank) in Units(paragraph).SelectMany(unit => font.MeasureText(unit.Text) > width ? unit.Text.EnumerateRunes().Select(rune => (rune.ToString(), unit.Blank)) : [unit]))
            {
                var wide = font.MeasureText(unit);
                if (used + wide > width + 0.01f && line.Length > 0)
                {
                    lines.Add(new(line, marks));
                    (line, marks, used) = ("", [], 0);
                    if (unit == " ") continue;
                }
                if (blank) marks.Add((used, used + wide));
                line += unit;
                used += wide;
            }
            lines.Add(new(line, marks));
        }
        return lines;
    }

    /// <summary>What stays together on a line.</summary>
    private static List<(string Text, bool Blank)> Units(string paragraph)
    {
        var units = new List<(string Text, bool Blank)>();
        foreach (var (run, blank) in Paper.Runs(paragraph))
        {
            if (blank)
            {
                units.Add((run, true));
                continue;
            }
            foreach (var rune in run.EnumerateRunes())
            {
                var one = rune.ToString();
                if (units is [.., (var last, false)] && last != " " && one != " " && (Closing.Contains(one, StringComparison.Ordinal) || Opening.Contains(last[^1]) || (IsLatin(rune.Value) && IsLatin(last[^1])))) units[^1] = (last + one, false);
                else units.Add((one, false));
            }
        }
        return units;
    }

    private static bool IsLatin(int c) => c is > ' ' and < 0x2E80;
}
