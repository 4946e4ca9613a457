using System.Text.RegularExpressions;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Tables;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Files;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans;

/// <summary>What is typed for a new plan; its indicators and tasks come by table.</summary>
public sealed class PlanForm
{
    public string? Key { get; set; }
    public string? Title { get; set; }
    public string? DocumentNo { get; set; }
    public string? Issuer { get; set; }
    public DateOnly? IssuedOn { get; set; }
    public string? Region { get; set; }
    public DateOnly? StartsOn { get; set; }
    public DateOnly? EndsOn { get; set; }

    /// <summary>Key of the plan it takes on.</summary>
    public string? Follows { get; set; }
}

/// <summary>Brings plans, and moves them through their life.</summary>
public sealed partial class PlanDesk(AppDbContext db, AccessCheck access, Actor actor, AuditLog audit, FileStore files, TimeProvider time)
{
    /// <summary>Null: there is none, or this reader reads none.</summary>
    public async Task<Plan?> FindAsync(string key, CancellationToken ct) =>
        access.May(Act.ReadPlans, new()) ? await db.Set<Plan>().AsNoTracking().SingleOrDefaultAsync(p => p.Key == key, ct) : null;

    public bool May(Act act, Plan plan) => access.May(act, plan.Target);

    /// <summary>The plan to change it, or why not: another region's is read, and kept by its own people.</summary>
    public async Task<(Plan? Plan, Failure? Failure)> OpenAsync(string key, Act act, CancellationToken ct)
    {
        if (!access.May(Act.ReadPlans, new()) || await db.Set<Plan>().SingleOrDefaultAsync(p => p.Key == key, ct) is not { } plan) return (null, Failures.OfStatus(404));
        return access.Refuse(act, plan.Target) is { } refused ? (null, refused) : (plan, null);
    }

    public async Task<Outcome<Plan>> AddAsync(PlanForm form, CancellationToken ct)
    {
        var failures = new List<Failure>();
        var key = form.Key?.Trim() ?? "";
        if (!Key.IsMatch(key)) failures.Add(new("key_wrong", 400, PlanTexts.KeyWrong, "key"));
        else if (await db.Set<Plan>().AnyAsync(p => p.Key == key, ct)) failures.Add(new("key_taken", 409, PlanTexts.KeyTaken, "key"));
        Text(form.Title, 200, "title", needed: true);
        Text(form.Issuer, 100, "issuer", needed: true);
        Text(form.DocumentNo, 60, "documentNo", needed: false);
        if (form.EndsOn <= form.StartsOn) failures.Add(new("ends_before", 400, PlanTexts.EndsBefore, "endsOn"));
        var region = await db.Set<Region>().AsNoTracking().SingleOrDefaultAsync(r => r.Code == form.Region, ct);
        if (region is null || access.Refuse(Act.KeepPlans, new(RegionPath: region.Path)) is not null) failures.Add(new("region_outside", 400, PlanTexts.RegionOutside, "region"));
        Plan? before = null;
        if (!string.IsNullOrWhiteSpace(form.Follows))
        {
            before = await db.Set<Plan>().SingleOrDefaultAsync(p => p.Key == form.Follows.Trim(), ct);
            if (before is null || access.Refuse(Act.KeepPlans, before.Target) is not null) failures.Add(new("follows_unknown", 400, PlanTexts.FollowsUnknown, "follows"));
            else if (before.SuccessorId is not null) failures.Add(new("follows_taken", 409, PlanTexts.FollowsTaken, "follows"));
            else if (form.StartsOn is null || before.EndsOn >= form.StartsOn) failures.Add(new("follows_overlaps", 400, PlanTexts.FollowsOverlaps, "startsOn"));
        }
        if (failures.Count > 0) return failures;
        var now = time.GetUtcNow();
        var plan = new Plan
        {
            Key = key,
            Title = form.Title!.Trim(),
            DocumentNo = string.IsNullOrWhiteSpace(form.DocumentNo) ? null : form.DocumentNo.Trim(),
            Issuer = form.Issuer!.Trim(),
            IssuedOn = form.IssuedOn,
            RegionCode = region!.Code,
            RegionPath = region.Path,
            StartsOn = form.StartsOn,
            EndsOn = form.EndsOn,
            CreatedAt = now,
            PersonId = actor.Id,
        };
        db.Add(plan);
        db.Add(PlanSeed.Enter(plan, now));
        if (before is not null) before.SuccessorId = plan.Id;
        audit.Record(db, "plan.entered", Subject(plan), new { plan.Key, follows = before?.Key });
        return await SaveAsync(ct) is { } lost ? lost : plan;

        void Text(string? typed, int most, string field, bool needed)
        {
            if (needed && string.IsNullOrWhiteSpace(typed)) failures.Add(new("text_missing", 400, PlanTexts.FaultMissing, field));
            if (typed?.Trim().Length > most) failures.Add(new("text_long", 400, PlanTexts.FaultLong.Fill(most), field));
        }
    }

