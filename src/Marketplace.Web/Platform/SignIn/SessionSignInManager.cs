using System.Security.Claims;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.SignIn;

/// <summary>Identity's sign-in, with one thing more: whichever way a person comes in, a session of theirs is written down.</summary>
public sealed class SessionSignInManager(
    UserManager<Person> people, IHttpContextAccessor http, IUserClaimsPrincipalFactory<Person> claims, IOptions<IdentityOptions> options,
    ILogger<SignInManager<Person>> logger, IAuthenticationSchemeProvider schemes, IUserConfirmation<Person> confirmation,
    AppDbContext db, AuditLog audit, TimeProvider time) : SignInManager<Person>(people, http, claims, options, logger, schemes, confirmation)
{
    public const string SessionClaim = "sid";

    public override async Task<bool> CanSignInAsync(Person user) => user.MaySignIn && await base.CanSignInAsync(user);

    public override async Task SignInWithClaimsAsync(Person user, AuthenticationProperties? authenticationProperties, IEnumerable<Claim> additionalClaims)
    {
        var given = additionalClaims.ToList();
        var method = given.Find(c => c.Type == ClaimTypes.AuthenticationMethod)?.Value ?? "amr";
        var session = new SignInSession
        {
            PersonId = user.Id,
            Method = given.Find(c => c.Type == "amr")?.Value ?? method,
            SecondFactor = given.Exists(c => c is { Type: "amr", Value: "mfa" }),
            StartedAt = time.GetUtcNow(),
            SeenAt = time.GetUtcNow(),
            Address = Context.Connection.RemoteIpAddress?.ToString(),
            Browser = Shorten(Context.Request.Headers.UserAgent.ToString(), 200),
            ActingFor = await LastActingForAsync(user.Id),
        };
        db.Add(session);
        user.LastSignInAt = session.StartedAt;
        audit.Record(db, "person.signed-in", $"person:{user.Id}", new { session.Method });
        await db.SaveChangesAsync();
        given.Add(new(SessionClaim, session.Id.ToString("N")));
        await base.SignInWithClaimsAsync(user, authenticationProperties, given);
    }

    public override async Task SignOutAsync()
    {
        if (SessionId(Context.User) is { } id)
            await db.Set<SignInSession>().Where(s => s.Id == id && s.EndedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, time.GetUtcNow()));
        await base.SignOutAsync();
    }

    public static Guid? SessionId(ClaimsPrincipal user) => Guid.TryParseExact(user.FindFirstValue(SessionClaim), "N", out var id) ? id : null;

    /// <summary>People go on where they left off: most act for one organisation only.</summary>
    private async Task<Guid?> LastActingForAsync(Guid person) => await db.Set<SignInSession>().AsNoTracking()
        .Where(s => s.PersonId == person).OrderByDescending(s => s.SeenAt).ThenByDescending(s => s.Id).Select(s => s.ActingFor).FirstOrDefaultAsync();

    private static string Shorten(string value, int length) => value.Length <= length ? value : value[..length];
}
