using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Marketplace.Web.Platform.Face.Parts;

/// <summary><c>&lt;ui-errors /></c> above a form: every error with a link to its field. Takes the focus by itself, script or not.</summary>
[HtmlTargetElement("ui-errors", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorSummary : TagHelper
{
    /// <summary>Errors from elsewhere than the model state: field name (or empty) and message.</summary>
    public IReadOnlyList<(string Field, string Message)>? Errors { get; set; }

    /// <summary>The style page shows a summary that must not jump at the reader.</summary>
    public bool Quiet { get; set; }

    [ViewContext, HtmlAttributeNotBound]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var errors = Errors ?? [.. ViewContext.ModelState.SelectMany(entry => entry.Value!.Errors.Where(e => e.ErrorMessage.Length > 0).Take(1), (entry, e) => (entry.Key, e.ErrorMessage))];
        if (errors.Count == 0)
        {
            output.SuppressOutput();
            return;
        }
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", "error-summary");
        output.Attributes.SetAttribute("tabindex", "-1");
        output.Attributes.SetAttribute("aria-labelledby", "error-summary-title");
        output.Attributes.SetAttribute("role", Quiet ? "group" : "alert");
        if (!Quiet) output.Attributes.SetAttribute(new TagHelperAttribute("autofocus"));
        var title = Html.Tag("h2", null, string.Format(CultureInfo.InvariantCulture, FaceTexts.ErrorSummary, errors.Count)).Set("id", "error-summary-title");
        var list = Html.Tag("ul").With(errors.Select(error => Html.Tag("li").With(
            error.Field.Length == 0 ? Html.Tag("span", null, error.Message) : Html.Link("#" + FieldState.IdOf(error.Field), error.Message))));
        output.Content.AppendHtml(title).AppendHtml(list);
    }
}
