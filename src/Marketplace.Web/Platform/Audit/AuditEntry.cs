using System.Text.Json;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Platform.Audit;

/// <summary>Who did what to what, when, from where, with what success (GB/T 22239 8.1.4.3). Can be added, never changed or removed.</summary>
public sealed class AuditEntry
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required DateTimeOffset At { get; init; }

    /// <summary>A person's or API client's id, <c>system</c>, or <c>visitor</c>: never a name or a phone number.</summary>
    public required string Actor { get; init; }
    public required string Act { get; init; }
    public required string Subject { get; init; }
    public required bool Succeeded { get; init; }
    public string? Address { get; init; }
    public string? Request { get; init; }

    /// <summary>What else is needed to understand the act, as JSON; hashes before and after rather than contents.</summary>
    public string Details { get; init; } = "{}";
}

/// <summary>The place of an entry in the chain; written by the database at commit.</summary>
public sealed class AuditLink
{
    public long Position { get; init; }
    public Guid EntryId { get; init; }
    public required byte[] Previous { get; init; }
    public required byte[] Hash { get; init; }
}

/// <summary>Adds entries for the request at hand to the caller's unit of work, so that act and entry commit together or not at all.</summary>
public sealed class AuditLog(IHttpContextAccessor http, TimeProvider time)
{
    public void Record(AppDbContext db, string act, object subject, object? details = null, bool succeeded = true)
    {
        var context = http.HttpContext;
        db.Set<AuditEntry>().Add(new AuditEntry
        {
            At = time.GetUtcNow(),
            Actor = context is null ? "system" : context.User.Identity?.Name ?? "visitor",
            Act = act,
            Subject = subject.ToString()!,
            Succeeded = succeeded,
            Address = context?.Connection.RemoteIpAddress?.ToString(),
            Request = context?.TraceIdentifier,
            Details = JsonSerializer.Serialize(details ?? new { }, JsonSerializerOptions.Web),
        });
    }
}

internal sealed class AuditEntryTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries");
        builder.Property(e => e.Details).HasColumnType("jsonb");
        builder.HasIndex(e => new { e.Subject, e.At });
    }
}

internal sealed class AuditLinkTable : IEntityTypeConfiguration<AuditLink>
{
    public void Configure(EntityTypeBuilder<AuditLink> builder)
    {
        builder.ToTable("audit_links");
        builder.HasKey(l => l.Position);
        builder.Property(l => l.Position).ValueGeneratedNever();
        builder.HasIndex(l => l.EntryId).IsUnique();
        builder.HasOne<AuditEntry>().WithOne().HasForeignKey<AuditLink>(l => l.EntryId).OnDelete(DeleteBehavior.Restrict);
    }
}
