using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Plans.Assessments;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans;

/// <summary>One plan: what it wants, how far it is, where it is in its life.</summary>
[Access(Act.ReadPlans)]
public sealed class ShowPlanModel(AppDbContext db, PlanDesk desk, PlanReading reading, AssessmentReading assessments, RegionTree regions) : AnsweringPage
{
    public Plan Plan { get; private set; } = null!;
    public Phase Phase { get; private set; }
    public string Region { get; private set; } = "";

    /// <summary>The bureau that looks after the place; null: none is here yet.</summary>
    public string? Keeper { get; private set; }
    public IReadOnlyList<IndicatorLine> Indicators { get; private set; } = [];

    /// <summary>After its end there is nothing left to expect.</summary>
    public bool Forecasts => Phase is Phase.Running or Phase.Coming && Indicators.Count > 0;
    public IReadOnlyList<TaskLine> Tasks { get; private set; } = [];
    public IReadOnlyList<PlanStep> Steps { get; private set; } = [];
    public Plan? Before { get; private set; }
    public Plan? After { get; private set; }
    public bool MayKeep => desk.May(Act.KeepPlans, Plan);

    /// <summary>Figures of one's own region are shown with their evidence.</summary>
    public bool MayRead => desk.May(Act.ReadFigures, Plan);

    /// <summary>The reader's own region is marked by it.</summary>
    public bool IsAssessed { get; private set; }

    public async Task<IActionResult> OnGetAsync(string key, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(key, ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostEndAsync(string key, DateOnly? day, CancellationToken ct) => DoAsync(key, () => desk.ChooseEndAsync(key, day, ct), PlanTexts.EndChosen, ct);

    public Task<IActionResult> OnPostEvaluateAsync(string key, CancellationToken ct) => DoAsync(key, () => desk.TakeAsync(key, PlanCause.Evaluate, null, null, ct), PlanTexts.EvaluateDone, ct);

    public Task<IActionResult> OnPostResumeAsync(string key, string? reason, CancellationToken ct) => DoAsync(key, () => desk.TakeAsync(key, PlanCause.Resume, reason, null, ct), PlanTexts.ResumeDone, ct);

    public Task<IActionResult> OnPostCloseAsync(string key, string? reason, IFormFile? report, CancellationToken ct) => DoAsync(key, () => desk.TakeAsync(key, PlanCause.Close, reason, report, ct), PlanTexts.CloseDone, ct);

    private async Task<IActionResult> DoAsync(string key, Func<Task<Failure?>> act, string done, CancellationToken ct)
    {
        ModelState.Clear();
        if (await act() is not { } failure) return Went("/plans/" + key, done);
        db.ChangeTracker.Clear();
        return await ReadAsync(key, ct) ? Refused([failure]) : NotFound();
    }

    private async Task<bool> ReadAsync(string key, CancellationToken ct)
    {
        if (await desk.FindAsync(key, ct) is not { } plan) return false;
        (Plan, Phase) = (plan, desk.PhaseOf(plan));
        IsAssessed = (await assessments.OwnAsync(plan, ct)).Count > 0;
        Region = await regions.NameAsync(plan.RegionPath, ct);
        Keeper = (await BureauOf.RegionAsync(db, plan.RegionPath, ct))?.Name;
        (Indicators, Tasks) = (await reading.IndicatorsAsync(plan, ct), await reading.TasksAsync(plan, ct));
        (Before, After) = (await reading.PredecessorAsync(plan, ct), await reading.SuccessorAsync(plan, ct));
        Steps = await db.Set<PlanStep>().AsNoTracking().Where(s => s.PlanId == plan.Id).OrderBy(s => s.Number).ToListAsync(ct);
        return true;
    }
}
