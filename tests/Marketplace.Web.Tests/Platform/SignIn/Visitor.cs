using System.Net;
using System.Text.RegularExpressions;
using Marketplace.Testing;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Platform.SignIn;

/// <summary>One browser in front of the program: keeps cookies, reads forms before it sends them.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly RunningApp _app;
    private string? _page;

    public Visitor(RunningApp app, HttpClient? http = null, string? from = null)
    {
        _app = app;
        Http = http ?? new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(app.Url) };
        if (from is not null) Http.DefaultRequestHeaders.Add("X-Forwarded-For", from);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public HttpClient Http { get; }

    public async Task<string> ReadAsync(string path)
    {
        var answer = await Http.GetAsync(path, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return _page = await answer.Content.ReadAsStringAsync(Ct);
    }

    /// <summary>Sends a form of the page read last.</summary>
    public async Task<HttpResponseMessage> SendAsync(string path, params (string Name, string Value)[] fields)
    {
        // The page's own forms first: the token of the header's would hide that one of them lacks its own.
        var page = _page ?? "";
        var main = Token.Match(page[Math.Max(0, page.IndexOf("<main", StringComparison.Ordinal))..]);
        var token = (main.Success ? main : Token.Match(page)).Groups["value"].Value;
        var all = fields.Select(f => new KeyValuePair<string, string>(f.Name, f.Value)).Append(new("__RequestVerificationToken", token));
        return await Http.PostAsync(path, new FormUrlEncodedContent(all), Ct);
    }

    public async Task<HttpResponseMessage> AskCodeAsync(string login)
    {
        await ReadAsync("/sign-in");
        return await SendAsync("/sign-in", ("login", login));
    }

    public async Task<HttpResponseMessage> EnterCodeAsync(string code)
    {
        await ReadAsync("/sign-in/code");
        return await SendAsync("/sign-in/code", ("code", code));
    }

    public async Task<HttpResponseMessage> EnterPasswordAsync(string login, string password)
    {
        await ReadAsync("/sign-in");
        await SendAsync("/sign-in?handler=Password", ("login", login));
        await ReadAsync("/sign-in/password");
        return await SendAsync("/sign-in/password", ("password", password));
    }

    /// <summary>The code the message to this address holds.</summary>
    public Task<string> CodeForAsync(string address) => CodeAsync(_app, address);

    public static Task<string> CodeAsync(RunningApp app, string address) => app.WithDatabaseAsync(async db =>
        (await db.Set<Message>().AsNoTracking().Where(m => m.Address == address && m.Template == "sign-in.code").OrderByDescending(m => m.Id).FirstAsync(Ct)).Parameters["code"]);

    public void Dispose() => Http.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token { get; }
}
