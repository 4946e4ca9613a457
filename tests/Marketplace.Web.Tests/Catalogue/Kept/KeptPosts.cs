using Marketplace.Testing;

namespace Marketplace.Web.Tests.Catalogue.Kept;

internal static class KeptPosts
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>As the forms beside patents and on the search page do, which stand on other features' pages.</summary>
    public static async Task<HttpResponseMessage> SendAsync(this HttpClient http, string page, string handler, params (string Name, string Value)[] fields)
    {
        var token = Forms.TokenIn(await http.GetStringAsync("/contact", Ct));
        using var form = new FormUrlEncodedContent(fields.Append((Name: "__RequestVerificationToken", Value: token)).Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await http.PostAsync($"{page}?handler={handler}", form, Ct);
    }
}