    /// <summary>Where title and text of a document name two last days, staff choose which one holds; the other stays to be seen.</summary>
    public async Task<Failure?> ChooseEndAsync(string key, DateOnly? day, CancellationToken ct)
    {
        var (plan, failure) = await OpenAsync(key, Act.KeepPlans, ct);
        if (plan is null) return failure;
        if (day == plan.EndsOn) return null;   // A double click.
        if (plan.State != PlanState.InForce || day is null || day != plan.OtherEndsOn) return new("end_not_offered", 409, PlanTexts.EndNotOffered);
        audit.Record(db, "plan.end-chosen", Subject(plan), new { was = plan.EndsOn, now = day });
        (plan.EndsOn, plan.OtherEndsOn) = (day, plan.EndsOn);
        return await SaveAsync(ct);
    }

    /// <param name="key">Which plan.</param>
    /// <param name="cause">What happens to it.</param>
    /// <param name="reason">In the words of who does it.</param>
    /// <param name="report">评估报告, for what asks for it.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Failure?> TakeAsync(string key, PlanCause cause, string? reason, IFormFile? report, CancellationToken ct)
    {
        var found = await OpenAsync(key, Act.ReadPlans, ct);
        if (found.Plan is not { } plan) return found.Failure;
        if (PlanMachine.Machine.Find(plan.State, cause) is not { By: { } act } row) return new("state_forbids", 409, PlanTexts.Moved);
        if (access.Refuse(act, plan.Target) is { } refused) return refused;
        var said = string.IsNullOrWhiteSpace(reason) ? null : reason.Trim();
        if (said?.Length > PlanMachine.ReasonMax) return new("reason_long", 400, PlanTexts.FaultLong.Fill(PlanMachine.ReasonMax), "reason");
        var now = time.GetUtcNow();
        var today = Dates.Day(now);
        var answer = PlanMachine.Machine.Step(new(plan.State, plan.Since), cause, today, new(
            guard => guard == PlanMachine.Ended && plan.EndsOn is { } end && end >= today, report is null ? [] : [PlanMachine.Report], said));
        if (answer.Refusal is { } wanting) return wanting switch
        {
            MachineRefusal.Guarded => new("plan_running", 409, PlanTexts.StillRunning),
            MachineRefusal.EvidenceMissing => new("report_missing", 400, PlanTexts.ReportMissing, "report"),
            _ => new("reason_missing", 400, PlanTexts.ReasonMissing, "reason"),
        };
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        StoredFile? paper = null;
        if (report is not null && row.Evidence.Count > 0)
        {
            var kept = await files.AddAsync(db, report, $"{PlanPapers.KindName}:{plan.Id}", ct);
            if (!kept.Succeeded) return kept.Failures[0] with { Field = "report" };
            paper = kept.Value;
        }
        db.Add(new PlanStep { PlanId = plan.Id, Number = ++plan.Steps, From = plan.State, Cause = cause, To = answer.Position.State!.Value, On = today, At = now, PersonId = actor.Id, Reason = said, FileId = paper?.Id });
        (plan.State, plan.Since) = (answer.Position.State, today);
        audit.Record(db, "plan." + cause.ToString().ToLowerInvariant(), Subject(plan), new { reason = said, report = paper?.Id });
        if (await SaveAsync(ct) is { } lost) return lost;
        await transaction.CommitAsync(ct);
        return null;
    }

    public Phase PhaseOf(Plan plan) => PlanLife.Of(plan.State!.Value, plan.StartsOn, plan.EndsOn, Dates.Today(time));

    internal static string Subject(Plan plan) => "plan:" + plan.Id;

    /// <summary>Two who changed one plan at once: the second is told.</summary>
    private async Task<Failure?> SaveAsync(CancellationToken ct)
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new("state_forbids", 409, PlanTexts.Moved);
        }
    }

    [GeneratedRegex("^(?!(new|values|rounds)$)[a-z][a-z0-9-]{1,29}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Key { get; }
}

/// <summary>评估报告 and evidence: people of the plan's region.</summary>
internal sealed class PlanPapers(AppDbContext db, AccessCheck access) : IFileGuard
{
    public const string KindName = "plan";

    public string Kind => KindName;

    public async Task<bool> MayReadAsync(Guid id, CancellationToken ct) => await db.Set<Plan>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is { } plan && access.May(Act.ReadFigures, plan.Target);
}
