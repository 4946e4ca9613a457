using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Web.Platform.SignIn.Codes;
using Microsoft.AspNetCore.DataProtection;

namespace Marketplace.Web.Platform.SignIn;

/// <summary>How far somebody is on the way in: kept by their own browser, encrypted, so that nothing is stored about who only knocked.</summary>
public sealed record SignInProgress
{
    public LoginName? Login { get; init; }
    public SentCode? Code { get; init; }

    /// <summary>The number is proven to be theirs, but nobody has it yet: they may register.</summary>
    public bool Proven { get; init; }

    /// <summary>The first factor was right: whose it was and which one; the second is asked next.</summary>
    public Guid? PersonId { get; init; }
    public string? Method { get; init; }
    public string Return { get; init; } = "/";
    /// <summary>In seconds: the cookie is as long for one visitor as for the other.</summary>
    public long Until { get; init; }
}

public sealed class ProgressCookie(IDataProtectionProvider protection, TimeProvider time)
{
    private const string Name = "signing-in";

    /// <summary>Long enough to wait for a message and find the other phone.</summary>
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(15);

    private readonly IDataProtector _protector = protection.CreateProtector("signing in");

    public SignInProgress? Read(HttpContext http, string name = Name)
    {
        if (http.Request.Cookies[name] is not { Length: > 0 } cookie) return null;
        try
        {
            var progress = JsonSerializer.Deserialize<SignInProgress>(_protector.Unprotect(cookie));
            return progress?.Until > time.GetUtcNow().ToUnixTimeSeconds() ? progress : null;
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;   // Forged, or written by an older version.
        }
    }

    public void Write(HttpContext http, SignInProgress progress, string name = Name) => http.Response.Cookies.Append(
        name, _protector.Protect(JsonSerializer.Serialize(progress with { Until = (time.GetUtcNow() + s_kept).ToUnixTimeSeconds() })), Options(http));

    public static void Clear(HttpContext http, string name = Name) => http.Response.Cookies.Delete(name, Options(http));

    private static CookieOptions Options(HttpContext http) => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, IsEssential = true };
}
