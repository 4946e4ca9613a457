using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Messages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.SignIn.Codes;

/// <summary>What the browser keeps of a code it asked for: without the key nobody can even try.</summary>
public sealed record SentCode(Guid Id, string Key);

/// <summary>
/// Sends one-time codes and checks them. It never looks whether anybody has the number: a known and an unknown one are treated by the same
/// statements, so that neither answer nor timing can tell them apart.
/// </summary>
public sealed class CodeDesk(AppDbContext db, Messenger messenger, IOptions<SignInOptions> options, TimeProvider time)
{
    public const int Digits = 6;

    public async Task<Outcome<SentCode>> SendAsync(LoginName to, CodePurpose purpose, IPAddress? from, CancellationToken ct)
    {
        var limits = options.Value;
        var now = time.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // Two requests for one number at once are counted one after the other.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({to.Address}, 0))", ct);
        if (await TooManyAsync(to, from, now, limits, ct) is { } refusal) return refusal;

        var code = RandomNumberGenerator.GetString("0123456789", Digits);
        var key = RandomNumberGenerator.GetBytes(32);
        var id = Guid.CreateVersion7(now);
        db.Add(new OneTimeCode
        {
            Id = id,
            Purpose = purpose,
            Channel = to.Channel,
            Address = to.Address,
            Hash = Hash(key, id, purpose, to, code),
            AskedFrom = Outside(from),
            CreatedAt = now,
            ExpiresAt = now + limits.CodeLife,
        });
        await db.SaveChangesAsync(ct);
        await messenger.QueueAsync(db, new()
        {
            Channel = to.Channel,
            Address = to.Address,
            RecipientKey = $"code:{id}",
            Template = SignInMessages.Code,
            Language = MessageLanguages.Of(CultureInfo.CurrentUICulture),
            DedupeKey = $"sign-in.code:{id}",
            Parameters = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["code"] = code,
                ["minutes"] = limits.CodeLife.TotalMinutes.ToString("0", CultureInfo.InvariantCulture),
            },
        }, ct);
        await transaction.CommitAsync(ct);
        return new SentCode(id, Convert.ToHexStringLower(key));
    }

    /// <summary>Null when the code is right; it is used up by that.</summary>
    public async Task<Failure?> CheckAsync(SentCode? sent, LoginName to, CodePurpose purpose, string? typed, CancellationToken ct)
    {
        var given = string.Concat((typed ?? "").Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c)));
        if (given.Length != Digits || !given.All(char.IsAsciiDigit)) return new("code_malformed", 400, Text(SignInTexts.CodeMalformed, Digits), "code");
        if (sent is null) return Expired();
        var now = time.GetUtcNow();
        var mine = db.Set<OneTimeCode>().Where(c => c.Id == sent.Id && c.Purpose == purpose && c.Address == to.Address);
        // Counted before it is compared: of many guesses at once no more than the limit are looked at.
        var counted = await mine.Where(c => c.UsedAt == null && c.ExpiresAt > now && c.Tries < options.Value.CodeTries)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Tries, c => c.Tries + 1), ct);
        var code = await mine.AsNoTracking().SingleOrDefaultAsync(ct);
        if (code is null) return Expired();
        if (counted == 0) return code.UsedAt is not null ? Used() : code.ExpiresAt <= now ? Expired() : TooManyTries();
        if (!CryptographicOperations.FixedTimeEquals(code.Hash, Hash(Convert.FromHexString(sent.Key), code.Id, purpose, to, given)))
        {
            var left = options.Value.CodeTries - code.Tries;
            return left > 0 ? new("code_wrong", 400, Text(SignInTexts.CodeWrong, left), "code") : TooManyTries();
        }
        return await mine.Where(c => c.UsedAt == null).ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), ct) == 1 ? null : Used();
    }

    private async Task<Failure?> TooManyAsync(LoginName to, IPAddress? from, DateTimeOffset now, SignInOptions limits, CancellationToken ct)
    {
        var asked = await db.Set<OneTimeCode>().AsNoTracking().Where(c => c.Address == to.Address && c.CreatedAt > now.AddDays(-1))
            .OrderByDescending(c => c.CreatedAt).ThenBy(c => c.Id).Select(c => c.CreatedAt).Take(limits.CodesPerDay).ToListAsync(ct);
        if (asked.Count > 0 && now - asked[0] < limits.CodeEvery)
            return new("code_too_soon", 429, Text(SignInTexts.CodeTooSoon, Math.Ceiling((limits.CodeEvery - (now - asked[0])).TotalSeconds)), "login");
        if (asked.Count >= limits.CodesPerDay) return new("codes_per_day", 429, SignInTexts.CodesPerDay, "login");
        if (asked.Count(at => now - at < TimeSpan.FromHours(1)) >= limits.CodesPerHour) return new("codes_per_hour", 429, SignInTexts.CodesPerHour, "login");
        if (Outside(from) is { } outside
            && await db.Set<OneTimeCode>().CountAsync(c => c.AskedFrom == outside && c.CreatedAt > now.AddHours(-1), ct) >= limits.CodesPerHourAndAddress)
            return new("codes_per_address", 429, SignInTexts.CodesPerAddress, "login");
        return null;
    }

    /// <summary>A caller on this machine that no proxy speaks for is not limited, as everywhere.</summary>
    internal static string? Outside(IPAddress? from) => from is null || IPAddress.IsLoopback(from) ? null : from.ToString();

    private static byte[] Hash(byte[] key, Guid id, CodePurpose purpose, LoginName to, string code) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id:N} {purpose} {to.Address} {code}"));

    private static Failure Expired() => new("code_expired", 400, SignInTexts.CodeExpired, "code");
    private static Failure Used() => new("code_used", 400, SignInTexts.CodeUsed, "code");
    private static Failure TooManyTries() => new("code_tries", 429, SignInTexts.CodeTries, "code");
    private static string Text(string format, params object[] values) => string.Format(CultureInfo.CurrentCulture, format, values);
}
