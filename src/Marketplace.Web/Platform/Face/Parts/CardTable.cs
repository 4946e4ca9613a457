using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Marketplace.Web.Platform.Face.Parts;

/// <summary>
/// <c>&lt;table ui-cards caption="…"></c>: a table whose head stays in sight while scrolling and whose rows become labelled cards
/// on a phone. The labels are taken from the head. Roles are written out because the phone's layout makes browsers forget them.
/// </summary>
[HtmlTargetElement("table", Attributes = "ui-cards")]
public sealed class CardTable : TagHelper
{
    public string? Caption { get; set; }

    /// <summary>A list the reader can walk with j and k.</summary>
    public bool Walk { get; set; }

    public override void Init(TagHelperContext context) => context.Items[typeof(CardTable)] = new Columns();

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        await output.GetChildContentAsync();
        output.Attributes.RemoveAll("ui-cards");
        output.Attributes.SetAttribute("class", "cards-table");
        output.Attributes.SetAttribute("role", "table");
        if (Walk) output.Attributes.SetAttribute(new TagHelperAttribute("data-walk"));
        if (Caption is not null) output.PreContent.AppendHtml(Html.Tag("caption", null, Caption));
    }

    internal sealed class Columns
    {
        public List<string> Heads { get; } = [];
        public int Next { get; set; }
        public bool InHead { get; set; }
    }
}

[HtmlTargetElement("thead"), HtmlTargetElement("tbody"), HtmlTargetElement("tr"), HtmlTargetElement("th"), HtmlTargetElement("td")]
public sealed partial class CardTablePart : TagHelper
{
    /// <summary>A head one can sort by is a link; the label is its words.</summary>
    [GeneratedRegex("<[^>]*>", RegexOptions.None, 100)]
    private static partial Regex Markup { get; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (!context.Items.TryGetValue(typeof(CardTable), out var item) || item is not CardTable.Columns columns) return;
        switch (context.TagName)
        {
            case "thead" or "tbody":
                columns.InHead = context.TagName == "thead";
                output.Attributes.SetAttribute("role", "rowgroup");
                break;
            case "tr":
                columns.Next = 0;
                output.Attributes.SetAttribute("role", "row");
                break;
            case "th" when columns.InHead:
                columns.Heads.Add(Markup.Replace((await output.GetChildContentAsync()).GetContent(), "").Trim());
                output.Attributes.SetAttribute("scope", "col");
                output.Attributes.SetAttribute("role", "columnheader");
                break;
            default:
                var isHead = context.TagName == "th";
                if (isHead) output.Attributes.SetAttribute("scope", "row");
                output.Attributes.SetAttribute("role", isHead ? "rowheader" : "cell");
                if (columns.Next < columns.Heads.Count && !isHead)
                {
                    output.Attributes.SetAttribute("data-label", System.Net.WebUtility.HtmlDecode(columns.Heads[columns.Next]));
                }
                columns.Next++;
                break;
        }
    }
}
