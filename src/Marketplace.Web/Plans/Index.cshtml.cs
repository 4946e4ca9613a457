using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Access;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans;

/// <summary>规划: those of the reader's region first, then those of others, which are public papers.</summary>
[Access(Act.ReadPlans)]
public sealed class PlansModel(AppDbContext db, PlanDesk desk, RegionTree regions, Actor actor) : AnsweringPage
{
    /// <summary>Regions of a province have a plan each and then another; a hundred are enough to read.</summary>
    private const int Most = 200;

    public sealed record Line(Plan Plan, string Region, Phase Phase, int Indicators, int Tasks);

    public IReadOnlyList<Line> Own { get; private set; } = [];
    public IReadOnlyList<Line> Others { get; private set; } = [];
    public bool MayAdd => actor.Grants.Any(g => AccessTable.For(Act.KeepPlans).Any(rule => rule.Roles.Contains(g.Role)));

    public bool MayReport => actor.WidestRegion(Act.ReadFigures) is not null;

    public async Task OnGetAsync(CancellationToken ct)
    {
        var found = await db.Set<Plan>().AsNoTracking().OrderBy(p => p.RegionPath).ThenByDescending(p => p.StartsOn).ThenBy(p => p.Id).Take(Most)
            .Select(p => new { p, Indicators = db.Set<Indicator>().Count(i => i.PlanId == p.Id), Tasks = db.Set<Tasks.PlanTask>().Count(t => t.PlanId == p.Id) }).ToListAsync(ct);
        var names = await regions.TrailsAsync([.. found.Select(f => f.p.RegionPath)], ct);
        var lines = found.ConvertAll(f => new Line(f.p, string.Join(' ', names[f.p.RegionPath].Select(r => r.Name)), desk.PhaseOf(f.p), f.Indicators, f.Tasks));
        Own = lines.FindAll(l => desk.May(Act.ReadFigures, l.Plan));
        Others = [.. lines.Except(Own)];
    }
}
