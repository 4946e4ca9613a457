namespace Marketplace.Browser.Tests;

/// <summary>Every page that anybody can open: a feature adds its own by a line, and all checks of pages run over it.</summary>
public static class SitePages
{
    /// <summary>Refused, and the refusal offers the languages there are.</summary>
    private const string UnknownLanguage = "/?lang=xx";

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
        "/patents",
        "/patents?q=%E6%BB%B4%E7%81%8C&kind=invention&view=table",
        "/patents/new",
        "/sign-in",
        "/report",
        "/report?about=page:/help",
        "/report/track",
        "/account/erased",
        "/messages/demo",
        "/needs/new",
        "/needs/open",
        "/statistics",
        "/needs/leave",
        "/needs/farm",
        "/browse/ipc",
        "/browse/ipc/A",
        "/browse/industries",
        "/browse/industries/357",
        "/browse/chains",
        "/browse/regions",
        "/patents/compare",
        "/patents/compare?no=202019990033&no=202319990040",
        "/fees/calculator",
        "/fees/calculator?feeModel=UpfrontRunning&upfront=30000&base=NetSales&rate=5&period=Quarter&start=2026-03-01&years=3&aYear=100000",
        "/error/404",
        "/error/413",
        "/error/429",
        "/error/500",
        "/error/503",
        UnknownLanguage,
    ];

    /// <summary>What is answered with an error on purpose: browsers report that on the console.</summary>
    public static bool IsError(string path) => path.StartsWith("/error/", StringComparison.Ordinal) || path == UnknownLanguage;

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
