namespace Marketplace.Browser.Tests;

/// <summary>Every page that anybody can open: a feature adds its own by a line, and all checks of pages run over it.</summary>
public static class SitePages
{
    public static readonly IReadOnlyList<string> Public =
    [
        "/",
        "/help",
        "/help/holders",
        "/help/enterprises",
        "/help/bureaus",
        "/policies/privacy",
        "/policies/terms",
        "/preferences",
        "/style",
        "/contact",
        "/report",
        "/report?about=page:/help",
        "/report/track",
        "/account/erased",
        "/messages/demo",
        "/error/404",
        "/error/500",
    ];

    public static TheoryData<string, string> InEveryLanguage()
    {
        var data = new TheoryData<string, string>();
        foreach (var page in Public)
        {
            foreach (var language in (string[])["zh-CN", "en", "ug"]) data.Add(page, language);
        }
        return data;
    }

    public static TheoryData<string> Each() => [.. Public];
}
