using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Marketplace.Web.Platform.Face.Parts;

/// <summary>
/// Before something legal or irreversible: what will be true afterwards (the content, a list), and a word to type.
/// <c>&lt;ui-confirm for="Form.Typed" title="…" word="撤回">&lt;li>…&lt;/li>&lt;/ui-confirm></c>; the page compares what was typed.
/// </summary>
[HtmlTargetElement("ui-confirm")]
public sealed class Confirm : TagHelper
{
    public ModelExpression? For { get; set; }
    public string? Name { get; set; }
    public string? Error { get; set; }
    public string Title { get; set; } = "";
    public string Word { get; set; } = "";

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var consequences = await output.GetChildContentAsync();
        var field = FieldState.Of(ViewContext, For, Name, null, Error);
        var titleId = field.Id + "-title";
        output.TagName = "section";
        output.Attributes.SetAttribute("class", field.Error is null ? "confirm" : "confirm wrong");
        output.Attributes.SetAttribute("aria-labelledby", titleId);
        output.Content.AppendHtml(Html.Tag("h2", null, Title).Set("id", titleId));
        output.Content.AppendHtml(Html.Tag("p", null, FaceTexts.ConfirmAfter)).AppendHtml(Html.Tag("ul").With(consequences));
        var asked = string.Format(CultureInfo.InvariantCulture, FaceTexts.ConfirmType, Word);
        output.Content.AppendHtml(Html.Tag("label", null, asked).Set("for", field.Id));
        field.AppendHintAndError(output.Content, null);
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.AddCssClass("control short");
        input.Set("id", field.Id).Set("name", field.Name).Set("type", "text").Set("autocomplete", "off").Set("required", "required").Set("value", field.Value);
        field.Describe(input, null);
        output.Content.AppendHtml(input);
    }
}
