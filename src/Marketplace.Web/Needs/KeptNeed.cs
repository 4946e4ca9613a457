using System.Security.Cryptography;
using System.Text.Json;
using Marketplace.Web.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Needs;

/// <summary>What somebody wrote or sent before it is saved (signing in comes between, or a look at the rows), encrypted, for whoever has the link their browser was given.</summary>
public sealed class KeptNeed
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required byte[] Fields { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class KeptNeedTable : IEntityTypeConfiguration<KeptNeed>
{
    public void Configure(EntityTypeBuilder<KeptNeed> builder)
    {
        builder.ToTable("kept_needs");
        builder.HasIndex(k => k.At);
    }
}

/// <summary>
/// Keeps a visitor's words across signing in, which may take a registration. <see cref="Platform.SignIn.Kept.KeptForms"/> knows whose session ran out; here nobody is known yet, so the key to it is
/// a link.
/// </summary>
public sealed class KeptNeeds(AppDbContext db, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>Long enough to register; the page says so.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(1);
    private readonly IDataProtector _protector = protection.CreateProtector("kept need");

    /// <summary>The token that opens it.</summary>
    public async Task<string> KeepAsync<T>(T what, CancellationToken ct) where T : class
    {
        var now = time.GetUtcNow();
        await db.Set<KeptNeed>().Where(k => k.At < now - Life).ExecuteDeleteAsync(ct);
        var kept = new KeptNeed { Fields = _protector.Protect(JsonSerializer.SerializeToUtf8Bytes(what)), At = now };
        db.Add(kept);
        await db.SaveChangesAsync(ct);
        return _protector.Protect(kept.Id.ToString("N"));
    }

    public async Task<T?> FindAsync<T>(string token, CancellationToken ct) where T : class
    {
        if (Id(token) is not { } id) return null;
        var since = time.GetUtcNow() - Life;
        return await db.Set<KeptNeed>().AsNoTracking().SingleOrDefaultAsync(k => k.Id == id && k.At > since, ct) is { } kept ? Read<T>(kept.Fields) : null;
    }

    public async Task DropAsync(string? token, CancellationToken ct)
    {
        if (token is not null && Id(token) is { } id) await db.Set<KeptNeed>().Where(k => k.Id == id).ExecuteDeleteAsync(ct);
    }

    private Guid? Id(string token)
    {
        try
        {
            return Guid.TryParseExact(_protector.Unprotect(token), "N", out var id) ? id : null;
        }
        catch (CryptographicException)
        {
            return null;   // Forged.
        }
    }

    private T? Read<T>(byte[] fields) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(_protector.Unprotect(fields));
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            return null;   // The key is gone, and the words with it; or they are of another form.
        }
    }
}
