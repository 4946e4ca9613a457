using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.SignIn.Passwords;

/// <summary>Sets a password and checks one.</summary>
public sealed class PasswordDesk(
    AppDbContext db, UserManager<Person> people, IPasswordHasher<Person> hasher, FailedSignIns failed, Messenger messenger, AuditLog audit, TimeProvider time)
{
    // Made by the hasher that checks, so that checking against it costs what checking against a real one costs.
    private static readonly Person s_nobody = new() { DisplayName = "", Language = "zh-CN", CreatedAt = default };
    private static string? s_nobodysHash;

    /// <summary>The person with this name and password. Whether the name or the password is wrong, or the account closed, is not said, nor told by the time it takes.</summary>
    public async Task<Outcome<Person>> CheckAsync(LoginName login, string? password, string? from, CancellationToken ct)
    {
        // By the name typed, not by the account: locking an account under all its names would tell which names belong together.
        var name = FailedSignIns.Name(login);
        if (await failed.LockedAsync(name, from, ct)) return FailedSignIns.Locked("password");
        var nobodys = s_nobodysHash ??= hasher.HashPassword(s_nobody, "nobody has this one");
        var person = await login.FindAsync(db, ct);
        var hash = person?.PasswordHash ?? nobodys;
        var given = password is { Length: > 0 and <= PasswordRules.Longest } ? password : "";
        var verified = hasher.VerifyHashedPassword(person ?? s_nobody, hash, given) != PasswordVerificationResult.Failed;
        if (person is { PasswordHash: not null, MaySignIn: true } && verified)
        {
            await failed.ForgetAsync(name, ct);
            return person;
        }
        audit.Record(db, "person.sign-in-failed", person is null ? "person:unknown" : $"person:{person.Id}", new { method = "password" }, succeeded: false);
        var locked = await failed.CountAsync(name, from, ct);
        return locked ? FailedSignIns.Locked("password") : new Failure("password_wrong", 400, SignInTexts.PasswordWrong, "password");
    }

    /// <summary>Ends every other session and tells the person, whoever did it.</summary>
    public async Task<IReadOnlyList<Failure>> SetAsync(Person person, string? password, Guid? keepSession, CancellationToken ct)
    {
        foreach (var rule in people.PasswordValidators)
        {
            var result = await rule.ValidateAsync(people, person, password);
            if (!result.Succeeded) return [.. result.Errors.Select(e => new Failure(e.Code, 400, e.Description, "new"))];
        }
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        person.PasswordHash = hasher.HashPassword(person, password!);
        db.Add(new FormerPassword { PersonId = person.Id, Hash = person.PasswordHash, SetAt = now });
        audit.Record(db, "person.password-changed", $"person:{person.Id}");
        await people.UpdateSecurityStampAsync(person);
        await db.Set<SignInSession>().Where(s => s.PersonId == person.Id && s.Id != keepSession && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), ct);
        await messenger.TellAsync(db, person, SignInMessages.PasswordChanged, now, ct);
        await transaction.CommitAsync(ct);
        return [];
    }
}
