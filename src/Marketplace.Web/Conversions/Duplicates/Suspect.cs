using Marketplace.Web.Conversions.Facts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Conversions.Duplicates;

public enum SuspectState
{
    Open,

    /// <summary>同一项: one was merged into the other.</summary>
    Same,

    /// <summary>The later is a renewal, amendment or second recordal of the earlier (D4).</summary>
    Part,

    /// <summary>Two links of one chain (D6).</summary>
    Chain,

    /// <summary>不是重复</summary>
    Different,
}

/// <summary>疑似重复: two conversions that may be one, until somebody says which it is and why.</summary>
public sealed class Suspect
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The earlier of the two.</summary>
    public required Guid FirstId { get; init; }
    public required Guid SecondId { get; init; }

    /// <summary>D1 … D16: which rules saw it.</summary>
    public required string[] Rules { get; set; }
    public required SuspectState State { get; set; }
    public string? Reason { get; set; }
    public Guid? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Of what both said when a rule last saw them: decided is decided until one of them says something else.</summary>
    public required string Words { get; set; }
}

/// <summary>A conversion counts with another one, from a moment on and until it is undone. Both keep their filings.</summary>
public sealed class Merge
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid FromId { get; init; }
    public required Guid IntoId { get; init; }
    public required string Reason { get; init; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
    public DateTimeOffset? UndoneAt { get; set; }
    public Guid? UndoneBy { get; set; }
    public string? UndoneReason { get; set; }
}

internal sealed class SuspectTable : IEntityTypeConfiguration<Suspect>
{
    public const int ReasonMax = 500;

    public void Configure(EntityTypeBuilder<Suspect> builder)
    {
        builder.ToTable("suspects", table =>
        {
            table.HasCheckConstraint("ck_suspects_order", "first_id < second_id");
            table.HasCheckConstraint("ck_suspects_reason", "state = 'Open' or reason is not null");
        });
        builder.Property(s => s.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(s => s.Reason).HasMaxLength(ReasonMax);
        builder.Property(s => s.Words).HasMaxLength(64).UseCollation("C");
        builder.HasIndex(s => new { s.FirstId, s.SecondId }).IsUnique();
        builder.HasIndex(s => new { s.SecondId, s.State });
        builder.HasIndex(s => new { s.State, s.Id });
        builder.HasIndex(s => s.DecidedBy);
        builder.HasOne<Conversion>().WithMany().HasForeignKey(s => s.FirstId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Conversion>().WithMany().HasForeignKey(s => s.SecondId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MergeTable : IEntityTypeConfiguration<Merge>
{
    public void Configure(EntityTypeBuilder<Merge> builder)
    {
        builder.ToTable("merges", table => table.HasCheckConstraint("ck_merges_two", "from_id <> into_id"));
        builder.Property(m => m.Reason).HasMaxLength(SuspectTable.ReasonMax);
        builder.Property(m => m.UndoneReason).HasMaxLength(SuspectTable.ReasonMax);
        builder.HasIndex(m => m.FromId).IsUnique().HasFilter("undone_at is null").HasDatabaseName("ix_merges_standing");
        builder.HasIndex(m => m.IntoId);
        builder.HasIndex(m => m.PersonId);
        builder.HasIndex(m => m.UndoneBy);
        builder.HasOne<Conversion>().WithMany().HasForeignKey(m => m.FromId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Conversion>().WithMany().HasForeignKey(m => m.IntoId).OnDelete(DeleteBehavior.Restrict);
    }
}
