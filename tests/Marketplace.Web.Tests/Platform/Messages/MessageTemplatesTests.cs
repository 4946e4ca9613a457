using Marketplace.Web.Platform.Messages;

namespace Marketplace.Web.Tests.Platform.Messages;

public sealed class MessageTemplatesTests
{
    public static TheoryData<string, string> Everything => new(
        from template in MessageTemplates.BuiltIn from language in MessageLanguages.All select (template.Key, language));

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_template_is_complete_in_every_language(string key, string language)
    {
        var template = new MessageTemplates(MessageTemplates.BuiltIn).Find(key)!;
        // In every language all parameters are said, none is left over.
        MessageText.Placeholders(template.Subject(language) + template.Text(language)).Distinct().ShouldBe(template.Parameters, ignoreOrder: true);
        var text = MessageText.Render(template, language, template.Parameters.ToDictionary(p => p, p => $"<{p}>", StringComparer.Ordinal));
        text.Subject.ShouldNotContain("{");
        template.Parameters.ShouldAllBe(p => text.Text.Contains($"<{p}>"));
    }

    [Fact]
    public void Languages_do_not_fall_back_to_each_other() =>
        MessageLanguages.All.Select(MessageTemplates.Test.Text).ShouldBeUnique();

    [Fact]
    public void A_template_without_a_text_stops_the_start() => Should.Throw<InvalidOperationException>(
        () => new MessageTemplates([MessageTemplates.Test with { TextName = "NoSuchText" }])).Message.ShouldContain("NoSuchText");

    [Fact]
    public void A_template_with_an_undeclared_parameter_stops_the_start() => Should.Throw<InvalidOperationException>(
        () => new MessageTemplates([MessageTemplates.Test with { Parameters = [] }])).Message.ShouldContain("note");

    [Fact]
    public void A_value_cannot_bring_markup_or_placeholders_along()
    {
        var text = MessageText.Render(MessageTemplates.Test, "en", new Dictionary<string, string> { ["note"] = "<script>{note}</script>" });
        text.Text.ShouldContain("<script>{note}</script>");
        text.ToHtml().ShouldContain("&lt;script&gt;{note}&lt;/script&gt;");
        text.ToHtml().ShouldNotContain("<script");
    }

    [Theory]
    [InlineData("ug", "dir=\"rtl\"")]
    [InlineData("zh-CN", "dir=\"ltr\"")]
    public void Html_says_its_language_and_direction(string language, string direction)
    {
        var html = MessageText.Render(MessageTemplates.Test, language, new Dictionary<string, string> { ["note"] = "1" }).ToHtml();
        html.ShouldContain(direction);
        html.ShouldContain($"lang=\"{language}\"");
    }

    [Theory]
    [InlineData(MessageChannel.Mail, "zhang@example.cn", "z***@example.cn")]
    [InlineData(MessageChannel.Sms, "13812345678", "138****5678")]
    [InlineData(MessageChannel.WeChat, "short", "****")]
    [InlineData(MessageChannel.WeCom, "operators", "operators")]
    public void Recipients_are_masked(MessageChannel channel, string address, string masked) => RecipientMask.Of(channel, address).ShouldBe(masked);
}
