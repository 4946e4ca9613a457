using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.SignIn;
using Marketplace.Web.Policies;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Privacy;

public enum ConsentKind
{
    /// <summary>使用条款</summary>
    Terms,

    /// <summary>隐私政策</summary>
    Privacy,

    /// <summary>个性化推送 (PIPL Art. 24): given and withdrawn at will.</summary>
    Pushes,
}

/// <summary>The versions that hold now, in one place; a test keeps them equal to what the policy pages say.</summary>
public static class ConsentVersions
{
    public static string Of(ConsentKind kind) => kind switch
    {
        ConsentKind.Terms or ConsentKind.Privacy => Policy.InForceFrom.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => "1",
    };
}

/// <summary>Who agreed to which version of what, and when they took it back (PIPL Arts. 14, 15). Kept as evidence; it holds nothing but the id.</summary>
public sealed class Consent
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PersonId { get; init; }
    public required ConsentKind Kind { get; init; }
    public required string Version { get; init; }
    public required DateTimeOffset GivenAt { get; init; }
    public DateTimeOffset? WithdrawnAt { get; set; }
}

internal sealed class ConsentTable : IEntityTypeConfiguration<Consent>
{
    public void Configure(EntityTypeBuilder<Consent> builder)
    {
        builder.ToTable("consents");
        builder.Property(c => c.Kind).HasConversion<string>().HasMaxLength(20);
        builder.Property(c => c.Version).HasMaxLength(20);
        builder.HasIndex(c => new { c.PersonId, c.Kind, c.Version }).IsUnique().HasFilter("withdrawn_at is null");
        builder.HasOne<Person>().WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>Writes consents down, in the caller's transaction.</summary>
public sealed class ConsentLog(AuditLog audit, TimeProvider time)
{
    /// <summary>Given twice it is given once.</summary>
    public async Task GiveAsync(AppDbContext db, Guid personId, ConsentKind kind, string version, CancellationToken ct)
    {
        if (await db.Set<Consent>().AnyAsync(c => c.PersonId == personId && c.Kind == kind && c.Version == version && c.WithdrawnAt == null, ct)) return;
        db.Add(new Consent { PersonId = personId, Kind = kind, Version = version, GivenAt = time.GetUtcNow() });
        audit.Record(db, "consent.given", $"person:{personId}", new { kind = kind.ToString(), version });
        await db.SaveChangesAsync(ct);
    }

    public async Task WithdrawAsync(AppDbContext db, Guid personId, ConsentKind kind, CancellationToken ct)
    {
        var open = await db.Set<Consent>().Where(c => c.PersonId == personId && c.Kind == kind && c.WithdrawnAt == null).ToListAsync(ct);
        if (open.Count == 0) return;
        foreach (var consent in open) consent.WithdrawnAt = time.GetUtcNow();
        audit.Record(db, "consent.withdrawn", $"person:{personId}", new { kind = kind.ToString() });
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Whether the version that holds now was agreed to.</summary>
    public static Task<bool> HoldsAsync(AppDbContext db, Guid personId, ConsentKind kind, CancellationToken ct)
    {
        var version = ConsentVersions.Of(kind);
        return db.Set<Consent>().AnyAsync(c => c.PersonId == personId && c.Kind == kind && c.Version == version && c.WithdrawnAt == null, ct);
    }
}
