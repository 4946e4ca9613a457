using System.Net;
using System.Text.RegularExpressions;

namespace Marketplace.Web.Tests.Organisations;

/// <summary>Opens a page and posts its form, as a browser without script does.</summary>
internal static partial class Visit
{
    public static readonly byte[] Pdf = "%PDF-1.7 证明"u8.ToArray();
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>With the token and hidden number of the page; a value of bytes is a file.</summary>
    public static async Task<HttpResponseMessage> FillAsync(this HttpClient http, string page, string? handler, params (string Name, object Value)[] fields)
    {
        var html = await http.GetStringAsync(page, Ct);
        return await http.SendFormAsync(html, page, handler, fields);
    }

    /// <summary>For a page that was opened before.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(this HttpClient http, string html, string page, string? handler, params (string Name, object Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new StringContent(Token.Match(html).Groups["value"].Value), "__RequestVerificationToken" } };
        if (Once.Match(html) is { Success: true } once && !fields.Any(f => f.Name == "once")) form.Add(new StringContent(once.Groups["value"].Value), "once");
        foreach (var (name, value) in fields)
        {
            if (value is byte[] bytes) form.Add(new ByteArrayContent(bytes), name, "文件.pdf");
            else form.Add(new StringContent(value.ToString()!), name);
        }
        return await http.PostAsync(handler is null ? page : page + "?handler=" + handler, form, Ct);
    }

    public static async Task ShouldGoAsync(this HttpResponseMessage answer) =>
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, Message.Matches(await answer.Content.ReadAsStringAsync(Ct)) is { Count: > 0 } said ? string.Join("; ", said.Select(m => m.Value)) : "");

    public static async Task<string> ShouldRefuseAsync(this HttpResponseMessage answer, HttpStatusCode status, string because)
    {
        var page = await answer.Content.ReadAsStringAsync(Ct);
        answer.StatusCode.ShouldBe(status);
        page.ShouldContain(because);
        return page;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token { get; }

    [GeneratedRegex("name=\"once\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Once { get; }

    [GeneratedRegex("class=\"message\".{0,300}", RegexOptions.Singleline, 1000)]
    private static partial Regex Message { get; }
}
