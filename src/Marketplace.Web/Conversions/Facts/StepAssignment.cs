using Marketplace.Web.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Conversions.Facts;

public enum ReportStep
{
    /// <summary>初审</summary>
    Check,

    /// <summary>复核</summary>
    Verify,

    /// <summary>锁定、发布</summary>
    Lock,
}

/// <summary>Which bureau takes a step for a region and what lies below it, where that is not the usual one: a county that owns its plan takes all of them itself.</summary>
public sealed class StepAssignment
{
    public required string RegionPath { get; init; }
    public required ReportStep Step { get; init; }
    public required Guid OrganisationId { get; set; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; set; }
}

internal sealed class StepAssignmentTable : IEntityTypeConfiguration<StepAssignment>
{
    public void Configure(EntityTypeBuilder<StepAssignment> builder)
    {
        builder.ToTable("step_assignments");
        builder.HasKey(a => new { a.RegionPath, a.Step });
        builder.Property(a => a.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(a => a.Step).HasConversion<string>().HasMaxLength(20);
        builder.HasIndex(a => a.PersonId);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(a => a.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
