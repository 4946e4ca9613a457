using System.Net;
using System.Text.RegularExpressions;

namespace Marketplace.Testing;

/// <summary>Sends the forms of a page as a browser would: with the page's hidden fields and its token.</summary>
public static partial class Forms
{
    /// <param name="http">Whose browser.</param>
    /// <param name="page">Where the form stands.</param>
    /// <param name="to">Where it is sent; null: to the page itself.</param>
    /// <param name="fields">What is filled in; also replaces hidden fields of that name.</param>
    public static async Task<HttpResponseMessage> PostFormAsync(this HttpClient http, string page, string? to, params (string Name, string Value)[] fields)
    {
        var html = await http.GetStringAsync(page);
        var all = new Dictionary<string, string>(StringComparer.Ordinal) { ["__RequestVerificationToken"] = TokenIn(html) };
        foreach (Match hidden in Hidden.Matches(html)) all.TryAdd(hidden.Groups["name"].Value, WebUtility.HtmlDecode(hidden.Groups["value"].Value));
        foreach (var (name, value) in fields) all[name] = value;
        return await http.PostAsync(to ?? page, new FormUrlEncodedContent(all));
    }

    /// <summary>The token of any form on the page: it is the visitor's, not the form's.</summary>
    public static string TokenIn(string html) => Token.Match(html) is { Success: true } found ? found.Groups["value"].Value : throw new InvalidOperationException("The page has no form.");

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token { get; }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>once|about)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden { get; }
}
