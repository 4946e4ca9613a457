using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Marketplace.Web.Platform.Face.Parts;

/// <summary><c>&lt;ui-notice kind="info|ok|soon|overdue" title="…">…&lt;/ui-notice></c></summary>
[HtmlTargetElement("ui-notice")]
public sealed class Notice : TagHelper
{
    public string Kind { get; set; } = "info";
    public string? Title { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.Attributes.SetAttribute("class", $"notice {Kind}");
        if (!string.IsNullOrEmpty(Title)) output.PreContent.AppendHtml(Html.Tag("p", "notice-title", Title));
    }
}

/// <summary><c>&lt;ui-status kind="ok|soon|overdue|stopped">有效&lt;/ui-status></c>: the four differ in shape and word, not in colour alone.</summary>
[HtmlTargetElement("ui-status")]
public sealed class Status : TagHelper
{
    public string Kind { get; set; } = "ok";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var word = await output.GetChildContentAsync();
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", $"status {Kind}");
        if (word.IsEmptyOrWhiteSpace) output.Content.Append(Word());
    }

    private string Word() => Kind switch
    {
        "soon" => FaceTexts.StatusSoon,
        "overdue" => FaceTexts.StatusOverdue,
        "stopped" => FaceTexts.StatusStopped,
        _ => FaceTexts.StatusOk,
    };
}

/// <summary><c>&lt;ui-empty title="…">why it is empty and what to do&lt;/ui-empty></c></summary>
[HtmlTargetElement("ui-empty")]
public sealed class Empty : TagHelper
{
    public string Title { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.Attributes.SetAttribute("class", "empty");
        output.PreContent.AppendHtml(Html.Tag("p", "empty-title", Title));
    }
}

/// <summary><c>&lt;ui-term word="开放许可">…&lt;/ui-term></c>: a term of law, explained where it is first used. Stands between paragraphs.</summary>
[HtmlTargetElement("ui-term")]
public sealed class Term : TagHelper
{
    public string Word { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "details";
        output.Attributes.SetAttribute("class", "term");
        output.PreContent.AppendHtml(Html.Tag("summary", null, Word)).AppendHtml("<div>");
        output.PostContent.AppendHtml("</div>");
    }
}
