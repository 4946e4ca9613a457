using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Plans;

public enum PlanState
{
    /// <summary>执行中, or ended by the calendar: see <see cref="Figures.PlanLife"/>.</summary>
    InForce,

    /// <summary>终期评估</summary>
    InEvaluation,

    /// <summary>已结项</summary>
    Closed,
}

/// <summary>规划、方案: what a region said it would do, by when. It comes from a table, not from code.</summary>
public sealed class Plan
{
    public const int KeyMax = 30;

    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>代号: what addresses and the command line call it, such as <c>bozhou</c>.</summary>
    public required string Key { get; init; }
    public required string Title { get; init; }

    /// <summary>文号; some have none.</summary>
    public string? DocumentNo { get; init; }

    /// <summary>制定机关</summary>
    public required string Issuer { get; init; }
    public DateOnly? IssuedOn { get; init; }
    public required string RegionCode { get; init; }
    public required string RegionPath { get; init; }
    public DateOnly? StartsOn { get; init; }

    /// <summary>Last day; null: the plan names none.</summary>
    public DateOnly? EndsOn { get; set; }

    /// <summary>Where title and text differ (C7): the other last day, until staff choose.</summary>
    public DateOnly? OtherEndsOn { get; set; }

    /// <summary>What of the document says so.</summary>
    public string? PeriodSource { get; init; }

    /// <summary>Conflicts and gaps of the document (C1–C11), kept and not repaired.</summary>
    public string? Note { get; init; }
    public PlanState? State { get; set; }
    public DateOnly Since { get; set; }
    public int Steps { get; set; }

    /// <summary>接续规划: the plan that takes this one's series on.</summary>
    public Guid? SuccessorId { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null: it came with the program.</summary>
    public Guid? PersonId { get; set; }

    public Target Target => new(RegionPath: RegionPath);
}

/// <summary>One step of a plan's life: written with it, never changed.</summary>
public sealed class PlanStep
{
    public required Guid PlanId { get; init; }
    public required int Number { get; init; }
    public required PlanState? From { get; init; }
    public required PlanCause Cause { get; init; }
    public required PlanState To { get; init; }
    public required DateOnly On { get; init; }
    public required DateTimeOffset At { get; init; }
    public Guid? PersonId { get; set; }
    public string? Reason { get; init; }

    /// <summary>评估报告, where the step asks for it.</summary>
    public Guid? FileId { get; init; }
}

internal sealed class PlanTable : IEntityTypeConfiguration<Plan>
{
    public void Configure(EntityTypeBuilder<Plan> builder)
    {
        builder.ToTable("plans");
        builder.Property(p => p.Key).HasMaxLength(Plan.KeyMax).UseCollation("C");
        builder.Property(p => p.Title).HasMaxLength(200);
        builder.Property(p => p.DocumentNo).HasMaxLength(60);
        builder.Property(p => p.Issuer).HasMaxLength(100);
        builder.Property(p => p.RegionCode).HasMaxLength(20);
        builder.Property(p => p.RegionPath).HasMaxLength(100).UseCollation("C");
        builder.Property(p => p.PeriodSource).HasMaxLength(300);
        builder.Property(p => p.Note).HasMaxLength(1000);
        builder.Property(p => p.State).HasConversion<string>().HasMaxLength(20).IsRequired();
        builder.Property(p => p.Steps).IsConcurrencyToken();
        builder.Ignore(p => p.Target);
        builder.HasIndex(p => p.Key).IsUnique();
        builder.HasIndex(p => p.RegionPath);
        builder.HasOne<Plan>().WithMany().HasForeignKey(p => p.SuccessorId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PlanStepTable : IEntityTypeConfiguration<PlanStep>
{
    public void Configure(EntityTypeBuilder<PlanStep> builder)
    {
        builder.ToTable("plan_steps");
        builder.HasKey(s => new { s.PlanId, s.Number });
        builder.Property(s => s.From).HasConversion<string>().HasMaxLength(20);
        builder.Property(s => s.Cause).HasConversion<string>().HasMaxLength(20);
        builder.Property(s => s.To).HasConversion<string>().HasMaxLength(20);
        builder.Property(s => s.Reason).HasMaxLength(PlanMachine.ReasonMax);
        builder.HasOne<Plan>().WithMany().HasForeignKey(s => s.PlanId).OnDelete(DeleteBehavior.Restrict);
    }
}
