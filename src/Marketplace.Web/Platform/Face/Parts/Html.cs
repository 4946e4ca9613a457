using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Platform.Face.Parts;

/// <summary>Short ways to build elements whose text is encoded.</summary>
internal static class Html
{
    public static TagBuilder Tag(string name, string? css = null, string? text = null)
    {
        var tag = new TagBuilder(name);
        if (css is not null) tag.AddCssClass(css);
        if (text is not null) tag.InnerHtml.Append(text);
        return tag;
    }

    public static TagBuilder Link(string address, string text, string? css = null)
    {
        var link = Tag("a", css, text);
        link.Attributes["href"] = address;
        return link;
    }

    public static TagBuilder With(this TagBuilder tag, params IEnumerable<IHtmlContent?> children)
    {
        foreach (var child in children.OfType<IHtmlContent>()) tag.InnerHtml.AppendHtml(child);
        return tag;
    }

    public static TagBuilder Set(this TagBuilder tag, string attribute, string? value)
    {
        if (value is not null) tag.Attributes[attribute] = value;
        return tag;
    }

    /// <summary>The plain text of an attribute that Razor hands over as HTML.</summary>
    public static string Text(IHtmlContent content)
    {
        using var writer = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        content.WriteTo(writer, System.Text.Encodings.Web.HtmlEncoder.Default);
        return System.Net.WebUtility.HtmlDecode(writer.ToString());
    }
}
