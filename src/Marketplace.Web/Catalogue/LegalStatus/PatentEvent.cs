using Marketplace.Web.Catalogue.Patents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Catalogue.LegalStatus;

/// <summary>One thing that happened to a right, with who says so. Added, never changed; one entered by mistake is struck out with a reason.</summary>
public sealed class PatentEvent
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required string ApplicationNo { get; init; }
    public required PatentEventKind Kind { get; init; }

    /// <summary>The day it took effect.</summary>
    public required DateOnly On { get; init; }
    public required StatusSource Source { get; init; }

    /// <summary>Number of the notice, gazette issue or file it was read from.</summary>
    public string? Reference { get; init; }

    /// <summary>The paper that shows it, a <c>StoredFile</c>.</summary>
    public Guid? PaperId { get; init; }

    /// <summary>With <see cref="PatentEventKind.FeePaid"/>: the last patent year paid for.</summary>
    public int? PatentYear { get; init; }

    /// <summary>With licences: whether others are shut out (独占、排他), which bars an open licence (G1).</summary>
    public bool Exclusive { get; init; }

    /// <summary>With a pledge: the pledgee agreed to an open licence (G4).</summary>
    public bool PledgeeAgrees { get; init; }
    public Guid? PersonId { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public DateTimeOffset? StruckAt { get; set; }
    public string? StruckReason { get; set; }
}

internal sealed class PatentEventTable : IEntityTypeConfiguration<PatentEvent>
{
    public void Configure(EntityTypeBuilder<PatentEvent> builder)
    {
        builder.ToTable("patent_events");
        builder.Property(e => e.ApplicationNo).HasMaxLength(12).UseCollation("C");
        builder.Property(e => e.Kind).HasConversion<string>().HasMaxLength(30);
        builder.Property(e => e.Source).HasConversion<string>().HasMaxLength(10);
        builder.Property(e => e.Reference).HasMaxLength(200);
        builder.Property(e => e.StruckReason).HasMaxLength(500);
        // The same fact told twice by two imports is one fact.
        builder.HasIndex(e => new { e.ApplicationNo, e.Kind, e.On }).IsUnique().HasFilter("struck_at is null");
        builder.HasOne<Patent>().WithMany().HasForeignKey(e => e.ApplicationNo).OnDelete(DeleteBehavior.Restrict);
    }
}
