using System.Security.Cryptography;
using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Security;
using Marketplace.Web.Platform.SignIn.Passwords;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Platform.SignIn.Factors;

/// <summary>Sets up and checks the second factor: codes of an authenticator app, and recovery codes for the day it is lost.</summary>
public sealed class SecondFactorDesk(AppDbContext db, IDataProtectionProvider protection, FailedSignIns failed, Messenger messenger, AuditLog audit, TimeProvider time)
{
    public const int RecoveryCodes = 10;

    /// <summary>From so few on the person is told to make new ones.</summary>
    public const int Few = 3;

    private readonly IDataProtector _protector = protection.CreateProtector("second factor");

    public Task<bool> IsOnAsync(Guid person, CancellationToken ct) => db.Set<SecondFactor>().AnyAsync(f => f.PersonId == person && f.ConfirmedAt != null, ct);

    public Task<int> RecoveryCodesLeftAsync(Guid person, CancellationToken ct) => db.Set<RecoveryCode>().CountAsync(c => c.PersonId == person && c.UsedAt == null, ct);

    /// <summary>The secret to be set up; the same one until it is confirmed, so that a page loaded twice does not spoil the first scan.</summary>
    public async Task<byte[]> SecretToSetUpAsync(Guid person, CancellationToken ct)
    {
        var factor = await db.Set<SecondFactor>().SingleOrDefaultAsync(f => f.PersonId == person, ct);
        if (factor is { ConfirmedAt: null }) return _protector.Unprotect(Convert.FromBase64String(factor.Secret));
        if (factor is not null) throw new InvalidOperationException("The second factor is on; it is taken off before a new one is set up.");
        var secret = Totp.NewSecret();
        db.Add(new SecondFactor { PersonId = person, Secret = Convert.ToBase64String(_protector.Protect(secret)) });
        await db.SaveChangesAsync(ct);
        return secret;
    }

    /// <summary>On with the first right code; returns the recovery codes, which nobody sees again.</summary>
    public async Task<Outcome<ShownCodes>> ConfirmAsync(Person person, string? typed, Guid? session, CancellationToken ct)
    {
        var factor = await db.Set<SecondFactor>().SingleOrDefaultAsync(f => f.PersonId == person.Id && f.ConfirmedAt == null, ct);
        if (factor is null || Totp.Match(_protector.Unprotect(Convert.FromBase64String(factor.Secret)), Clean(typed), time.GetUtcNow()) is not { } step)
            return new Failure("factor_wrong", 400, SignInTexts.FactorWrong, "code");
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        (factor.ConfirmedAt, factor.LastStep, person.TwoFactorEnabled) = (time.GetUtcNow(), step, true);
        var codes = await NewRecoveryCodesAsync(person, ct);
        audit.Record(db, "person.second-factor-on", $"person:{person.Id}");
        await db.SaveChangesAsync(ct);
        // Whoever has just shown a code of it has shown the second factor.
        await db.Set<SignInSession>().Where(s => s.Id == session).ExecuteUpdateAsync(set => set.SetProperty(s => s.SecondFactor, true), ct);
        await messenger.TellAsync(db, person, SignInMessages.FactorChanged, time.GetUtcNow(), ct);
        await transaction.CommitAsync(ct);
        return new ShownCodes(codes);
    }

    public async Task<IReadOnlyList<string>> RenewRecoveryCodesAsync(Person person, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var codes = await NewRecoveryCodesAsync(person, ct);
        audit.Record(db, "person.recovery-codes-renewed", $"person:{person.Id}");
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return codes;
    }

    public async Task TurnOffAsync(Person person, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await RemoveAsync(person, ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>In the caller's transaction.</summary>
    public async Task RemoveAsync(Person person, CancellationToken ct)
    {
        await db.Set<SecondFactor>().Where(f => f.PersonId == person.Id).ExecuteDeleteAsync(ct);
        await db.Set<RecoveryCode>().Where(c => c.PersonId == person.Id).ExecuteDeleteAsync(ct);
        person.TwoFactorEnabled = false;
        audit.Record(db, "person.second-factor-off", $"person:{person.Id}");
        await db.SaveChangesAsync(ct);
        await messenger.TellAsync(db, person, SignInMessages.FactorChanged, time.GetUtcNow(), ct);
    }

    /// <summary>Null when the code of the app, or a recovery code, is right.</summary>
    public async Task<Failure?> CheckAsync(Guid person, string? typed, string? from, CancellationToken ct)
    {
        var key = FailedSignIns.Factor(person);
        if (await failed.LockedAsync(key, from, ct)) return FailedSignIns.Locked("code");
        var given = Clean(typed);
        if (given.Length == 6 ? await TakeCodeAsync(person, given, ct) : await TakeRecoveryCodeAsync(person, given, ct))
        {
            await failed.ForgetAsync(key, ct);
            return null;
        }
        audit.Record(db, "person.second-factor-failed", $"person:{person}", succeeded: false);
        return await failed.CountAsync(key, from, ct) ? FailedSignIns.Locked("code") : new("factor_wrong", 400, SignInTexts.FactorWrong, "code");
    }

    private async Task<bool> TakeCodeAsync(Guid person, string code, CancellationToken ct)
    {
        var factor = await db.Set<SecondFactor>().AsNoTracking().SingleOrDefaultAsync(f => f.PersonId == person && f.ConfirmedAt != null, ct);
        if (factor is null || Totp.Match(_protector.Unprotect(Convert.FromBase64String(factor.Secret)), code, time.GetUtcNow()) is not { } step) return false;
        return await db.Set<SecondFactor>().Where(f => f.PersonId == person && f.LastStep < step).ExecuteUpdateAsync(set => set.SetProperty(f => f.LastStep, step), ct) == 1;
    }

    private async Task<bool> TakeRecoveryCodeAsync(Guid person, string code, CancellationToken ct)
    {
        var hash = Hash(person, code);
        return await db.Set<RecoveryCode>().Where(c => c.PersonId == person && c.Hash == hash && c.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, time.GetUtcNow()), ct) == 1;
    }

    private async Task<IReadOnlyList<string>> NewRecoveryCodesAsync(Person person, CancellationToken ct)
    {
        await db.Set<RecoveryCode>().Where(c => c.PersonId == person.Id).ExecuteDeleteAsync(ct);
        // Without characters that look or sound alike, as the references of enquiries.
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => SpokenCode.New(15)).ToList();
        db.AddRange(codes.Select(code => new RecoveryCode { PersonId = person.Id, Hash = Hash(person.Id, code) }));
        return [.. codes.Select(code => $"{code[..5]}-{code[5..10]}-{code[10..]}")];
    }

    private static byte[] Hash(Guid person, string code) => SHA256.HashData(Encoding.UTF8.GetBytes($"{person:N} {code}"));

    private static string Clean(string? typed) =>
        string.Concat((typed ?? "").Normalize(NormalizationForm.FormKC).Where(c => c != '-' && !char.IsWhiteSpace(c))).ToUpperInvariant();
}

/// <summary>Recovery codes in the clear, on their way to the one page that shows them.</summary>
public sealed record ShownCodes(IReadOnlyList<string> Codes);
