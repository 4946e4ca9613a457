using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Marketplace.Testing;

/// <summary>Speaks the sign-in protocols of WeChat and WeCom as their documentation has them: wrong ids, secrets and codes get their errors; a code works once.</summary>
public sealed class WeChatServer : IAsyncDisposable
{
    public const string App = "wx1234567890abcdef";
    public const string Corp = "ww1234567890abcdef";
    public const string Agent = "1000002";
    public const string Secret = "only for tests";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _codes = new(StringComparer.Ordinal);

    private WeChatServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <summary>Who holds the phone that scans the code.</summary>
    public string Person { get; set; } = "oTestPerson0001";

    public static async Task<WeChatServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new WeChatServer(app);
        app.MapGet("/connect/qrconnect", (string appid, string redirect_uri, string scope, string state) =>
            appid == App && scope == "snsapi_login" ? server.Back(redirect_uri, state) : Results.Text("Scope 参数错误或没有 Scope 权限"));
        app.MapGet("/connect/oauth2/authorize", (string appid, string redirect_uri, string scope, string state) =>
            appid == App && scope == "snsapi_base" ? server.Back(redirect_uri, state) : Results.Text("redirect_uri 参数错误"));
        app.MapGet("/sns/oauth2/access_token", (string appid, string secret, string code, string grant_type) =>
            appid != App ? Error(40013, "invalid appid")
            : secret != Secret ? Error(40125, "invalid appsecret")
            : grant_type != "authorization_code" ? Error(40002, "invalid grant_type")
            : !server._codes.TryRemove(code, out var person) ? Error(40029, "invalid code")
            : Results.Json(new { access_token = "t", expires_in = 7200, refresh_token = "r", openid = person, scope = "snsapi_login", unionid = "u" + person }));
        app.MapGet("/wwlogin/sso/login", (string login_type, string appid, string agentid, string redirect_uri, string state) =>
            login_type == "CorpApp" && appid == Corp && agentid == Agent ? server.Back(redirect_uri, state) : Results.Text("参数错误"));
        app.MapGet("/cgi-bin/gettoken", (string corpid, string corpsecret) =>
            corpid == Corp && corpsecret == Secret ? Results.Json(new { errcode = 0, errmsg = "ok", access_token = "corp-token", expires_in = 7200 }) : Error(40001, "invalid credential"));
        app.MapGet("/cgi-bin/auth/getuserinfo", (string access_token, string code) =>
            access_token != "corp-token" ? Error(40014, "invalid access_token")
            : !server._codes.TryRemove(code, out var person) ? Error(40029, "invalid code")
            // Who is no member has an openid only.
            : person.StartsWith('o') ? Results.Json(new { errcode = 0, errmsg = "ok", openid = person }) : Results.Json(new { errcode = 0, errmsg = "ok", userid = person }));
        await app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Back(string address, string state)
    {
        var code = RandomNumberGenerator.GetHexString(16);
        _codes[code] = Person;
        return Results.Redirect($"{address}?code={code}&state={Uri.EscapeDataString(state)}");
    }

    private static IResult Error(int number, string text) => Results.Json(new { errcode = number, errmsg = text });
}
