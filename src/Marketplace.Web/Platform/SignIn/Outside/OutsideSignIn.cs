using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.SignIn.Outside;

/// <summary>The way out to a provider and back.</summary>
internal sealed class OutsideSignIn(
    IEnumerable<IOutsideProvider> providers, OutsideFlow flow, UserManager<Person> people, SignInManager<Person> signIn, AppDbContext db, AuditLog audit,
    Actor actor, ILogger<OutsideSignIn> logger)
{
    public const string FirstTimePage = "/sign-in/outside";
    public const string LinksPage = "/account/outside";
    private const string SecondFactorPage = "/sign-in/second-factor";

    public async Task<IResult> LeaveAsync(string name, string? backTo, HttpContext http, CancellationToken ct)
    {
        if (Find(name) is not { } provider) return Results.StatusCode(StatusCodes.Status404NotFound);
        // WeChat's built-in browser signs in with one touch; elsewhere it shows a code to scan.
        var insideWeChat = http.Request.Headers.UserAgent.ToString().Contains("MicroMessenger", StringComparison.OrdinalIgnoreCase);
        var callback = $"{http.Request.Scheme}://{http.Request.Host}{FirstTimePage}/{name}/callback";
        var attempt = flow.Begin(http, name, callback, Local(backTo));
        try
        {
            return Results.Redirect((await provider.AuthorizeAsync(attempt.Secrets, insideWeChat, ct)).AbsoluteUri);
        }
        catch (OutsideRefusedException e)
        {
            return Failed(name, "away", e.Message);
        }
    }

    public async Task<IResult> ReturnAsync(string name, string? code, string? state, string? error, HttpContext http, CancellationToken ct)
    {
        if (Find(name) is not { } provider) return Results.StatusCode(StatusCodes.Status404NotFound);
        if (flow.Take(http, name, state) is not { } attempt) return Failed(name, "expired", "no attempt of this browser");
        if (error is not null || string.IsNullOrEmpty(code)) return Failed(name, "refused", "the provider or the person said no");
        OutsideIdentity identity;
        try
        {
            identity = await provider.IdentifyAsync(code, attempt.Secrets, ct);
        }
        catch (OutsideRefusedException e)
        {
            return Failed(name, "away", e.Message);
        }
        var known = await people.FindByLoginAsync(name, identity.Subject) ?? await TrustedAsync(provider, identity, ct);
        if (actor.IsSignedIn || known is null)
        {
            // Who is signed in came to link; who is unknown signs in here once. Either way they say yes on the page of their links.
            if (known is not null) return Results.LocalRedirect(known.Id == actor.PersonId ? LinksPage : LinksPage + "?taken=true");
            flow.Remember(http, new(name, identity.Subject, identity.Name));
            return Results.LocalRedirect(actor.IsSignedIn ? LinksPage : FirstTimePage);
        }
        var result = await signIn.ExternalLoginSignInAsync(name, identity.Subject, isPersistent: false, bypassTwoFactor: false);
        return result.Succeeded ? Results.LocalRedirect(attempt.Return)
            : result.RequiresTwoFactor ? Results.LocalRedirect($"{SecondFactorPage}?return={Uri.EscapeDataString(attempt.Return)}")
            : Failed(name, "closed", "the account is closed or locked");
    }

    /// <summary>A verified number or address finds its account, where the operator trusts the provider with that.</summary>
    private async Task<Person?> TrustedAsync(IOutsideProvider provider, OutsideIdentity identity, CancellationToken ct)
    {
        if (!provider.Options.TrustContacts) return null;
        var phone = identity.Phone is { } given ? given.Replace("+86", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal) : null;
        var mail = people.NormalizeEmail(identity.Mail);
        var found = await db.Set<Person>().Where(p => (phone != null && p.PhoneNumber == phone && p.PhoneNumberConfirmed) || (mail != null && p.NormalizedEmail == mail && p.EmailConfirmed))
            .Take(2).ToListAsync(ct);
        // Number and address of two different people: nobody can say who it is.
        if (found is not [var person]) return null;
        audit.Record(db, "person.login-linked", $"person:{person.Id}", new { provider = provider.Name, by = "verified contact" });
        await people.AddLoginAsync(person, new(provider.Name, identity.Subject, provider.Options.Title));
        return person;
    }

    private IOutsideProvider? Find(string name) => providers.FirstOrDefault(p => p.Name == name);

    private IResult Failed(string name, string why, string reason)
    {
        logger.LogWarning("Signing in through {Provider} failed: {Reason}", name, reason);
        return Results.LocalRedirect($"{FirstTimePage}?failed={why}");
    }

    private static string Local(string? address) =>
        address is ['/', ..] && !address.StartsWith("//", StringComparison.Ordinal) && !address.StartsWith("/\\", StringComparison.Ordinal) ? address : "/";
}
