using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Marketplace.Web.Platform.Face.Parts;

/// <summary>
/// <c>&lt;ui-crumbs trail="@([(FaceTexts.Help, "/help")])" /></c>: home, the pages between, and this page (its title) without a link.
/// </summary>
[HtmlTargetElement("ui-crumbs", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class Crumbs : TagHelper
{
    public IReadOnlyList<(string Text, string Address)> Trail { get; set; } = [];

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "crumbs");
        output.Attributes.SetAttribute("aria-label", FaceTexts.Breadcrumbs);
        var list = Html.Tag("ol").With(Html.Tag("li").With(Html.Link("/", FaceTexts.Home)));
        list.With(Trail.Select(step => Html.Tag("li").With(Html.Link(step.Address, step.Text))));
        list.With(Html.Tag("li", null, ViewContext.ViewData["Title"] as string).Set("aria-current", "page"));
        output.Content.AppendHtml(list);
    }
}

/// <summary><c>&lt;ui-pager previous="@address" next="@address" from="1" to="20" total="348" /></c>; an address that is missing is not offered (Razor makes null empty).</summary>
[HtmlTargetElement("ui-pager", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class Pager : TagHelper
{
    public string? Previous { get; set; }

    /// <summary>Instead of <see cref="Previous"/> where a list can only be walked forward.</summary>
    public string? First { get; set; }
    public string? Next { get; set; }
    public int From { get; set; }
    public int To { get; set; }
    public int Total { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "nav";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "pager");
        output.Attributes.SetAttribute("aria-label", FaceTexts.Pages);
        var range = string.Format(CultureInfo.InvariantCulture, FaceTexts.PagerRange, From, To, Total.ToString("#,0", CultureInfo.InvariantCulture));
        if (!string.IsNullOrEmpty(First)) output.Content.AppendHtml(Html.Link(First, FaceTexts.First, "previous"));
        if (!string.IsNullOrEmpty(Previous)) output.Content.AppendHtml(Html.Link(Previous, FaceTexts.Previous, "previous").Set("rel", "prev"));
        output.Content.AppendHtml(Html.Tag("span", "range", range));
        if (!string.IsNullOrEmpty(Next)) output.Content.AppendHtml(Html.Link(Next, FaceTexts.Next, "next").Set("rel", "next"));
    }
}
