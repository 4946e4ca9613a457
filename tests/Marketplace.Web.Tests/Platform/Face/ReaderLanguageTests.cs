using System.Globalization;
using System.Resources;
using System.Security.Claims;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Http;

namespace Marketplace.Web.Tests.Platform.Face;

public sealed class ReaderLanguageTests
{
    [Theory]
    [InlineData("", null, null, "zh-CN")]
    [InlineData("", null, "fr,de;q=0.8", "zh-CN")]
    [InlineData("", null, "fr,zh-TW;q=0.5,en;q=0.8", "en")]
    [InlineData("", null, "en;q=0,ug", "ug")]
    [InlineData("", "ug", "en", "ug")]
    [InlineData("", "xx", "en", "en")]
    [InlineData("?lang=en", "ug", "zh", "en")]
    [InlineData("?lang=ZH-cn", null, "en", "zh-CN")]
    public async Task The_link_goes_before_the_choice_and_the_choice_before_the_browser(string query, string? cookie, string? accepted, string expected)
    {
        var (context, reached) = await RunAsync(query, cookie, accepted);
        reached.ShouldBeTrue();
        Reader.Of(context).Language.Tag.ShouldBe(expected);
        context.Response.Headers.ContentLanguage.ToString().ShouldBe(expected);
    }

    [Fact]
    public async Task An_unknown_language_is_refused()
    {
        var (context, reached) = await RunAsync("?lang=xx", null, null);
        reached.ShouldBeFalse();
        context.Response.StatusCode.ShouldBe(400);
        context.Items.ShouldContainKey(ReaderLanguage.UnknownKey);
    }

    [Fact]
    public async Task A_link_never_overwrites_what_the_reader_chose()
    {
        (await RunAsync("?lang=en", "ug", null)).Context.Response.Headers.SetCookie.ToString().ShouldBeEmpty();
        (await RunAsync("?lang=en", null, null)).Context.Response.Headers.SetCookie.ToString().ShouldStartWith("lang=en;");
    }

    [Fact]
    public void Every_text_is_there_in_its_own_language()
    {
        var assembly = typeof(FaceTexts).Assembly;
        var uyghur = assembly.GetManifestResourceNames().Where(name => name.EndsWith("Texts.resources", StringComparison.Ordinal)).ToList();
        uyghur.Count.ShouldBeGreaterThan(3);
        foreach (var name in uyghur)
        {
            var texts = new ResourceManager(name[..^".resources".Length], assembly).GetResourceSet(CultureInfo.GetCultureInfo("ug"), true, false);
            texts.ShouldNotBeNull(name);
            // Brands keep their Latin names in Uyghur papers too.
            foreach (System.Collections.DictionaryEntry text in texts) if (text.Value is not ("DingTalk" or "Feishu")) text.Value!.ToString()!.Any(c => c is >= '\u0600' and <= '\u06ff' or '{').ShouldBeTrue($"{name} {text.Key}");
        }
    }

    [Fact]
    public void Navigation_shows_each_reader_what_is_theirs_and_marks_where_they_are()
    {
        var navigation = new Navigation(
        [
            new(20, "/help", () => "help", _ => true),
            new(10, "/tasks", () => "work", reader => reader.IsInRole("bureau")),
            new(0, "/", () => "home", _ => true),
        ]);
        var official = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Role, "bureau")], "test"));
        navigation.For(new ClaimsPrincipal(), new Actor([])).Select(entry => entry.Path).ShouldBe(["/", "/help"]);
        navigation.For(official, new Actor([])).Select(entry => entry.Path).ShouldBe(["/", "/tasks", "/help"]);
        navigation.Current("/help/holders")!.Path.ShouldBe("/help");
        navigation.Current("/helpless").ShouldBeNull();
    }

    private static async Task<(HttpContext Context, bool Reached)> RunAsync(string query, string? cookie, string? accepted)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        if (cookie is not null) context.Request.Headers.Cookie = "lang=" + cookie;
        if (accepted is not null) context.Request.Headers.AcceptLanguage = accepted;
        var reached = false;
        await new ReaderLanguage(_ => { reached = true; return Task.CompletedTask; }).InvokeAsync(context);
        return (context, reached);
    }
}
