using System.Globalization;
using Marketplace.Web.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.SignIn.Passwords;

/// <summary>
/// What a password must not be. Identity asks it wherever a password is set, so that no way leads around it. Length and lists instead of
/// kinds of characters: domain.md §7.4 asks for complexity, NIST SP 800-63B says which kind works.
/// </summary>
public sealed class PasswordRules(CommonPasswords common, AppDbContext db) : IPasswordValidator<Person>
{
    public const int Shortest = 10;

    /// <summary>Hashing is work: without a limit a long password is an attack.</summary>
    public const int Longest = 128;
    public const int Remembered = 5;

    public async Task<IdentityResult> ValidateAsync(UserManager<Person> manager, Person user, string? password)
    {
        var given = password ?? "";
        var errors = new List<IdentityError>();
        if (given.Length < Shortest) errors.Add(Error("password_too_short", SignInTexts.PasswordTooShort, Shortest));
        else if (given.Length > Longest) errors.Add(Error("password_too_long", SignInTexts.PasswordTooLong, Longest));
        else if (common.Contains(given)) errors.Add(Error("password_common", SignInTexts.PasswordCommon));
        else if (Own(user).Any(own => given.Contains(own, StringComparison.OrdinalIgnoreCase))) errors.Add(Error("password_own_data", SignInTexts.PasswordOwnData));
        else if (await WasUsedAsync(manager.PasswordHasher, user, given)) errors.Add(Error("password_reused", SignInTexts.PasswordReused, Remembered));
        return errors.Count == 0 ? IdentityResult.Success : IdentityResult.Failed([.. errors]);
    }

    private static IEnumerable<string> Own(Person person)
    {
        // The last eight digits are what people call "my number".
        if (person.PhoneNumber is { Length: >= 8 } phone) yield return phone[^8..];
        if (person.Email?.Split('@')[0] is { Length: >= 4 } mail) yield return mail;
        if (person.DisplayName is { Length: >= 2 } name && (name.Length >= 4 || name[0] > 'ʯ')) yield return name;
    }

    private async Task<bool> WasUsedAsync(IPasswordHasher<Person> hasher, Person person, string given)
    {
        var hashes = await db.Set<FormerPassword>().AsNoTracking().Where(p => p.PersonId == person.Id).OrderByDescending(p => p.SetAt).ThenByDescending(p => p.Id)
            .Select(p => p.Hash).Take(Remembered).ToListAsync();
        if (person.PasswordHash is { } current) hashes.Add(current);
        return hashes.Exists(hash => hasher.VerifyHashedPassword(person, hash, given) != PasswordVerificationResult.Failed);
    }

    private static IdentityError Error(string code, string format, params object[] values) =>
        new() { Code = code, Description = string.Format(CultureInfo.CurrentCulture, format, values) };
}
