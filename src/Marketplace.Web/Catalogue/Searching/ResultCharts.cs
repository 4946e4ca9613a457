using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Marketplace.Search.Queries;
using Microsoft.AspNetCore.Html;

namespace Marketplace.Web.Catalogue.Searching;

/// <summary>Small pictures of a result, drawn here: every bar and tile leads to what it counts, and the numbers stand beside them as a table. Colours are the style sheet's.</summary>
internal static class ResultCharts
{
    /// <summary>
    /// Where a province's tile stands (column, row): neighbours as far as squares allow. 34 divisions of the first level, by the first two digits of their codes.
    /// </summary>
    private static readonly Dictionary<string, (int Column, int Row)> s_tiles = new(StringComparer.Ordinal)
    {
        ["23"] = (7, 0),
        ["65"] = (0, 1),
        ["62"] = (1, 1),
        ["15"] = (4, 1),
        ["11"] = (5, 1),
        ["21"] = (6, 1),
        ["22"] = (7, 1),
        ["63"] = (1, 2),
        ["64"] = (2, 2),
        ["61"] = (3, 2),
        ["14"] = (4, 2),
        ["13"] = (5, 2),
        ["12"] = (6, 2),
        ["54"] = (0, 3),
        ["51"] = (2, 3),
        ["50"] = (3, 3),
        ["41"] = (4, 3),
        ["37"] = (5, 3),
        ["52"] = (3, 4),
        ["42"] = (4, 4),
        ["34"] = (5, 4),
        ["32"] = (6, 4),
        ["31"] = (7, 4),
        ["53"] = (2, 5),
        ["43"] = (4, 5),
        ["36"] = (5, 5),
        ["33"] = (6, 5),
        ["45"] = (3, 6),
        ["44"] = (4, 6),
        ["35"] = (5, 6),
        ["71"] = (7, 6),
        ["46"] = (3, 7),
        ["82"] = (4, 7),
        ["81"] = (5, 7),
    };

    private const int Tile = 56, Steps = 5;

    /// <summary>In order, the years without anything in between.</summary>
    public static IReadOnlyList<FacetCount> Years(IReadOnlyList<FacetCount> counts)
    {
        var known = counts.ToDictionary(count => int.Parse(count.Value, CultureInfo.InvariantCulture), count => count.Count);
        if (known.Count == 0) return [];
        return [.. Enumerable.Range(known.Keys.Min(), known.Keys.Max() - known.Keys.Min() + 1).Select(year => new FacetCount(year.ToString(CultureInfo.InvariantCulture), known.GetValueOrDefault(year)))];
    }

