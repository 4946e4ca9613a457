using System.Security.Cryptography;
using System.Text;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.SignIn.Passwords;

/// <summary>Failures under one name or from one address, whether or not the name is anybody's.</summary>
public sealed class FailedSignIn
{
    public required string Key { get; init; }
    public required int Count { get; init; }
    public required DateTimeOffset LastAt { get; init; }
    public DateTimeOffset? LockedUntil { get; init; }
}

internal sealed class FailedSignInTable : IEntityTypeConfiguration<FailedSignIn>
{
    public void Configure(EntityTypeBuilder<FailedSignIn> builder)
    {
        builder.ToTable("failed_sign_ins");
        builder.HasKey(f => f.Key);
        builder.Property(f => f.Key).HasMaxLength(100);
    }
}

/// <summary>Counts failures and says when it is enough (GB/T 22239: failed-login handling).</summary>
public sealed class FailedSignIns(AppDbContext db, IOptions<SignInOptions> options, TimeProvider time)
{
    public static string Name(LoginName login) => "name:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(login.Address)));

    public static string Factor(Guid person) => $"factor:{person:N}";

    public static Failure Locked(string field) => new("sign_in_locked", 429, SignInTexts.Locked, field);

    public async Task<bool> LockedAsync(string name, string? from, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var address = Address(from);
        return await db.Set<FailedSignIn>().AnyAsync(f => (f.Key == name || f.Key == address) && f.LockedUntil > now, ct);
    }

    /// <summary>True when this failure was the last one allowed. Saves what else is in the unit of work.</summary>
    public async Task<bool> CountAsync(string name, string? from, CancellationToken ct)
    {
        await db.SaveChangesAsync(ct);
        var locked = await AddAsync(name, options.Value.Failures, ct);
        if (from is not null) locked |= await AddAsync(Address(from), options.Value.FailuresPerAddress, ct);
        return locked;
    }

    public Task ForgetAsync(string name, CancellationToken ct) => db.Set<FailedSignIn>().Where(f => f.Key == name).ExecuteDeleteAsync(ct);

    private async Task<bool> AddAsync(string key, int limit, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var since = now - options.Value.LockedFor;
        var until = now + options.Value.LockedFor;
        // One statement: failures at the same moment are all counted.
        var locked = await db.Database.SqlQuery<bool>(
            $"""
            insert into failed_sign_ins as f (key, count, last_at, locked_until)
            values ({key}, 1, {now}, case when {limit} <= 1 then {until}::timestamptz end)
            on conflict (key) do update set
              count = case when f.last_at < {since} then 1 else f.count + 1 end,
              last_at = {now},
              locked_until = case when (case when f.last_at < {since} then 1 else f.count + 1 end) >= {limit} then {until}::timestamptz end
            returning locked_until is not null as "Value"
            """).ToListAsync(ct);
        return locked[0];
    }

    private static string Address(string? from) => "address:" + from;
}
