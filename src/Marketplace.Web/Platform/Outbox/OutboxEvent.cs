using System.Text.Json;
using Marketplace.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Platform.Outbox;

/// <summary>A change that others must follow, written in the same transaction as the change itself.</summary>
public sealed class OutboxEvent
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Given by the database at commit, in the order of commits; see <see cref="OutboxSql"/>.</summary>
    public long? Position { get; init; }

    /// <summary>What happened, e.g. <c>enquiry.received</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whom it happened to; events of one entity are applied in their order.</summary>
    public required string Entity { get; init; }
    public required string Payload { get; init; }
    public DateTimeOffset? DoneAt { get; set; }
    public int Attempts { get; set; }
    public DateTimeOffset DueAt { get; init; }
    public DateTimeOffset? LeasedUntil { get; set; }
    public Guid? Lease { get; set; }
    public string? Error { get; set; }

    public T Read<T>() => JsonSerializer.Deserialize<T>(Payload, JsonSerializerOptions.Web)!;
}

public static class OutboxWriting
{
    /// <summary>Adds the event to the unit of work; it goes out when, and only when, the caller's transaction commits.</summary>
    public static void Publish<T>(this AppDbContext db, string kind, object entity, T payload) =>
        db.Set<OutboxEvent>().Add(new OutboxEvent { Kind = kind, Entity = $"{kind.Split('.')[0]}:{entity}", Payload = JsonSerializer.Serialize(payload, JsonSerializerOptions.Web) });
}

/// <summary>Follows one kind of event.</summary>
public interface IOutboxHandler
{
    string Kind { get; }

    /// <summary>
    /// Runs in the transaction that also marks the event done, so what it writes through <paramref name="db"/> happens exactly once. It must not
    /// call the network (queue a message instead), and what it does outside the database must bear repetition.
    /// </summary>
    Task ApplyAsync(OutboxEvent happened, AppDbContext db, CancellationToken ct);
}

internal sealed class OutboxEventTable : IEntityTypeConfiguration<OutboxEvent>
{
    public void Configure(EntityTypeBuilder<OutboxEvent> builder)
    {
        builder.ToTable("outbox_events");
        builder.Property(e => e.Payload).HasColumnType("jsonb");
        builder.Property(e => e.DueAt).HasDefaultValueSql("now()");
        builder.HasIndex(e => e.Position).HasFilter("done_at is null");
        builder.HasIndex(e => new { e.Entity, e.Position }).HasFilter("done_at is null");
        // For those who read along by position, applied or not: the search index.
        builder.HasIndex(e => new { e.Kind, e.Position });
        builder.HasIndex(e => e.DoneAt).HasFilter("done_at is not null");
    }
}
