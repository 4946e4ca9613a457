using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Tasks;

/// <summary>Tasks: what was done each quarter, when a task is done, and 督办 with its answer.</summary>
public sealed class TaskDesk(AppDbContext db, PlanDesk plans, AccessCheck access, Actor actor, AuditLog audit, FileStore files, TimeProvider time)
{
    /// <summary>Null: not there for this reader.</summary>
    public async Task<(Plan Plan, PlanTask Task)?> FindAsync(string key, string code, CancellationToken ct) =>
        await plans.FindAsync(key, ct) is { } plan && await db.Set<PlanTask>().SingleOrDefaultAsync(t => t.PlanId == plan.Id && t.Code == code, ct) is { } task ? (plan, task) : null;

    public async Task<Failure?> TellAsync(string key, string code, string? quarter, string? text, IReadOnlyList<IFormFile> evidence, CancellationToken ct)
    {
        if (await OpenAsync(key, code, ct) is not { Task: { } task } found) return Failures.OfStatus(404);
        if (found.Failure is { } refused) return refused;
        var now = time.GetUtcNow();
        if (Quarter.Read(quarter?.Trim()) is not { } period || period.First > Dates.Day(now)) return new("quarter_wrong", 400, PlanTexts.QuarterWrong, "quarter");
        if (Said(text, TaskProgress.TextMax, "text") is { } unsaid) return unsaid;
        if (evidence.Count == 0) return new("evidence_missing", 400, PlanTexts.EvidenceMissing, "evidence");
        if (evidence.Count > files.Limits.MaxFilesAtOnce) return Failures.TooManyFiles(files.Limits.MaxFilesAtOnce) with { Field = "evidence" };
        var progress = new TaskProgress { TaskId = task.Id, Quarter = period.ToString(), Text = text!.Trim(), PersonId = actor.Id, At = now };
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(progress);
        foreach (var paper in evidence)
        {
            var kept = await files.AddAsync(db, paper, $"{TaskPapers.KindName}:{progress.Id}", ct);
            if (!kept.Succeeded) return kept.Failures[0] with { Field = "evidence" };
        }
        audit.Record(db, "plan-task.progress", Subject(task), new { quarter = progress.Quarter });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>完成, or back again: told on a day, with the last progress as its ground.</summary>
    public async Task<Failure?> FinishAsync(string key, string code, bool done, CancellationToken ct)
    {
        if (await OpenAsync(key, code, ct) is not { Task: { } task } found) return Failures.OfStatus(404);
        if (found.Failure is { } refused) return refused;
        if (done == task.DoneOn is not null) return null;   // A double click.
        if (done && !await db.Set<TaskProgress>().AnyAsync(p => p.TaskId == task.Id, ct)) return new("progress_missing", 409, PlanTexts.ProgressMissing);
        (task.DoneOn, task.DoneBy) = (done ? Dates.Today(time) : null, done ? actor.Id : null);
        audit.Record(db, done ? "plan-task.done" : "plan-task.reopened", Subject(task));
        await db.SaveChangesAsync(ct);
        return null;
    }

    public async Task<Failure?> UrgeAsync(string key, string code, string? unit, string? text, DateOnly? due, CancellationToken ct)
    {
        if (await OpenAsync(key, code, ct) is not { Task: { } task } found) return Failures.OfStatus(404);
        if (found.Failure is { } refused) return refused;
        var whom = unit?.Trim() ?? "";
        if (whom.Length is 0 or > TaskUrge.UnitMax) return new("unit_missing", 400, PlanTexts.UnitMissing.Fill(TaskUrge.UnitMax), "unit");
        if (Said(text, TaskUrge.TextMax, "urge") is { } unsaid) return unsaid;
        var now = time.GetUtcNow();
        if (due is not { } day || day < Dates.Day(now)) return new("due_wrong", 400, PlanTexts.UrgeDue, "due");
        var urge = new TaskUrge { TaskId = task.Id, Unit = whom, Text = text!.Trim(), DueOn = day, PersonId = actor.Id, At = now };
        db.Add(urge);
        audit.Record(db, "plan-task.urged", Subject(task), new { unit = whom, day });
        await db.SaveChangesAsync(ct);
        return null;
    }

    public async Task<Failure?> ReplyAsync(string key, string code, Guid urge, string? reply, CancellationToken ct)
    {
        if (await OpenAsync(key, code, ct) is not { Task: { } task } found) return Failures.OfStatus(404);
        if (found.Failure is { } refused) return refused;
        if (Said(reply, TaskUrge.TextMax, "reply") is { } unsaid) return unsaid;
        var (now, by, said) = (time.GetUtcNow(), actor.Id, reply!.Trim());
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var moved = await db.Set<TaskUrge>().Where(u => u.Id == urge && u.TaskId == task.Id && u.ReplyAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.Reply, said).SetProperty(u => u.ReplyBy, by).SetProperty(u => u.ReplyAt, now), ct);
        if (moved == 0) return new("urge_answered", 409, PlanTexts.UrgeAnswered);
        audit.Record(db, "plan-task.answered", Subject(task), new { urge });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    private async Task<(PlanTask? Task, Failure? Failure)> OpenAsync(string key, string code, CancellationToken ct)
    {
        if (await FindAsync(key, code, ct) is not var (plan, task)) return (null, null);
        return (task, access.Refuse(Act.KeepPlans, plan.Target) ?? (plan.State == PlanState.Closed ? new("state_forbids", 409, PlanTexts.PlanClosed) : null));
    }

    private static Failure? Said(string? text, int most, string field) => string.IsNullOrWhiteSpace(text) ? new(field + "_missing", 400, PlanTexts.TextMissing, field)
        : text.Trim().Length > most ? new(field + "_long", 400, PlanTexts.FaultLong.Fill(most), field) : null;

    private static string Subject(PlanTask task) => $"plan-task:{task.Id}";
}

/// <summary>Evidence of progress: people of the plan's region.</summary>
internal sealed class TaskPapers(AppDbContext db, AccessCheck access) : IFileGuard
{
    public const string KindName = "task-progress";

    public string Kind => KindName;

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) => await (from p in db.Set<TaskProgress>()
                                                                                  join t in db.Set<PlanTask>() on p.TaskId equals t.Id
                                                                                  join plan in db.Set<Plan>() on t.PlanId equals plan.Id
                                                                                  where p.Id == id
                                                                                  select plan).AsNoTracking().SingleOrDefaultAsync(ct) is { } found && access.May(Act.ReadFigures, found.Target);
}
