using Marketplace.Web.Data;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Tasks;
using Marketplace.Web.Platform.Spreadsheets;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Plans.Tables;

/// <summary>Between a plan's tables and its rows.</summary>
internal static class PlanWriter
{
    public static IndicatorRow Row(Indicator indicator, IndicatorDefinition definition) => new()
    {
        Code = indicator.Code,
        Name = definition.Name,
        Unit = definition.Unit,
        Type = definition.Type,
        Comparator = definition.Comparator,
        Nature = definition.Nature,
        BaseYear = definition.BaseYear,
        Base = definition.Base,
        Basis = definition.Basis,
        Lead = definition.LeadUnits,
        Joint = definition.JointUnits,
        Source = definition.Source,
        Note = definition.Note,
        Computed = definition.Computed,
        Goals = definition.Targets.ToDictionary(t => t.Year, t => new Goal(t.Value, t.Upper)),
    };

    public static TaskRow Row(PlanTask task) => new() { Code = task.Code, Heading = task.Heading, Lead = task.LeadUnits, Joint = task.JointUnits, DueOn = task.DueOn, Text = task.Text, UnitsSource = task.UnitsSource };

    /// <summary>Indicators with the definition in force, in the order of the document.</summary>
    public static async Task<List<(Indicator Indicator, IndicatorDefinition Definition)>> IndicatorsAsync(AppDbContext db, Guid planId, CancellationToken ct)
    {
        var rows = await (from i in db.Set<Indicator>()
                          join d in db.Set<IndicatorDefinition>().Include(d => d.Targets) on new { IndicatorId = i.Id, i.Version } equals new { d.IndicatorId, d.Version }
                          where i.PlanId == planId
                          orderby i.Ordinal, i.Code
                          select new { i, d }).ToListAsync(ct);
        return [.. rows.Select(r => (r.i, r.d))];
    }

    public static Task<List<PlanTask>> TasksAsync(AppDbContext db, Guid planId, CancellationToken ct) => db.Set<PlanTask>().Where(t => t.PlanId == planId).OrderBy(t => t.Ordinal).ThenBy(t => t.Code).ToListAsync(ct);

    public static IReadOnlyList<SheetField<IndicatorRow>> Fields(params IEnumerable<IndicatorRow>[] rows) => IndicatorSheet.Fields(rows.SelectMany(r => r).SelectMany(r => r.Goals.Keys));

    public static async Task<TableChange> ChangeAsync(AppDbContext db, Guid planId, IReadOnlyList<IndicatorRow> rows, CancellationToken ct)
    {
        var now = (await IndicatorsAsync(db, planId, ct)).ConvertAll(pair => Row(pair.Indicator, pair.Definition));
        return TableChange.Between(now, rows, Fields(now, rows), r => r.Code, r => r.Name);
    }

    public static async Task<TableChange> ChangeAsync(AppDbContext db, Guid planId, IReadOnlyList<TaskRow> rows, CancellationToken ct) =>
        TableChange.Between([.. (await TasksAsync(db, planId, ct)).Select(Row)], rows, TaskSheet.Fields, r => r.Code, r => r.Heading);

    /// <summary>New indicators, and a new version of each that is defined otherwise.</summary>
    public static async Task ApplyAsync(AppDbContext db, Guid planId, IReadOnlyList<IndicatorRow> rows, DateTimeOffset now, Guid? person, CancellationToken ct)
    {
        var there = (await IndicatorsAsync(db, planId, ct)).ToDictionary(pair => pair.Indicator.Code, StringComparer.Ordinal);
        var changed = (await ChangeAsync(db, planId, rows, ct)).Changed.Select(line => line.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var (ordinal, row) in rows.Index())
        {
            var indicator = there.TryGetValue(row.Code, out var pair) ? pair.Indicator : null;
            var fresh = indicator is null;
            if (indicator is null)
            {
                indicator = new Indicator { PlanId = planId, Code = row.Code, Ordinal = ordinal, Version = 1 };
                db.Add(indicator);
            }
            indicator.Ordinal = ordinal;
            if (!fresh && !changed.Contains(row.Code)) continue;
            if (!fresh) indicator.Version++;
            db.Add(Definition(indicator, row, now, person));
        }
    }

    public static async Task ApplyAsync(AppDbContext db, Guid planId, IReadOnlyList<TaskRow> rows, CancellationToken ct)
    {
        var there = (await TasksAsync(db, planId, ct)).ToDictionary(t => t.Code, StringComparer.Ordinal);
        foreach (var (ordinal, row) in rows.Index())
        {
            if (!there.TryGetValue(row.Code, out var task))
            {
                task = new PlanTask { PlanId = planId, Code = row.Code, Ordinal = ordinal, Heading = row.Heading, LeadUnits = [], JointUnits = [] };
                db.Add(task);
            }
            (task.Ordinal, task.Heading, task.Text, task.LeadUnits, task.JointUnits, task.UnitsSource, task.DueOn) = (ordinal, row.Heading, row.Text, row.Lead, row.Joint, row.UnitsSource, row.DueOn);
        }
    }

    private static IndicatorDefinition Definition(Indicator indicator, IndicatorRow row, DateTimeOffset now, Guid? person) => new()
    {
        IndicatorId = indicator.Id,
        Version = indicator.Version,
        Name = row.Name,
        Unit = row.Unit,
        Type = row.Type,
        Comparator = row.Comparator,
        Nature = row.Nature,
        BaseYear = row.BaseYear,
        Base = row.Base,
        Basis = row.Basis,
        LeadUnits = row.Lead,
        JointUnits = row.Joint,
        Source = row.Source,
        Note = row.Note,
        Computed = row.Computed,
        At = now,
        PersonId = person,
        Targets = [.. row.Goals.Select(goal => new YearTarget { Year = goal.Key, Value = goal.Value.Value, Upper = goal.Value.Upper })],
    };
}
