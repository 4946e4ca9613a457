using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Plans.Assessments;

/// <summary>考核: a plan's assessments year by year, and what the reader's own region is marked by.</summary>
[Access(Act.ReadFigures)]
public sealed class AssessmentsModel(AppDbContext db, PlanDesk plans, AssessmentDesk desk, AssessmentReading reading) : AnsweringPage
{
    public Plan Plan { get; private set; } = null!;
    public IReadOnlyList<Assessment> Lines { get; private set; } = [];
    public IReadOnlyList<(Assessment Assessment, AssessmentUnit Unit)> Own { get; private set; } = [];
    public IReadOnlyList<Region> Below { get; private set; } = [];
    public AssessmentForm Typed { get; private set; } = new();
    public bool MayKeep => plans.May(Act.KeepPlans, Plan);

    public async Task<IActionResult> OnGetAsync(string key, CancellationToken ct)
    {
        ModelState.Clear();
        if (!await ReadAsync(key, ct)) return NotFound();
        if (MayKeep) Typed = await desk.ProposedAsync(Plan, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string key, [FromForm] AssessmentForm given, CancellationToken ct)
    {
        ModelState.Clear();
        Typed = given;
        var drawn = await desk.DrawUpAsync(key, given, ct);
        if (drawn.Succeeded) return Went($"/plans/{key}/assessments/{drawn.Value.Year}", AssessmentTexts.Drawn);
        db.ChangeTracker.Clear();
        return await ReadAsync(key, ct) ? Refused(drawn.Failures) : NotFound();
    }

    /// <summary>Who reads neither the plan's figures nor has a unit in it finds nothing.</summary>
    private async Task<bool> ReadAsync(string key, CancellationToken ct)
    {
        if (await plans.FindAsync(key, ct) is not { } plan) return false;
        Plan = plan;
        (Lines, Own) = (await reading.ListAsync(plan, ct), await reading.OwnAsync(plan, ct));
        Below = MayKeep ? await desk.BelowAsync(plan, ct) : [];
        return Own.Count > 0 || plans.May(Act.ReadFigures, plan);
    }
}
