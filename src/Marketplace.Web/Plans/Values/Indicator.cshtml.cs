using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Counted;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.SignIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Values;

/// <summary>One indicator: where its figures come from, year by year, how it is defined and was defined before.</summary>
[Access(Act.ReadPlans)]
public sealed class IndicatorModel(AppDbContext db, PlanDesk plans, FigureDesk desk, PlanReading reading, CountedFigures counting, KnownStock known) : AnsweringPage
{
    public sealed record ValueLine(IndicatorValue Value, string? By, string? Decider);

    /// <param name="Whole">The target of the year; null: it is asked no more.</param>
    public sealed record PartGroup(int Year, PartKind Kind, IReadOnlyList<TargetPart> Parts, Goal? Whole)
    {
        public decimal Sum => Parts.Sum(p => p.Value);
    }

    public FoundIndicator Found { get; private set; } = null!;
    public IndicatorLine Line { get; private set; } = null!;
    public IReadOnlyList<IndicatorYear> Years => Line.Years;
    public Forecast? Forecast => Line.Forecast;
    public IReadOnlyList<ValueLine> Values { get; private set; } = [];

    /// <summary>Counted by the platform, from locked quarters.</summary>
    public IReadOnlyList<ValueLine> Counted { get; private set; } = [];
    public KnownSoFar? Known { get; private set; }
    public StockSoFar? Stock { get; private set; }

    /// <summary>The last counted figure by other rules, for the people of the region.</summary>
    public RuleComparison? Compared { get; private set; }
    public bool IsCounted => CountedMeasures.Find(Found.Definition.Computed) is not null;
    public IReadOnlyList<IndicatorDefinition> Versions { get; private set; } = [];
    public IReadOnlyList<PartGroup> Parts { get; private set; } = [];
    public (int Years, decimal? Compound, decimal? Mean)? Growth { get; private set; }
    public bool MayKeep => plans.May(Act.KeepPlans, Found.Plan) && Found.Plan.State != PlanState.Closed;

    /// <summary>Figures before they are verified, and evidence.</summary>
    public bool MayRead => plans.May(Act.ReadFigures, Found.Plan);
    /// <summary>As long as something can still be done about it.</summary>
    public bool MayLookAtGap => MayRead && IsCounted && !Found.Definition.Type.IsGrowth() && plans.PhaseOf(Found.Plan) is (Phase.Running or Phase.Coming);
    public IEnumerable<SelectListItem> YearOptions => Found.Definition.Targets.OrderBy(t => t.Year).Select(t => new SelectListItem(YearName(t.Year), $"{t.Year}"));
    public static IEnumerable<SelectListItem> KindOptions => Enum.GetValues<PartKind>().Select(kind => new SelectListItem(PlanWords.Name(kind), kind.ToString()));

    public static string YearName(int year) => year == Yardstick.Undated ? PlanTexts.Undated : $"{year}";

    public async Task<IActionResult> OnGetAsync(string key, string code, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(key, code, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostPartAsync(string key, string code, int year, string? kind, string? name, string? part, CancellationToken ct)
    {
        ModelState.Clear();
        var failure = await desk.PartAsync(key, code, year, kind, name, part, ct);
        if (!await ReadAsync(key, code, ct)) return NotFound();
        return failure is null ? Went(PlanWords.At(Found.Plan, Found.Indicator) + "#parts", PlanTexts.PartSaved) : Refused([failure]);
    }

    private async Task<bool> ReadAsync(string key, string code, CancellationToken ct)
    {
        if (await desk.FindAsync(key, code, ct) is not { } found) return false;
        Found = found;
        Line = await reading.IndicatorAsync(found, ct);
        Growth = found.Definition.Type.IsGrowth() ? null : PlanReading.GrowthOf(Years, found.Plan.EndsOn);
        var (id, all) = (found.Indicator.Id, MayRead);
        Values = await (from v in db.Set<IndicatorValue>().AsNoTracking()
                        where v.IndicatorId == id && (all || v.State == ValueState.Verified)
                        orderby v.On descending, v.At descending, v.Id
                        select new ValueLine(v, db.Set<Person>().Where(p => p.Id == v.PersonId).Select(p => p.DisplayName).FirstOrDefault(),
                            db.Set<Person>().Where(p => p.Id == v.DecidedBy).Select(p => p.DisplayName).FirstOrDefault())).Take(200).ToListAsync(ct);
        var counted = await counting.OfAsync([id], ct);
        var people = counted.SelectMany(v => (Guid?[])[v.PersonId, v.DecidedBy]).OfType<Guid>().ToHashSet();
        var names = await db.Set<Person>().AsNoTracking().Where(p => people.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.DisplayName, ct);
        Counted = [.. counted.Reverse().Select(v => new ValueLine(v, Name(v.PersonId), Name(v.DecidedBy)))];
        Known = await counting.KnownAsync(id, ct);
        Stock = await known.OfAsync(found, ct);
        Compared = MayRead ? await counting.RecountAsync(id, ct) : null;
        Versions = await db.Set<IndicatorDefinition>().AsNoTracking().Include(d => d.Targets).Where(d => d.IndicatorId == id).OrderByDescending(d => d.Version).ToListAsync(ct);
        var parts = await db.Set<TargetPart>().AsNoTracking().Where(p => p.IndicatorId == id).OrderBy(p => p.Year).ThenBy(p => p.Kind).ThenBy(p => p.Name).ToListAsync(ct);
        Parts = [.. parts.GroupBy(p => (p.Year, p.Kind)).Select(same => new PartGroup(same.Key.Year, same.Key.Kind, [.. same],
            found.Definition.Targets.Find(t => t.Year == same.Key.Year) is { } whole ? new(whole.Value, whole.Upper) : null))];
        return true;

        string? Name(Guid? person) => person is { } there ? names.GetValueOrDefault(there) : null;
    }
}
