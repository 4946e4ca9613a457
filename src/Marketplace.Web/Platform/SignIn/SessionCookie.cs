using System.Security.Claims;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.SignIn.Kept;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.SignIn;

/// <summary>What the header calls whoever is signed in.</summary>
public sealed record SignedInName(string Name);

/// <summary>The cookie is only a pointer: each request asks whether its session still runs, so that ending one works at once and everywhere.</summary>
internal static class SessionCookie
{
    /// <summary>"Last seen" to the minute is enough for people and spares a write per request.</summary>
    private static readonly TimeSpan s_seenStep = TimeSpan.FromMinutes(1);

    public static void Configure(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "session";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;   // A link in a mail must find its reader signed in.
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = TimeSpan.FromDays(30);   // The row decides, not the cookie.
        cookie.SlidingExpiration = false;
        cookie.LoginPath = "/sign-in";
        cookie.ReturnUrlParameter = "return";
        cookie.Events.OnValidatePrincipal = ValidateAsync;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var limits = http.RequestServices.GetRequiredService<IOptions<SignInOptions>>().Value;
        var db = http.RequestServices.GetRequiredService<AppDbContext>();
        var id = SessionSignInManager.SessionId(context.Principal!);
        var found = await (from s in db.Set<SignInSession>().AsNoTracking()
                           join p in db.Set<Person>() on s.PersonId equals p.Id
                           where s.Id == id && s.EndedAt == null && p.DisabledAt == null && p.ErasedAt == null
                           select new { Session = s, p.DisplayName }).SingleOrDefaultAsync(http.RequestAborted);
        var session = found?.Session;
        if (session is null || now - session.SeenAt > limits.Idle || now - session.StartedAt > limits.Longest)
        {
            // Whose it was is still known: a form they send now is kept for them.
            if (Guid.TryParse(context.Principal!.FindFirstValue(ClaimTypes.NameIdentifier), out var person)) http.Features.Set(new EndedSession(person));
            context.RejectPrincipal();
            if (session is not null) await db.Set<SignInSession>().Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), http.RequestAborted);
            context.Options.CookieManager.DeleteCookie(http, context.Options.Cookie.Name!, context.Options.Cookie.Build(http));
            return;
        }
        http.Features.Set(session);
        http.Features.Set(new SignedInName(found!.DisplayName));
        if (now - session.SeenAt > s_seenStep)
            await db.Set<SignInSession>().Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), http.RequestAborted);
    }
}
