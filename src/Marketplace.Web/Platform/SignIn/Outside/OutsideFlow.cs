using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace Marketplace.Web.Platform.SignIn.Outside;

/// <summary>What is known between leaving for the provider and being known here; kept in the browser, readable only by us.</summary>
internal sealed class OutsideFlow(IDataProtectionProvider protection, TimeProvider time)
{
    private const string AttemptCookie = "outside-attempt";
    private const string PendingCookie = "outside-pending";

    /// <summary>Long enough to type a password and a code there.</summary>
    private static readonly TimeSpan s_attempt = TimeSpan.FromMinutes(10);

    /// <summary>Long enough to sign in here for the first time.</summary>
    private static readonly TimeSpan s_pending = TimeSpan.FromMinutes(30);

    private readonly ITimeLimitedDataProtector _attempts = protection.CreateProtector("outside attempt").ToTimeLimitedDataProtector();
    private readonly ITimeLimitedDataProtector _pending = protection.CreateProtector("outside pending").ToTimeLimitedDataProtector();

    public sealed record Attempt(string Provider, OutsideAttempt Secrets, string Return);

    public sealed record Pending(string Provider, string Subject, string? Name);

    public Attempt Begin(HttpContext http, string provider, string callback, string backTo)
    {
        var attempt = new Attempt(provider, new(Secret(), Secret(), Secret(), callback), backTo);
        Keep(http, AttemptCookie, _attempts, attempt, s_attempt);
        return attempt;
    }

    /// <summary>The attempt this browser began with that provider, once: the second answer to it finds none.</summary>
    public Attempt? Take(HttpContext http, string provider, string? state)
    {
        var attempt = Read<Attempt>(http, AttemptCookie, _attempts);
        http.Response.Cookies.Delete(AttemptCookie, Cookie(http, null));
        return attempt?.Provider == provider && state is not null
            && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(attempt.Secrets.State), System.Text.Encoding.UTF8.GetBytes(state)) ? attempt : null;
    }

    public void Remember(HttpContext http, Pending pending) => Keep(http, PendingCookie, _pending, pending, s_pending);

    public Pending? Remembered(HttpContext http) => Read<Pending>(http, PendingCookie, _pending);

    public static void Forget(HttpContext http) => http.Response.Cookies.Delete(PendingCookie, Cookie(http, null));

    private void Keep<T>(HttpContext http, string name, ITimeLimitedDataProtector protector, T value, TimeSpan good) =>
        http.Response.Cookies.Append(name, protector.Protect(JsonSerializer.Serialize(value), time.GetUtcNow() + good), Cookie(http, good));

    private static T? Read<T>(HttpContext http, string name, ITimeLimitedDataProtector protector) where T : class
    {
        if (http.Request.Cookies[name] is not { Length: > 0 } cookie) return null;
        try
        {
            return JsonSerializer.Deserialize<T>(protector.Unprotect(cookie));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    // Lax: the answer comes as a link from the provider's site.
    private static CookieOptions Cookie(HttpContext http, TimeSpan? good) =>
        new() { HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = good, Path = "/" };

    private static string Secret() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
}
