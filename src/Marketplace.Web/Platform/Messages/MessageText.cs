using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Marketplace.Web.Platform.Messages;

/// <summary>A message as a person reads it.</summary>
public sealed partial record MessageText(string Subject, string Text, string Language)
{
    public static MessageText Render(MessageTemplate template, string language, IReadOnlyDictionary<string, string> parameters) =>
        new(Fill(template.Subject(language), parameters), Fill(template.Text(language), parameters), language);

    public static IEnumerable<string> Placeholders(string text) => Placeholder().Matches(text).Select(m => m.Groups["name"].Value);

    /// <summary>The same words as simple HTML: everything is encoded, so a value can't bring markup along.</summary>
    public string ToHtml(string? unsubscribeUrl = null, string? unsubscribeLabel = null)
    {
        var direction = CultureInfo.GetCultureInfo(Language).TextInfo.IsRightToLeft ? "rtl" : "ltr";
        var html = new StringBuilder($"<!doctype html><html lang=\"{Language}\" dir=\"{direction}\"><head><meta charset=\"utf-8\"><title>")
            .Append(WebUtility.HtmlEncode(Subject)).Append("</title></head><body>");
        foreach (var paragraph in Text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
            html.Append("<p>").Append(WebUtility.HtmlEncode(paragraph).Replace("\n", "<br>", StringComparison.Ordinal)).Append("</p>");
        if (unsubscribeUrl is not null)
        {
            html.Append("<p><a href=\"").Append(WebUtility.HtmlEncode(unsubscribeUrl)).Append("\">")
                .Append(WebUtility.HtmlEncode(unsubscribeLabel)).Append("</a></p>");
        }
        return html.Append("</body></html>").ToString();
    }

    // One pass: a value that looks like a placeholder stays what it is. Values are missing once the content has been erased.
    private static string Fill(string text, IReadOnlyDictionary<string, string> parameters) =>
        Placeholder().Replace(text, m => parameters.GetValueOrDefault(m.Groups["name"].Value, "…"));

    [GeneratedRegex("""\{(?<name>[a-z][A-Za-z0-9]*)\}""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
