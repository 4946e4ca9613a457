using Marketplace.Web.Data;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Assessments;

/// <summary>考核表: one assessment with all that stands in it.</summary>
/// <param name="People">Names of those who marked, found right, opened or closed.</param>
public sealed record AssessmentSheet(Plan Plan, Assessment Assessment, IReadOnlyList<AssessmentItem> Items, IReadOnlyList<AssessmentUnit> Units, IReadOnlyList<AssessmentMark> Marks, IReadOnlyDictionary<Guid, string> People)
{
    public decimal Weights => Items.Sum(i => i.Weight);

    /// <summary>Marks that are still to be decided.</summary>
    public int Left => Results.Sum(r => r.Left);
    public IReadOnlyList<UnitResult> Results { get; } = Ranking.Of(Items, Units, Marks);

    private readonly Dictionary<(Guid, int), AssessmentMark> _marks = Marks.ToDictionary(m => (m.UnitId, m.Number));

    public AssessmentMark? Mark(AssessmentUnit unit, AssessmentItem item) => _marks.GetValueOrDefault((unit.Id, item.Number));

    public string? Name(Guid? person) => person is { } id ? People.GetValueOrDefault(id) : null;
}

/// <summary>What the platform knows of the indicator beside an item.</summary>
/// <param name="Led">The unit leads it, so its completion is the unit's.</param>
/// <param name="Part">What the unit was to bring to the year's target; null: nothing was said.</param>
public sealed record ItemFigure(Indicator Indicator, string Name, Entry? Actual, decimal? Completion, bool Led, decimal? Part)
{
    /// <summary>By the completion, never more than the weight; null: it says nothing of this unit.</summary>
    public decimal? Suggested(decimal weight) => Led && Completion is { } part ? FigureText.HalfUp(Math.Clamp(part, 0, 1) * weight, 2) : null;
}

/// <summary>Who reads a plan's figures reads its assessments; a unit's own bureau reads what it is marked by.</summary>
public sealed class AssessmentReading(AppDbContext db, PlanDesk plans, PlanReading reading, AccessCheck access, Actor actor)
{
    /// <summary>Of a plan, the latest year first.</summary>
    public async Task<IReadOnlyList<Assessment>> ListAsync(Plan plan, CancellationToken ct) =>
        plans.May(Act.ReadFigures, plan) ? await db.Set<Assessment>().AsNoTracking().Where(a => a.PlanId == plan.Id).OrderByDescending(a => a.Year).ToListAsync(ct) : [];

    /// <summary>Units of the reader's own region in a plan of somebody above.</summary>
    public async Task<IReadOnlyList<(Assessment Assessment, AssessmentUnit Unit)>> OwnAsync(Plan plan, CancellationToken ct)
    {
        if (plans.May(Act.ReadFigures, plan) || actor.WidestRegion(Act.ReadFigures) is not { } path) return [];
        var found = await (from a in db.Set<Assessment>().AsNoTracking()
                           join u in db.Set<AssessmentUnit>() on a.Id equals u.AssessmentId
                           where a.PlanId == plan.Id && a.OpenedAt != null && u.RegionPath == path
                           orderby a.Year descending, u.Name
                           select new { a, u }).ToListAsync(ct);
        return [.. found.Select(f => (f.a, f.u))];
    }

    /// <summary>Null: not there for this reader.</summary>
    public async Task<AssessmentSheet?> SheetAsync(string key, int year, CancellationToken ct) =>
        await plans.FindAsync(key, ct) is { } plan && plans.May(Act.ReadFigures, plan) && await db.Set<Assessment>().AsNoTracking().SingleOrDefaultAsync(a => a.PlanId == plan.Id && a.Year == year, ct) is { } assessment
            ? await SheetOfAsync(plan, assessment, ct) : null;

    /// <summary>Null: not there for this reader.</summary>
    public async Task<(AssessmentSheet Sheet, AssessmentUnit Unit)?> UnitAsync(Guid id, CancellationToken ct)
    {
        if (await db.Set<AssessmentUnit>().AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, ct) is not { } unit || !access.May(Act.ReadFigures, new(RegionPath: unit.RegionPath))) return null;
        var assessment = await db.Set<Assessment>().AsNoTracking().SingleAsync(a => a.Id == unit.AssessmentId, ct);
        var plan = await db.Set<Plan>().AsNoTracking().SingleAsync(p => p.Id == assessment.PlanId, ct);
        return assessment.OpenedAt is null && !plans.May(Act.ReadFigures, plan) ? null : (await SheetOfAsync(plan, assessment, ct), unit);
    }

    /// <summary>By number of the item.</summary>
    public async Task<IReadOnlyDictionary<int, ItemFigure>> FiguresAsync(AssessmentSheet sheet, AssessmentUnit unit, CancellationToken ct)
    {
        if (sheet.Items.All(i => i.IndicatorId is null)) return new Dictionary<int, ItemFigure>();
        var lines = (await reading.IndicatorsAsync(sheet.Plan, ct)).ToDictionary(line => line.Indicator.Id);
        var (year, name) = (sheet.Assessment.Year, unit.Name);
        var parts = await db.Set<TargetPart>().AsNoTracking().Where(p => p.Year == year && p.Name == name && lines.Keys.Contains(p.IndicatorId)).ToDictionaryAsync(p => (p.IndicatorId, p.Kind), p => p.Value, ct);
        var figures = new Dictionary<int, ItemFigure>();
        foreach (var item in sheet.Items)
        {
            if (item.IndicatorId is not { } id || !lines.TryGetValue(id, out var line)) continue;
            var then = line.Years.FirstOrDefault(y => y.Year == year);
            figures[item.Number] = new(line.Indicator, line.Definition.Name, then?.Actual, then?.Completion, line.Definition.LeadUnits.Contains(unit.Name, StringComparer.Ordinal), parts.TryGetValue((id, unit.Kind), out var part) ? part : null);
        }
        return figures;
    }

    private async Task<AssessmentSheet> SheetOfAsync(Plan plan, Assessment assessment, CancellationToken ct)
    {
        var items = await db.Set<AssessmentItem>().AsNoTracking().Where(i => i.AssessmentId == assessment.Id).OrderBy(i => i.Number).ToListAsync(ct);
        var units = await db.Set<AssessmentUnit>().AsNoTracking().Where(u => u.AssessmentId == assessment.Id).OrderBy(u => u.Kind).ThenBy(u => u.RegionPath).ThenBy(u => u.Name).ToListAsync(ct);
        var ids = units.ConvertAll(u => u.Id);
        var marks = await db.Set<AssessmentMark>().AsNoTracking().Where(m => ids.Contains(m.UnitId)).OrderBy(m => m.UnitId).ThenBy(m => m.Number).ToListAsync(ct);
        var people = marks.SelectMany(m => (Guid?[])[m.OwnBy, m.VerifiedBy]).Append(assessment.OpenedBy).Append(assessment.ClosedBy).OfType<Guid>().ToHashSet();
        return new(plan, assessment, items, units, marks, await db.Set<Person>().AsNoTracking().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct));
    }
}
