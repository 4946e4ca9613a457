using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans;

/// <summary>新增规划: its head; indicators and tasks follow by table.</summary>
[Access(Act.KeepPlans)]
public sealed class NewPlanModel(AppDbContext db, PlanDesk desk, Actor actor) : AnsweringPage
{
    /// <summary>A province has about a hundred and fifty places below it.</summary>
    private const int Most = 500;

    public PlanForm Typed { get; private set; } = new();
    public IReadOnlyList<SelectListItem> Regions { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Earlier { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        await ReadAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync([FromForm] PlanForm given, CancellationToken ct)
    {
        ModelState.Clear();
        Typed = given;
        var added = await desk.AddAsync(given, ct);
        if (added.Succeeded) return Went($"/plans/{added.Value.Key}/import", PlanTexts.Added);
        await ReadAsync(ct);
        return Refused(added.Failures);
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        var paths = actor.Grants.Where(g => AccessTable.For(Act.KeepPlans).Any(rule => rule.Roles.Contains(g.Role))).Select(g => g.RegionPath).Distinct(StringComparer.Ordinal).ToList();
        foreach (var path in paths)
        {
            Regions = [.. Regions, .. await db.Set<Region>().AsNoTracking().Where(r => r.Path.StartsWith(path)).OrderBy(r => r.Path).Take(Most).Select(r => new SelectListItem(r.Name, r.Code)).ToListAsync(ct)];
            Earlier = [.. Earlier, .. await db.Set<Plan>().AsNoTracking().Where(p => p.RegionPath.StartsWith(path) && p.SuccessorId == null).OrderBy(p => p.Key).Take(Most).Select(p => new SelectListItem(p.Title, p.Key)).ToListAsync(ct)];
        }
        Earlier = [new(PlanTexts.FollowsNone, ""), .. Earlier];
    }
}
