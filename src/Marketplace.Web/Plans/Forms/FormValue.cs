using System.Globalization;
using System.Xml;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Reporting;

namespace Marketplace.Web.Plans.Forms;

/// <summary>What stands in the place of a placeholder.</summary>
/// <param name="Text">Among other words; where there is nothing, “——”.</param>
/// <param name="Number">Of a number every digit, for a cell that holds nothing else; a percentage is a part of one.</param>
/// <param name="IsPercent">同比、完成率</param>
public sealed record FormValue(string Text, decimal? Number = null, bool IsPercent = false)
{
    public static readonly FormValue Nothing = new(ReportWords.Nothing);

    public static FormValue Of(decimal? value) => value is { } known ? new(Shown(known), FigureText.Plain(known)) : Nothing;

    public static FormValue Percent(decimal? part) => part is { } known ? new(Shown(known * 100) + "%", FigureText.Plain(known), IsPercent: true) : Nothing;

    public static FormValue Of(string? text) => string.IsNullOrEmpty(text) ? Nothing : new(string.Concat(text.Where(XmlConvert.IsXmlChar)));

    /// <summary>As a workbook keeps it: in a cell that shows percentages the part, else so many per cent.</summary>
    public decimal? InCell(bool showsPercent) => IsPercent && !showsPercent && Number is { } part ? FigureText.Plain(FigureText.HalfUp(part * 100, 2)) : Number;

    private static string Shown(decimal value) => FigureText.HalfUp(value, 2).ToString("#,0.##", CultureInfo.InvariantCulture);
}
