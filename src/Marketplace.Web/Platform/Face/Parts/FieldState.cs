using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Marketplace.Web.Platform.Face.Parts;

/// <summary>The fields of the page as they come: in this order its errors are told.</summary>
internal sealed class FieldOrder
{
    public List<string> Names { get; } = [];

    public static FieldOrder Of(HttpContext http)
    {
        if (http.Items[typeof(FieldOrder)] is FieldOrder known) return known;
        var order = new FieldOrder();
        http.Items[typeof(FieldOrder)] = order;
        return order;
    }
}

/// <summary>What a form control is called, holds and has been told: the same for every kind of control.</summary>
public sealed record FieldState(string Id, string Name, string? Value, string? Error)
{
    public static FieldState Of(ViewContext view, ModelExpression? model, string? name, string? value, string? error)
    {
        var fullName = model is null ? name ?? "" : view.ViewData.TemplateInfo.GetFullHtmlFieldName(model.Name);
        FieldOrder.Of(view.HttpContext).Names.Add(fullName);
        var entry = view.ModelState.GetValueOrDefault(fullName);
        var said = error ?? entry?.Errors.Select(e => e.ErrorMessage).FirstOrDefault(message => message.Length > 0);
        // What was typed comes first, also where it could not be understood: nothing a person typed is lost.
        return new FieldState(IdOf(fullName), fullName, entry?.AttemptedValue ?? value ?? Shown(model?.Model), said);
    }

    /// <summary>The id that the error summary links to.</summary>
    public static string IdOf(string name) => TagBuilder.CreateSanitizedId(name, "-");

    public void AppendHintAndError(IHtmlContentBuilder content, string? hint)
    {
        if (!string.IsNullOrEmpty(hint))
        {
            var paragraph = Html.Tag("p", "hint", hint);
            paragraph.Attributes["id"] = Id + "-hint";
            content.AppendHtml(paragraph);
        }
        if (Error is null) return;
        var message = Html.Tag("p", "message");
        message.Attributes["id"] = Id + "-error";
        message.InnerHtml.AppendHtml(Html.Tag("span", "unseen", FaceTexts.ErrorPrefix)).Append(Error);
        content.AppendHtml(message);
    }

    public void Describe(TagBuilder control, string? hint)
    {
        var described = string.Join(' ', new[] { string.IsNullOrEmpty(hint) ? null : Id + "-hint", Error is null ? null : Id + "-error" }.OfType<string>());
        if (described.Length > 0) control.Attributes["aria-describedby"] = described;
        if (Error is not null) control.Attributes["aria-invalid"] = "true";
    }

    // HTML's own controls want dates and numbers in their invariant form.
    private static string? Shown(object? value) => value switch
    {
        null => null,
        DateOnly date => date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
