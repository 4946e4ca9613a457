using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Marketplace.Web.Platform.Face.Parts;

/// <summary>
/// A big choice as cards: <c>&lt;ui-radios for="Form.Kind" legend="…">&lt;ui-radio value="open" title="…">what follows from it&lt;/ui-radio>…</c>
/// </summary>
[HtmlTargetElement("ui-radios")]
public sealed class Radios : TagHelper
{
    public ModelExpression? For { get; set; }
    public string? Name { get; set; }
    public string? Value { get; set; }
    public string? Error { get; set; }
    public string Legend { get; set; } = "";
    public string? Hint { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var field = FieldState.Of(ViewContext, For, Name, Value, Error);
        var group = new RadioGroup(field);
        context.Items[typeof(Radios)] = group;
        var cards = await output.GetChildContentAsync();
        output.TagName = "fieldset";
        output.Attributes.SetAttribute("class", field.Error is null ? "field" : "field wrong");
        if (field.Error is not null || Hint is not null)
        {
            var described = new TagBuilder("fieldset");
            field.Describe(described, Hint);
            output.Attributes.SetAttribute("aria-describedby", described.Attributes["aria-describedby"]);
        }
        output.Content.AppendHtml(Html.Tag("legend", null, Legend));
        field.AppendHintAndError(output.Content, Hint);
        output.Content.AppendHtml("<div class=\"cards\">").AppendHtml(cards).AppendHtml("</div>");
    }
}

internal sealed class RadioGroup(FieldState state)
{
    private int _count;

    public FieldState Field => state;

    /// <summary>The first card bears the field's own id, so that the error summary's link lands on it.</summary>
    public string NextId() => _count++ == 0 ? state.Id : $"{state.Id}-{_count}";
}

[HtmlTargetElement("ui-radio", ParentTag = "ui-radios")]
public sealed class Radio : TagHelper
{
    public string Value { get; set; } = "";
    public string Title { get; set; } = "";
    public bool Disabled { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var group = (RadioGroup)context.Items[typeof(Radios)];
        var consequence = await output.GetChildContentAsync();
        var id = group.NextId();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "card");
        var input = new TagBuilder("input") { TagRenderMode = TagRenderMode.SelfClosing };
        input.Set("type", "radio").Set("id", id).Set("name", group.Field.Name).Set("value", Value)
            .Set("checked", group.Field.Value == Value ? "checked" : null).Set("disabled", Disabled ? "disabled" : null);
        var label = Html.Tag("label", null, Title).Set("for", id);
        output.Content.AppendHtml(input).AppendHtml(label);
        if (consequence.IsEmptyOrWhiteSpace) return;
        input.Set("aria-describedby", id + "-then");
        output.Content.AppendHtml(Html.Tag("p", "hint").Set("id", id + "-then").With(consequence));
    }
}
