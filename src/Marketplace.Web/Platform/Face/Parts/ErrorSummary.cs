using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
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
        // What belongs to no field cannot be put right on this page: nobody is sent looking for it.
        var here = errors.Count(error => error.Field.Length > 0);
        var title = here == 0 ? FaceTexts.ErrorSummaryNone : string.Format(CultureInfo.InvariantCulture, FaceTexts.ErrorSummary, here);
        output.Content.AppendHtml(Html.Tag("h2", null, title).Set("id", "error-summary-title")).AppendHtml(new InFieldOrder(errors, FieldOrder.Of(ViewContext.HttpContext)));
    }

    /// <summary>The summary stands before the fields; it is written when all of them have been made and their order is known.</summary>
    private sealed class InFieldOrder(IReadOnlyList<(string Field, string Message)> errors, FieldOrder order) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder) => Html.Tag("ul").With(errors.OrderBy(Place).Select(error => Html.Tag("li").With(
            error.Field.Length == 0 ? Html.Tag("span", null, error.Message) : Html.Link("#" + FieldState.IdOf(error.Field), error.Message)))).WriteTo(writer, encoder);

        /// <summary>What concerns the whole comes first, what has no field of this kind last.</summary>
        private int Place((string Field, string Message) error) =>
            error.Field.Length == 0 ? -1 : order.Names.IndexOf(error.Field) is var place and >= 0 ? place : int.MaxValue;
    }
}