    /// <summary>Standing bars on a base of zero, each fifth year named, or what the caller names.</summary>
    public static IHtmlContent Columns(IReadOnlyList<FacetCount> counts, string title, Func<string, string> address, Func<string, string?>? label = null)
    {
        const int Step = 22, Height = 120;
        var most = Math.Max(1, counts.Max(count => count.Count));
        var svg = Open(title, (counts.Count * Step) + 10, Height + 42);
        for (var i = 0; i < counts.Count; i++)
        {
            var height = counts[i].Count == 0 ? 0 : Math.Max(1, (int)Math.Round((double)Height * counts[i].Count / most));
            var x = 5 + (i * Step);
            if (height > 0)
            {
                Link(svg, address(counts[i].Value), $"{counts[i].Value} {Shown(counts[i].Count)}");
                svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"bar\" x=\"{x}\" y=\"{18 + Height - height}\" width=\"{Step - 4}\" height=\"{height}\"/></a>");
            }
            var isLabelled = counts.Count <= 12 || i == 0 || i == counts.Count - 1 || (counts[i].Value.EndsWith('0') && i > 2 && i < counts.Count - 3) || (counts[i].Value.EndsWith('5') && i > 2 && i < counts.Count - 3);
            if ((label is not null ? label(counts[i].Value) : isLabelled ? counts[i].Value[^2..] : null) is { } named) Text(svg, x + ((Step - 4) / 2), Height + 34, named, "middle");
            if (counts[i].Count == most) Text(svg, x + ((Step - 4) / 2), 12, Shown(most), "middle");
        }
        return Close(svg);
    }

    /// <summary>Lying bars, the name before and the number behind.</summary>
    public static IHtmlContent Bars(IReadOnlyList<FacetCount> counts, string title, Func<string, string> name, Func<string, string> address)
    {
        const int Step = 26, Names = 190, Width = 260;
        var most = Math.Max(1, counts.Max(count => count.Count));
        var svg = Open(title, Names + Width + 80, (counts.Count * Step) + 6);
        for (var i = 0; i < counts.Count; i++)
        {
            var width = Math.Max(1, (int)Math.Round((double)Width * counts[i].Count / most));
            Link(svg, address(counts[i].Value), $"{name(counts[i].Value)} {Shown(counts[i].Count)}");
            Text(svg, Names - 8, (i * Step) + 19, Cut(name(counts[i].Value)), "end");
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"bar\" x=\"{Names}\" y=\"{(i * Step) + 4}\" width=\"{width}\" height=\"{Step - 6}\"/>");
            Text(svg, Names + width + 6, (i * Step) + 19, Shown(counts[i].Count), "start");
            svg.Append("</a>");
        }
        return Close(svg);
    }

    /// <summary>A tile for each province: without outlines nobody can dispute, and small ones are as easy to hit as large ones.</summary>
    public static IHtmlContent Map(IReadOnlyList<FacetCount> counts, string title, Func<string, string> name, Func<string, string> address)
    {
        var known = counts.ToDictionary(count => count.Value[..2], count => count.Count, StringComparer.Ordinal);
        var most = counts.Count == 0 ? 1 : counts.Max(count => count.Count);
        var svg = Open(title, 8 * Tile, 8 * Tile);
        svg.Append("<defs><pattern id=\"none\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><path class=\"hatch\" d=\"M0 0V6\"/></pattern></defs>");
        foreach (var (code, (column, row)) in s_tiles)
        {
            var (x, y) = (column * Tile, row * Tile);
            var whole = name(code + "0000");
            var label = whole.Length > 2 && (whole.StartsWith("黑龙江", StringComparison.Ordinal) || whole.StartsWith("内蒙古", StringComparison.Ordinal)) ? whole[..3] : whole[..Math.Min(2, whole.Length)];
            var count = known.GetValueOrDefault(code);
            // By the logarithm: one province with a hundred times as many would leave all others pale.
            var step = count == 0 ? 0 : 1 + (int)Math.Min(Steps - 1, Steps * Math.Log(count) / Math.Log(Math.Max(2, most) + 1.0));
            if (count > 0) Link(svg, address(code + "0000"), $"{whole} {Shown(count)}");
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"tile t{step}\" x=\"{x + 1}\" y=\"{y + 1}\" width=\"{Tile - 2}\" height=\"{Tile - 2}\"{(count == 0 ? " fill=\"url(#none)\"" : "")}/>");
            Text(svg, x + (Tile / 2), y + 24, label, "middle", $"on{step}");
            if (count > 0)
            {
                Text(svg, x + (Tile / 2), y + 42, Shown(count), "middle", $"on{step}");
                svg.Append("</a>");
            }
        }
        return Close(svg);
    }

    /// <summary>The same as a table, folded away.</summary>
    public static IHtmlContent Numbers(IReadOnlyList<FacetCount> counts, string head, Func<string, string> name)
    {
        var table = new StringBuilder("<details class=\"term\"><summary>").Append(Escaped(SearchTexts.ChartNumbers)).Append("</summary><div><table class=\"numbers\"><thead><tr><th scope=\"col\">")
            .Append(Escaped(head)).Append("</th><th scope=\"col\">").Append(Escaped(SearchTexts.ChartCount)).Append("</th></tr></thead><tbody>");
        foreach (var (value, count) in counts) table.Append("<tr><th scope=\"row\">").Append(Escaped(name(value))).Append("</th><td>").Append(Shown(count)).Append("</td></tr>");
        return new HtmlString(table.Append("</tbody></table></div></details>").ToString());
    }

    private static StringBuilder Open(string title, int width, int height) => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"<svg class=\"chart\" role=\"group\" aria-label=\"{Escaped(title)}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" direction=\"ltr\">");

    private static HtmlString Close(StringBuilder svg) => new(svg.Append("</svg>").ToString());

    private static void Link(StringBuilder svg, string address, string says) => svg.Append("<a href=\"").Append(Escaped(address)).Append("\" aria-label=\"").Append(Escaped(says)).Append("\"><title>").Append(Escaped(says)).Append("</title>");

    private static void Text(StringBuilder svg, int x, int y, string text, string anchor, string? style = null) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text{(style is null ? "" : $" class=\"{style}\"")} x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{Escaped(text)}</text>");

    private static string Cut(string name) => name.Length <= 13 ? name : name[..12] + "…";

    private static string Shown(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Escaped(string text) => HtmlEncoder.Default.Encode(text);
}
