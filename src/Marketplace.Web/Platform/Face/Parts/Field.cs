using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Marketplace.Web.Platform.Face.Parts;

/// <summary>
/// A form field: label, hint, error and control in one, tied together for screen readers.
/// <c>&lt;ui-field for="Form.Phone" label="…" hint="…" type="tel" /></c>; type may also be <c>textarea</c> or <c>select</c>.
/// </summary>
[HtmlTargetElement("ui-field", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class Field : TagHelper
{
    public ModelExpression? For { get; set; }

    /// <summary>Instead of <see cref="For"/>: the field's name where there is no model.</summary>
    public string? Name { get; set; }
    public string? Value { get; set; }
    public string? Error { get; set; }
    public string Label { get; set; } = "";
    public string? Hint { get; set; }
    public bool Optional { get; set; }
    public string Type { get; set; } = "text";
    public int Rows { get; set; } = 5;

    /// <summary>short, medium or full: how long an answer is expected.</summary>
    public string Width { get; set; } = "full";
    public IEnumerable<SelectListItem>? Options { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var field = FieldState.Of(ViewContext, For, Name, Value, Error);
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        // What else stands on <ui-field> (autocomplete, maxlength, inputmode …) is meant for the control.
        var passed = output.Attributes.ToList();
        output.Attributes.Clear();
        output.Attributes.SetAttribute("class", field.Error is null ? "field" : "field wrong");

        var label = Html.Tag("label", null, Label);
        label.Attributes["for"] = field.Id;
        if (Optional) label.InnerHtml.AppendHtml(Html.Tag("span", "optional", FaceTexts.Optional));
        output.Content.AppendHtml(label);
        field.AppendHintAndError(output.Content, Hint);
        output.Content.AppendHtml(Control(field, passed));
    }

    private TagBuilder Control(FieldState field, List<TagHelperAttribute> passed)
    {
        var control = new TagBuilder(Type is "textarea" or "select" ? Type : "input");
        foreach (var attribute in passed) control.Attributes[attribute.Name] = attribute.Value is IHtmlContent html ? Html.Text(html) : attribute.Value?.ToString() ?? "";
        control.Attributes["id"] = field.Id;
        control.Attributes["name"] = field.Name;
        control.AddCssClass($"control {Width}");
        field.Describe(control, Hint);
        if (!Optional) control.Attributes["required"] = "required";
        switch (Type)
        {
            case "textarea":
                control.Attributes["rows"] = Rows.ToString(System.Globalization.CultureInfo.InvariantCulture);
                control.InnerHtml.AppendHtml("\n").Append(field.Value ?? "");
                break;
            case "select":
                foreach (var item in Options ?? []) control.InnerHtml.AppendHtml(Option(item, field.Value));
                break;
            default:
                control.TagRenderMode = TagRenderMode.SelfClosing;
                control.Attributes["type"] = Type;
                if (Type != "password" && field.Value is not null) control.Attributes["value"] = field.Value;
                break;
        }
        return control;
    }

    private static TagBuilder Option(SelectListItem item, string? chosen)
    {
        var option = Html.Tag("option", null, item.Text);
        option.Attributes["value"] = item.Value ?? item.Text;
        if (item.Selected || (chosen is not null && chosen == (item.Value ?? item.Text))) option.Attributes["selected"] = "selected";
        if (item.Disabled) option.Attributes["disabled"] = "disabled";
        return option;
    }
}
