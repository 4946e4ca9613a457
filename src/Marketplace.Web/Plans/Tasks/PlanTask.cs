using Marketplace.Web.Platform.Calendar;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Marketplace.Web.Plans.Tasks;

/// <summary>任务: what units are to do, one in the lead and others with it.</summary>
public sealed class PlanTask
{
    public const int HeadingMax = 200;
    public const int TextMax = 2000;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid PlanId { get; init; }
    public required string Code { get; init; }
    public required int Ordinal { get; set; }
    public required string Heading { get; set; }

    /// <summary>原文</summary>
    public string? Text { get; set; }

    /// <summary>牵头单位; some documents name none.</summary>
    public required string[] LeadUnits { get; set; }

    /// <summary>配合单位</summary>
    public required string[] JointUnits { get; set; }

    /// <summary>As the document words who is responsible.</summary>
    public string? UnitsSource { get; set; }
    public DateOnly? DueOn { get; set; }
    public DateOnly? DoneOn { get; set; }
    public Guid? DoneBy { get; set; }
}

/// <summary>进展: what was done in a quarter, with evidence.</summary>
public sealed class TaskProgress
{
    public const int TextMax = 1000;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid TaskId { get; init; }

    /// <summary><c>2026Q4</c></summary>
    public required string Quarter { get; init; }
    public required string Text { get; init; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>督办: a unit is asked in so many words to act, and answers.</summary>
public sealed class TaskUrge
{
    public const int TextMax = 500;
    public const int UnitMax = 60;

    public Guid Id { get; init; } = Guid.CreateVersion7();
    public required Guid TaskId { get; init; }
    public required string Unit { get; init; }
    public required string Text { get; init; }
    public required DateOnly DueOn { get; init; }
    public Guid? PersonId { get; set; }
    public required DateTimeOffset At { get; init; }
    public string? Reply { get; set; }
    public Guid? ReplyBy { get; set; }
    public DateTimeOffset? ReplyAt { get; set; }
}

/// <summary>What stands against a task today.</summary>
/// <param name="Missing">Quarters that are due and about which nobody said anything.</param>
public sealed record TaskState(bool Done, bool PastDue, IReadOnlyList<Quarter> Missing, bool UnansweredUrge)
{
    public bool Overdue => !Done && (PastDue || Missing.Count > 0 || UnansweredUrge);

    public static TaskState Of(Plan plan, PlanTask task, IEnumerable<string> told, IEnumerable<TaskUrge> urges, DateOnly today) =>
        Of((Platform.Face.Dates.Day(plan.CreatedAt), plan.StartsOn, plan.EndsOn), task.DueOn, task.DoneOn, told, urges.Where(u => u.ReplyAt is null).Select(u => u.DueOn), today);

    /// <param name="plan">When it came to the platform, and from when to when it is.</param>
    /// <param name="due">期限</param>
    /// <param name="done">On which day it was done.</param>
    /// <param name="told">Quarters about which something was said.</param>
    /// <param name="unanswered">By when an answer was asked for that did not come.</param>
    /// <param name="today">The day it is looked at.</param>
    public static TaskState Of((DateOnly CameOn, DateOnly? StartsOn, DateOnly? EndsOn) plan, DateOnly? due, DateOnly? done, IEnumerable<string> told, IEnumerable<DateOnly> unanswered, DateOnly today)
    {
        var quarters = told.ToHashSet(StringComparer.Ordinal);
        return new(done is not null, due < today, [.. Quarter.DueOf(plan.CameOn, plan.StartsOn, done ?? plan.EndsOn, today).Where(q => !quarters.Contains(q.ToString()))], unanswered.Any(day => day < today));
    }
}

internal sealed class PlanTaskTable : IEntityTypeConfiguration<PlanTask>
{
    public void Configure(EntityTypeBuilder<PlanTask> builder)
    {
        builder.ToTable("plan_tasks");
        builder.Property(t => t.Code).HasMaxLength(20).UseCollation("C");
        builder.Property(t => t.Heading).HasMaxLength(PlanTask.HeadingMax);
        builder.Property(t => t.Text).HasMaxLength(PlanTask.TextMax);
        builder.Property(t => t.UnitsSource).HasMaxLength(500);
        builder.HasIndex(t => new { t.PlanId, t.Code }).IsUnique();
        builder.HasOne<Plan>().WithMany().HasForeignKey(t => t.PlanId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TaskProgressTable : IEntityTypeConfiguration<TaskProgress>
{
    public void Configure(EntityTypeBuilder<TaskProgress> builder)
    {
        builder.ToTable("task_progress");
        builder.Property(p => p.Quarter).HasMaxLength(6);
        builder.Property(p => p.Text).HasMaxLength(TaskProgress.TextMax);
        builder.HasIndex(p => new { p.TaskId, p.Quarter });
        builder.HasIndex(p => p.PersonId);
        builder.HasOne<PlanTask>().WithMany().HasForeignKey(p => p.TaskId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class TaskUrgeTable : IEntityTypeConfiguration<TaskUrge>
{
    public void Configure(EntityTypeBuilder<TaskUrge> builder)
    {
        builder.ToTable("task_urges");
        builder.Property(u => u.Unit).HasMaxLength(TaskUrge.UnitMax);
        builder.Property(u => u.Text).HasMaxLength(TaskUrge.TextMax);
        builder.Property(u => u.Reply).HasMaxLength(TaskUrge.TextMax);
        builder.HasIndex(u => u.TaskId);
        builder.HasIndex(u => u.PersonId);
        builder.HasIndex(u => u.ReplyBy);
        builder.HasOne<PlanTask>().WithMany().HasForeignKey(u => u.TaskId).OnDelete(DeleteBehavior.Restrict);
    }
}
