using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Marketplace.Web.Platform.Face.Parts;

/// <summary><c>&lt;ui-summary>&lt;ui-row label="…" change="/address">value&lt;/ui-row>…&lt;/ui-summary></c>: facts, or check-your-answers.</summary>
[HtmlTargetElement("ui-summary")]
public sealed class SummaryList : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "dl";
        output.Attributes.SetAttribute("class", "summary");
    }
}

[HtmlTargetElement("ui-row", ParentTag = "ui-summary")]
public sealed partial class SummaryRow : TagHelper
{
    public string Label { get; set; } = "";
    public string? Change { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var value = await output.GetChildContentAsync();
        output.TagName = "div";
        output.TagMode = TagMode.StartTagAndEndTag;
        var answer = Html.Tag("dd");
        // <bdi>@nothing</bdi> is as empty as nothing.
        if (value.IsEmptyOrWhiteSpace || string.IsNullOrWhiteSpace(Wrappers.Replace(value.GetContent(), ""))) answer.InnerHtml.AppendHtml(Html.Tag("span", "unknown", FaceTexts.NotRecorded));
        else answer.InnerHtml.AppendHtml(value);
        output.Content.AppendHtml(Html.Tag("dt", null, Label)).AppendHtml(answer);
        // Razor hands an attribute whose expression is null over as an empty text.
        if (string.IsNullOrEmpty(Change)) return;
        // Read alone, "change" says nothing: what is changed stands beside it for those who only hear it.
        var link = Html.Link(Change, FaceTexts.Change).With(Html.Tag("span", "unseen", " " + Label));
        output.Content.AppendHtml(Html.Tag("dd", "change").With(link));
    }

    /// <summary>Elements that show nothing by themselves.</summary>
    [GeneratedRegex("</?(bdi|span)\\b[^>]*>", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Wrappers { get; }
}

/// <summary><c>&lt;ui-tasks>&lt;ui-task href="…" state="todo|doing|done|blocked">name&lt;/ui-task>…&lt;/ui-tasks></c></summary>
[HtmlTargetElement("ui-tasks")]
public sealed class TaskList : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "ol";
        output.Attributes.SetAttribute("class", "tasks");
    }
}

[HtmlTargetElement("ui-task", ParentTag = "ui-tasks")]
public sealed class TaskItem : TagHelper
{
    public string? Href { get; set; }
    public string State { get; set; } = "todo";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var name = await output.GetChildContentAsync();
        output.TagName = "li";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.SetAttribute("class", State);
        var title = State == "blocked" || string.IsNullOrEmpty(Href) ? Html.Tag("span") : Html.Tag("a").Set("href", Href);
        output.Content.AppendHtml(title.With(name)).AppendHtml(Html.Tag("span", "state", Word()));
    }

    private string Word() => State switch
    {
        "doing" => FaceTexts.TaskDoing,
        "done" => FaceTexts.TaskDone,
        "blocked" => FaceTexts.TaskBlocked,
        _ => FaceTexts.TaskToDo,
    };
}
