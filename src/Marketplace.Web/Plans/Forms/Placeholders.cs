using System.Text.RegularExpressions;

namespace Marketplace.Web.Plans.Forms;

/// <param name="Start">Where it begins in the text.</param>
/// <param name="Word">What stands between the braces, as the list of placeholders writes it.</param>
public sealed record Placeholder(int Start, int Length, string Word);

/// <summary><c>{{指标:1.2:本季}}</c>: spaces and full-width colons are how people type, and mean the same.</summary>
public static partial class Placeholders
{
    public static IReadOnlyList<Placeholder> In(string text) =>
        text.Contains("{{", StringComparison.Ordinal) ? [.. Braces.Matches(text).Select(match => new Placeholder(match.Index, match.Length, Word(match.Groups["word"].Value)))] : [];

    /// <summary>Braces that open or close nothing.</summary>
    public static bool Torn(string text) => Braces.Replace(text, "") is var rest && (rest.Contains("{{", StringComparison.Ordinal) || rest.Contains("}}", StringComparison.Ordinal));

    private static string Word(string typed) => string.Concat(typed.Replace('：', ':').Where(c => !char.IsWhiteSpace(c)));

    [GeneratedRegex(@"\{\{(?<word>[^{}]{1,100})\}\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Braces { get; }
}
