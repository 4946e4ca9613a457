using System.Security.Claims;
using Marketplace.Web.Data;
using Marketplace.Web.People;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.SignIn.Factors;
using Marketplace.Web.Privacy;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Platform.SignIn;

/// <summary>What all ways in have in common: after the first factor comes the second, then the session, then where one wanted to go.</summary>
public sealed class SignInDesk(
    AppDbContext db, UserManager<Person> people, SessionSignInManager sessions, SecondFactorDesk factors, FactorResetDesk resets, ProgressCookie progress, AuditLog audit, ConsentLog consents,
    TimeProvider time)
{
    public const int NameMax = 50;

    /// <summary>Whoever gets this has proven to own the account; strangers get to see nothing of it.</summary>
    public static Failure Closed() => new("account_closed", 403, SignInTexts.AccountClosed, "");

    /// <summary>The address to go to next. <paramref name="strong"/>: the way in was two factors by itself, as a passkey with fingerprint or PIN is.</summary>
    public async Task<string> ContinueAsync(HttpContext http, Person person, string method, string goTo, bool strong, CancellationToken ct)
    {
        if (!strong && await factors.IsOnAsync(person.Id, ct))
        {
            if (await resets.TakeAsync(person, ct))
            {
                await FinishAsync(http, person, method, secondFactor: false);
                return "/account/second-factor?reset=true";
            }
            progress.Write(http, new() { PersonId = person.Id, Method = method, Return = goTo });
            return "/sign-in/second-step";
        }
        await FinishAsync(http, person, method, strong);
        return goTo;
    }

    public async Task FinishAsync(HttpContext http, Person person, string method, bool secondFactor)
    {
        List<Claim> claims = [new("amr", method)];
        if (secondFactor) claims.Add(new("amr", "mfa"));
        await sessions.SignInWithClaimsAsync(person, null, claims);
        ProgressCookie.Clear(http);
    }

    /// <summary>Makes the account of whoever has just proven this number or address.</summary>
    public async Task<Outcome<Person>> RegisterAsync(LoginName login, string? name, bool agreed, CancellationToken ct)
    {
        var given = name?.Trim() ?? "";
        var failures = new List<Failure>();
        if (given.Length is 0 or > NameMax) failures.Add(new("name_wrong", 400, string.Format(System.Globalization.CultureInfo.CurrentCulture, SignInTexts.NameWrong, NameMax), "name"));
        if (!agreed) failures.Add(new("consent_missing", 400, SignInTexts.ConsentMissing, "agree"));
        if (failures.Count > 0) return failures;
        var mobile = login.Channel == MessageChannel.Sms;
        var person = new Person
        {
            DisplayName = given,
            Language = MessageLanguages.Of(System.Globalization.CultureInfo.CurrentUICulture),
            CreatedAt = time.GetUtcNow(),
            PhoneNumber = mobile ? login.Address : null,
            PhoneNumberConfirmed = mobile,
            Email = mobile ? null : login.Address,
            EmailConfirmed = !mobile,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        audit.Record(db, "person.registered", $"person:{person.Id}");
        try
        {
            var made = await people.CreateAsync(person);
            if (!made.Succeeded) throw new InvalidOperationException($"Identity refused a new person: {made.Errors.First().Code}");
            foreach (var kind in (ConsentKind[])[ConsentKind.Terms, ConsentKind.Privacy])
                await consents.GiveAsync(db, person.Id, kind, ConsentVersions.Of(kind), ct);
            await transaction.CommitAsync(ct);
            return person;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            // Registered in two windows at once. The number is proven either way: it is the account made in the other.
            await transaction.RollbackAsync(ct);
            db.ChangeTracker.Clear();
            return await login.FindAsync(db, ct) is { MaySignIn: true } there ? there : Closed();
        }
    }
}
