using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>A label and when it holds.</summary>
public sealed record LabelSpan(string Kind, DateOnly? From, DateOnly? To);

/// <summary>Labels as people write them into one cell: <c>专精特新(2024-01-01至2026-12-31)、高企(至2026.11)</c>.</summary>
public static partial class LabelText
{
    /// <summary>domain.md §5.3</summary>
    public static readonly IReadOnlyList<string> Known =
        ["中小企业", "科技型中小企业", "创新型中小企业", "专精特新中小企业", "专精特新“小巨人”企业", "高新技术企业", "国家知识产权示范企业", "国家知识产权优势企业", "国有大型企业"];

    private static readonly Dictionary<string, string> s_short = new(StringComparer.Ordinal)
    {
        ["专精特新"] = Known[3],
        ["专精特新企业"] = Known[3],
        ["小巨人"] = Known[4],
        ["专精特新小巨人"] = Known[4],
        ["专精特新小巨人企业"] = Known[4],
        ["小巨人企业"] = Known[4],
        ["高企"] = Known[5],
        ["国家高新技术企业"] = Known[5],
        ["国高"] = Known[5],
        ["科小"] = Known[1],
        ["科技中小企业"] = Known[1],
        ["创新型"] = Known[2],
        ["知识产权示范企业"] = Known[6],
        ["知识产权优势企业"] = Known[7],
    };

    /// <summary>The labels, or the code of the fault and the part it concerns.</summary>
    public static (IReadOnlyList<LabelSpan> Labels, (string Code, string Part)? Fault) Parse(string cell)
    {
        var labels = new List<LabelSpan>();
        foreach (var part in Split(cell.Normalize(NormalizationForm.FormKC)))
        {
            var open = part.IndexOf('(', StringComparison.Ordinal);
            var name = (open < 0 ? part : part[..open]).Trim().Replace("\"", "", StringComparison.Ordinal).Replace("“", "", StringComparison.Ordinal).Replace("”", "", StringComparison.Ordinal);
            var kind = s_short.GetValueOrDefault(name) ?? Known.FirstOrDefault(k => k.Replace("“", "", StringComparison.Ordinal).Replace("”", "", StringComparison.Ordinal) == name);
            if (kind is null) return ([], ("label_unknown", name));
            if (Span(open < 0 ? "" : part[(open + 1)..].TrimEnd(')', ' ')) is not { } span || span.From > span.To) return ([], ("label_dates", part));
            if (!labels.Exists(l => l.Kind == kind)) labels.Add(new(kind, span.From, span.To));
        }
        return ([.. labels.OrderBy(l => l.Kind, StringComparer.Ordinal)], null);
    }

    public static string Write(LabelSpan label) => (label.From, label.To) switch
    {
        (null, null) => label.Kind,
        ({ } from, null) => $"{label.Kind}({from:yyyy-MM-dd}起)",
        (null, { } to) => $"{label.Kind}(至{to:yyyy-MM-dd})",
        ({ } from, { } to) => $"{label.Kind}({from:yyyy-MM-dd}至{to:yyyy-MM-dd})",
    };

    /// <summary>At 、 , ; and line ends, but not inside brackets.</summary>
    private static IEnumerable<string> Split(string cell)
    {
        var (depth, part) = (0, new StringBuilder());
        foreach (var c in cell)
        {
            if (c == '(') depth++;
            if (c == ')') depth--;
            if (depth > 0 || c is not ('、' or ',' or ';' or '\n' or '\r' or '|')) part.Append(c);
            else
            {
                if (part.ToString().Trim() is { Length: > 0 } done) yield return done;
                part.Clear();
            }
        }
        if (part.ToString().Trim() is { Length: > 0 } last) yield return last;
    }

    /// <summary>Null when what stands there is no period.</summary>
    private static (DateOnly? From, DateOnly? To)? Span(string text)
    {
        text = text.Replace("有效期", "", StringComparison.Ordinal).Trim(':', ' ');
        if (text.Length == 0) return (null, null);
        var dates = Date.Matches(text);
        // Nothing but dates and the words between them, or something was meant that we do not understand.
        if (dates.Count is 0 or > 2 || Between.Replace(Date.Replace(text, ""), "").Length > 0) return null;
        if (dates.Count == 2) return Day(dates[0], last: false) is { } from && Day(dates[1], last: true) is { } to ? (from, to) : null;
        var isStart = text.EndsWith('起') || text.EndsWith("开始", StringComparison.Ordinal);
        return Day(dates[0], last: !isStart) is not { } one ? null : isStart ? (one, null) : (null, one);
    }

    /// <summary>A year alone is its first or last day, a month likewise.</summary>
    private static DateOnly? Day(Match match, bool last)
    {
        var year = int.Parse(match.Groups["y"].Value, CultureInfo.InvariantCulture);
        var month = match.Groups["m"].Success ? int.Parse(match.Groups["m"].Value, CultureInfo.InvariantCulture) : last ? 12 : 1;
        if (year is < 1990 or > 2100 || month is < 1 or > 12) return null;
        var days = DateTime.DaysInMonth(year, month);
        var day = match.Groups["d"].Success ? int.Parse(match.Groups["d"].Value, CultureInfo.InvariantCulture) : last ? days : 1;
        return day >= 1 && day <= days ? new DateOnly(year, month, day) : null;
    }

    [GeneratedRegex(@"(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})(?!\d)|(?<y>\d{4})\s*年?([-/.]?\s*(?<m>\d{1,2})(?!\d)\s*月?([-/.]?\s*(?<d>\d{1,2})(?!\d)\s*日?)?)?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 100)]
    private static partial Regex Date { get; }

    [GeneratedRegex("有效期|有效|自|从|至|到|起|开始|止|截至|截止|[-~—–/\\s]", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Between { get; }
}
