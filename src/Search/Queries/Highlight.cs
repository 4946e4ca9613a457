using System.Text;

namespace Marketplace.Search.Queries;

/// <summary>A part of a text as it is, never HTML: some of what was looked for, or what stands between.</summary>
public readonly record struct TextRun(string Text, bool IsMatch);

/// <summary>A text or a window of it. The runs joined are the window to the letter; the marks of omission come on top.</summary>
public sealed record Highlight(IReadOnlyList<TextRun> Runs, bool CutBefore, bool CutAfter)
{
    public bool HasMatch => Runs.Any(run => run.IsMatch);

    /// <summary>Escaped for an element's content or a quoted attribute, matches in <c>mark</c>.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder();
        if (CutBefore) html.Append('…');
        foreach (var run in Runs)
        {
            if (run.IsMatch) html.Append("<mark>");
            AppendEscaped(html, run.Text);
            if (run.IsMatch) html.Append("</mark>");
        }
        if (CutAfter) html.Append('…');
        return html.ToString();
    }

    public override string ToString() => $"{(CutBefore ? "…" : "")}{string.Concat(Runs.Select(run => run.Text))}{(CutAfter ? "…" : "")}";

    private static void AppendEscaped(StringBuilder html, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) html.Append(c).Append(text[++i]);
            else if (c is '<') html.Append("&lt;");
            else if (c is '>') html.Append("&gt;");
            else if (c is '&') html.Append("&amp;");
            else if (c is '"') html.Append("&quot;");
            else if (c is '\'') html.Append("&#39;");
            // Half a pair and control characters are errors in HTML.
            else if (char.IsSurrogate(c) || (char.IsControl(c) && c is not ('\t' or '\n' or '\r'))) html.Append('\uFFFD');
            else html.Append(c);
        }
    }
}
