using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Licensing.Approvals;

/// <summary>One organisation's approval of one case, with the steps its route had when it began.</summary>
public sealed class ApprovalRun : Case<ApprovalState>
{
    /// <summary>What is approved, of whatever machine.</summary>
    public required Guid CaseId { get; init; }
    public required Guid OrganisationId { get; init; }

    /// <summary>Of the case: whose follower hears of it.</summary>
    public required string Kind { get; init; }
    public decimal? Amount { get; init; }
    public required string Title { get; init; }
    public required string Link { get; init; }

    /// <summary>Who asked; null: the platform.</summary>
    public Guid? AskedBy { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>One step of a run, frozen; decided once.</summary>
public sealed class ApprovalRunStep
{
    public required Guid RunId { get; init; }

    /// <summary>From 1.</summary>
    public required int Place { get; init; }
    public required string Name { get; init; }
    public Role? Role { get; init; }
    public required Guid[] Members { get; init; }

    /// <summary>Null: not decided.</summary>
    public bool? Agreed { get; set; }
    public Guid? PersonId { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Why not, or what was remarked.</summary>
    public string? Reason { get; set; }
}

internal sealed class ApprovalRunTable : IEntityTypeConfiguration<ApprovalRun>
{
    public const int KindMax = 20, TitleMax = 200, LinkMax = 200;

    public void Configure(EntityTypeBuilder<ApprovalRun> builder)
    {
        builder.ToTable("approval_runs");
        builder.IsCase(r => r.State, r => r.Before);
        builder.Property(r => r.Kind).HasMaxLength(KindMax);
        builder.Property(r => r.Amount).HasPrecision(18, 2);
        builder.Property(r => r.Title).HasMaxLength(TitleMax);
        builder.Property(r => r.Link).HasMaxLength(LinkMax);
        builder.HasIndex(r => r.AskedBy);
        // Asked twice at once it is one.
        builder.HasIndex(r => new { r.CaseId, r.OrganisationId }).IsUnique().HasFilter("state = 'Open'").HasDatabaseName("ix_approval_runs_open");
        builder.HasIndex(r => new { r.CaseId, r.Id });
        builder.HasIndex(r => new { r.OrganisationId, r.State, r.Id });
        builder.HasOne<Organisation>().WithMany().HasForeignKey(r => r.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ApprovalRunStepTable : IEntityTypeConfiguration<ApprovalRunStep>
{
    public void Configure(EntityTypeBuilder<ApprovalRunStep> builder)
    {
        builder.ToTable("approval_run_steps", table => table.HasCheckConstraint("ck_approval_run_steps_decided", "(agreed is null) = (decided_at is null)"));
        builder.HasKey(s => new { s.RunId, s.Place });
        builder.Property(s => s.Name).HasMaxLength(ApprovalRouteStepTable.NameMax);
        builder.Property(s => s.Role).HasConversion<string>().HasMaxLength(30);
        builder.Property(s => s.Reason).HasMaxLength(CaseBook.ReasonMax);
        builder.HasIndex(s => s.PersonId);
        builder.HasOne<ApprovalRun>().WithMany().HasForeignKey(s => s.RunId).OnDelete(DeleteBehavior.Restrict);
    }
}
