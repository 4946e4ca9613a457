using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Marketplace.Web.Platform.Face.Parts;

/// <summary><c>&lt;ui-money yuan="@licence.Fee" /></c>: 元 or 万元, the exact amount on hover and in print.</summary>
[HtmlTargetElement("ui-money", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class MoneyFigure : TagHelper
{
    public decimal? Yuan { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagMode = TagMode.StartTagAndEndTag;
        output.TagName = Yuan is null ? "span" : "data";
        output.Attributes.SetAttribute("class", Yuan is null ? "unknown" : "money");
        output.Content.Append(Money.Rounded(Yuan));
        if (Yuan is not { } yuan) return;
        output.Attributes.SetAttribute("value", yuan.ToString("0.00", CultureInfo.InvariantCulture));
        if (Money.Rounded(yuan) != Money.Exact(yuan)) output.Attributes.SetAttribute("title", Money.Exact(yuan));
    }
}

/// <summary><c>&lt;ui-date value="@patent.Filed" table /></c>: 2026年11月21日, with <c>table</c> 2026-11-21 for tables.</summary>
[HtmlTargetElement("ui-date", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DateFigure : TagHelper
{
    public DateOnly? Value { get; set; }
    public bool Table { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        DeadlineFigure.Write(output, Value, Table ? Dates.InTable(Value) : Dates.InWords(Value));
        // Browsers may break 2023-05-09 at a hyphen.
        if (Table && Value is not null) output.Attributes.SetAttribute("class", "day");
    }
}

/// <summary><c>&lt;ui-deadline due="@fee.Due" /></c>: 还有 9 天（12月1日到期）.</summary>
[HtmlTargetElement("ui-deadline", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DeadlineFigure(TimeProvider clock) : TagHelper
{
    public DateOnly? Due { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output) => Write(output, Due, Dates.Deadline(Due, Dates.Today(clock)));

    internal static void Write(TagHelperOutput output, DateOnly? date, string shown)
    {
        output.TagMode = TagMode.StartTagAndEndTag;
        output.TagName = date is null ? "span" : "time";
        if (date is null) output.Attributes.SetAttribute("class", "unknown");
        else output.Attributes.SetAttribute("datetime", date.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        output.Content.Append(shown);
    }
}
