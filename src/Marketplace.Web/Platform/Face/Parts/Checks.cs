using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Marketplace.Web.Platform.Face.Parts;

/// <summary><c>&lt;ui-checks name="roles" legend="…" options="@…" /></c>: any number of a few, as the cards of <see cref="Radios"/>.</summary>
[HtmlTargetElement("ui-checks", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class Checks : TagHelper
{
    public string Name { get; set; } = "";
    public string Legend { get; set; } = "";
    public string? Hint { get; set; }
    public IEnumerable<SelectListItem> Options { get; set; } = [];

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var field = FieldState.Of(ViewContext, null, Name, null, null);
        output.TagName = "fieldset";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", field.Error is null ? "field" : "field wrong");
        var described = new TagBuilder("fieldset");
        field.Describe(described, Hint);
        if (described.Attributes.TryGetValue("aria-describedby", out var ids)) output.Attributes.SetAttribute("aria-describedby", ids);
        output.Content.AppendHtml(Html.Tag("legend", null, Legend));
        field.AppendHintAndError(output.Content, Hint);
        output.Content.AppendHtml("<div class=\"cards several\">");
        var count = 0;
        foreach (var option in Options)
        {
            // The first bears the field's own id, so that the error summary's link lands on it.
            var id = count++ == 0 ? field.Id : $"{field.Id}-{count}";
            var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
            input.Set("type", "checkbox").Set("id", id).Set("name", Name).Set("value", option.Value)
                .Set("checked", option.Selected ? "checked" : null).Set("disabled", option.Disabled ? "disabled" : null);
            output.Content.AppendHtml(Html.Tag("div", "card").With(input, Html.Tag("label", null, option.Text).Set("for", id)));
        }
        output.Content.AppendHtml("</div>");
    }
}
