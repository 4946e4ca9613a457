using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Plans.Tables;

public enum ImportWhat
{
    Indicators,
    Tasks,
}

public enum PlanImportState
{
    /// <summary>Looked at; nothing has changed yet.</summary>
    Preview,
    Taken,
    Dropped,
}

/// <summary>A table somebody brought for a plan.</summary>
public sealed class PlanImport
{
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PlanId { get; init; }
    public required ImportWhat What { get; init; }
    public required string FileName { get; init; }

    /// <summary>Kept with what was taken, to be shown when somebody asks where a line is from.</summary>
    public byte[]? File { get; set; }
    public required PlanImportState State { get; set; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
    public DateTimeOffset? DecidedAt { get; set; }
}

internal sealed class PlanImportTable : IEntityTypeConfiguration<PlanImport>
{
    public void Configure(EntityTypeBuilder<PlanImport> builder)
    {
        builder.ToTable("plan_imports");
        builder.Property(i => i.What).HasConversion<string>().HasMaxLength(20);
        builder.Property(i => i.State).HasConversion<string>().HasMaxLength(20);
        builder.Property(i => i.FileName).HasMaxLength(200);
        builder.HasIndex(i => i.PlanId);
        builder.HasIndex(i => i.PersonId);
        builder.HasOne<Plan>().WithMany().HasForeignKey(i => i.PlanId).OnDelete(DeleteBehavior.Restrict);
    }
}
