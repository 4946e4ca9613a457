using System.Globalization;
using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Tables;
using Marketplace.Web.Plans.Values;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Calendar;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Marketplace.Web.Plans.Assessments;

/// <summary>Draws up an assessment, opens it for marks and closes it.</summary>
public sealed class AssessmentDesk(AppDbContext db, PlanDesk plans, AssessmentReading reading, AssessmentNotices notices, RegionTree regions, Actor actor, AuditLog audit, Workdays workdays, TimeProvider time)
{
    /// <summary>The regions right below the plan's.</summary>
    public Task<List<Region>> BelowAsync(Plan plan, CancellationToken ct) => regions.ChildrenAsync(plan.RegionCode, ct);

    /// <summary>As it is proposed: last year's, of everybody.</summary>
    public async Task<AssessmentForm> ProposedAsync(Plan plan, CancellationToken ct)
    {
        var leads = (await PlanWriter.IndicatorsAsync(db, plan.Id, ct)).SelectMany(i => i.Definition.LeadUnits).Where(name => name.Length <= TargetPart.NameMax).Distinct(StringComparer.Ordinal);
        var today = Dates.Today(time);
        return new()
        {
            Year = Math.Min(today.Year - 1, plan.EndsOn?.Year ?? int.MaxValue),
            DueOn = workdays.NextFrom(today.AddDays(14)),
            Regions = [.. (await BelowAsync(plan, ct)).Select(r => r.Code)],
            Departments = string.Join('\n', leads),
        };
    }

    /// <summary>With the plan's indicators as items of equal weight, to begin from.</summary>
    public async Task<Outcome<Assessment>> DrawUpAsync(string key, AssessmentForm form, CancellationToken ct)
    {
        if (await plans.OpenAsync(key, Act.KeepPlans, ct) is var (plan, refused) && plan is null) return refused!;
        var failures = new List<Failure>();
        var today = Dates.Today(time);
        if (form.Year is not { } year || year > today.Year || year < (plan.StartsOn?.Year ?? 2000) || year > (plan.EndsOn?.Year ?? int.MaxValue)) failures.Add(new("year_wrong", 400, AssessmentTexts.YearWrong, "year"));
        else if (await db.Set<Assessment>().AnyAsync(a => a.PlanId == plan.Id && a.Year == year, ct)) failures.Add(new("year_taken", 409, AssessmentTexts.YearTaken.Fill(year), "year"));
        var (due, units) = await ReadAsync(plan, Guid.Empty, form, failures, ct);
        if (failures.Count > 0) return failures;
        var assessment = new Assessment { PlanId = plan.Id, Year = form.Year!.Value, DueOn = due, At = time.GetUtcNow(), PersonId = actor.Id };
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Add(assessment);
        db.AddRange(units.Select(u => new AssessmentUnit { AssessmentId = assessment.Id, Kind = u.Kind, Name = u.Name, RegionPath = u.RegionPath }));
        db.AddRange(Equal(assessment.Id, [.. (await PlanWriter.IndicatorsAsync(db, plan.Id, ct)).Take(AssessmentItem.Most).Select(i => (i.Indicator, i.Definition))]));
        audit.Record(db, "assessment.drawn", Subject(assessment.Id), new { plan = plan.Key, assessment.Year, units = units.Count });
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return db.Dropped(new Failure("year_taken", 409, AssessmentTexts.YearTaken.Fill(assessment.Year), "year"));
        }
        await transaction.CommitAsync(ct);
        return assessment;
    }

    /// <summary>Who is marked, and until when they mark themselves.</summary>
    public Task<Failure[]> UnitsAsync(string key, int year, AssessmentForm form, CancellationToken ct) => DrawnAsync(key, year, "assessment.units", async (plan, assessment) =>
    {
        var failures = new List<Failure>();
        var (due, units) = await ReadAsync(plan, assessment.Id, form, failures, ct);
        if (failures.Count > 0) return [.. failures];
        assessment.DueOn = due;
        await db.Set<AssessmentUnit>().Where(u => u.AssessmentId == assessment.Id).ExecuteDeleteAsync(ct);
        db.AddRange(units);
        return [];
    }, ct);

    /// <summary>The items as they stand in the form; a row without a name goes.</summary>
    public Task<Failure[]> ItemsAsync(string key, int year, ItemsForm form, CancellationToken ct) => DrawnAsync(key, year, "assessment.items", async (plan, assessment) =>
    {
        var indicators = (await PlanWriter.IndicatorsAsync(db, plan.Id, ct)).ToDictionary(i => i.Indicator.Code, i => i.Indicator.Id, StringComparer.Ordinal);
        var (items, failures) = (new List<AssessmentItem>(), new List<Failure>());
        foreach (var (row, typed) in form.Names.Index())
        {
            if (string.IsNullOrWhiteSpace(typed)) continue;
            var (name, basis, place) = (typed.Trim(), form.Bases.ElementAtOrDefault(row)?.Trim(), (row + 1).ToString(CultureInfo.InvariantCulture));
            var weight = ValueForm.Number(form.Weights.ElementAtOrDefault(row), "weight-" + place, failures);
            if (name.Length > AssessmentItem.NameMax) failures.Add(new("name_long", 400, PlanTexts.FaultLong.Fill(AssessmentItem.NameMax), "name-" + place));
            if (basis?.Length > AssessmentItem.BasisMax) failures.Add(new("basis_long", 400, PlanTexts.FaultLong.Fill(AssessmentItem.BasisMax), "basis-" + place));
            if (weight is not (> 0 and <= Assessment.Full) || weight != FigureText.HalfUp(weight.Value, 2)) failures.Add(new("weight_wrong", 400, AssessmentTexts.WeightWrong.Fill(row + 1), "weight-" + place));
            if (items.Exists(i => i.Name == name)) failures.Add(new("name_twice", 400, AssessmentTexts.NameTwice.Fill(name), "name-" + place));
            items.Add(new()
            {
                AssessmentId = assessment.Id,
                Number = items.Count + 1,
                Name = name,
                Weight = weight ?? 0,
                Basis = string.IsNullOrEmpty(basis) ? null : basis,
                IndicatorId = form.Indicators.ElementAtOrDefault(row) is { } code && indicators.TryGetValue(code, out var id) ? id : null,
            });
        }
        if (items.Count is 0 or > AssessmentItem.Most) failures.Add(new("items_number", 400, AssessmentTexts.ItemsNumber.Fill(AssessmentItem.Most), "name-1"));
        if (failures.Count > 0) return [.. failures];
        await db.Set<AssessmentItem>().Where(i => i.AssessmentId == assessment.Id).ExecuteDeleteAsync(ct);
        db.AddRange(items);
        return [];
    }, ct);

    /// <summary>From here on the sheet stands, and everybody who is marked is told.</summary>
    public Task<Failure[]> OpenAsync(string key, int year, CancellationToken ct) => DrawnAsync(key, year, "assessment.opened", async (plan, assessment) =>
    {
        var weights = await db.Set<AssessmentItem>().Where(i => i.AssessmentId == assessment.Id).SumAsync(i => i.Weight, ct);
        if (weights != Assessment.Full) return [new("weights_wrong", 409, AssessmentTexts.WeightsWrong.Fill(FigureText.Exact(weights)))];
        if (assessment.DueOn <= Dates.Today(time)) return [new("due_wrong", 409, AssessmentTexts.DueWrong, "dueOn")];
        (assessment.OpenedAt, assessment.OpenedBy) = (time.GetUtcNow(), actor.Id);
        foreach (var unit in await db.Set<AssessmentUnit>().AsNoTracking().Where(u => u.AssessmentId == assessment.Id).OrderBy(u => u.Name).ToListAsync(ct)) await notices.OpenedAsync(plan, assessment, unit, ct);
        return [];
    }, ct);

    /// <summary>What is only drawn up can be thrown away.</summary>
    /// <param name="key">Of the plan.</param>
    /// <param name="year">Which one.</param>
    /// <param name="typed">The year, typed to confirm.</param>
    /// <param name="ct">The caller left.</param>
    public Task<Failure[]> DropAsync(string key, int year, string? typed, CancellationToken ct) => DrawnAsync(key, year, "assessment.dropped", async (_, assessment) =>
    {
        if (NotConfirmed(year, typed) is { } refused) return [refused];
        await db.Set<AssessmentItem>().Where(i => i.AssessmentId == assessment.Id).ExecuteDeleteAsync(ct);
        await db.Set<AssessmentUnit>().Where(u => u.AssessmentId == assessment.Id).ExecuteDeleteAsync(ct);
        db.Remove(assessment);
        return [];
    }, ct);

    /// <summary>Once every mark is decided: totals and places stand for ever.</summary>
    /// <param name="key">Of the plan.</param>
    /// <param name="year">Which one.</param>
    /// <param name="typed">The year, typed to confirm.</param>
    /// <param name="ct">The caller left.</param>
    public async Task<Failure?> CloseAsync(string key, int year, string? typed, CancellationToken ct)
    {
        if (await plans.OpenAsync(key, Act.KeepPlans, ct) is var (plan, refused) && plan is null) return refused;
        if (NotConfirmed(year, typed) is { } unsure) return unsure;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(plan.Id, year, ct) is not { } assessment) return Failures.OfStatus(404);
        if (!assessment.TakesMarks) return new("state_forbids", 409, AssessmentTexts.NotOpen);
        var sheet = (await reading.SheetAsync(key, year, ct))!;
        if (sheet.Left > 0) return new("marks_left", 409, AssessmentTexts.MarksLeft.Fill(sheet.Left));
        (assessment.ClosedAt, assessment.ClosedBy) = (time.GetUtcNow(), actor.Id);
        foreach (var result in sheet.Results) await notices.ClosedAsync(plan, assessment, result, sheet.Units.Count, ct);
        audit.Record(db, "assessment.closed", Subject(assessment.Id), new { plan = plan.Key, year, places = sheet.Results.Select(r => new { r.Unit.Name, r.Total, r.Place }) });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    private static Failure? NotConfirmed(int year, string? typed) => typed?.Trim() == year.ToString(CultureInfo.InvariantCulture) ? null : new("not_confirmed", 400, AssessmentTexts.CloseTyped.Fill(year), "typed");

    internal static string Subject(Guid assessment) => $"assessment:{assessment}";

    private Task<Assessment?> LockAsync(Guid plan, int year, CancellationToken ct) => db.Set<Assessment>().FromSql($"select * from assessments where plan_id = {plan} and year = {year} for update").SingleOrDefaultAsync(ct);

    private async Task<Failure[]> DrawnAsync(string key, int year, string did, Func<Plan, Assessment, Task<Failure[]>> act, CancellationToken ct)
    {
        if (await plans.OpenAsync(key, Act.KeepPlans, ct) is var (plan, refused) && plan is null) return [refused!];
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await LockAsync(plan.Id, year, ct) is not { } assessment) return [Failures.OfStatus(404)];
        if (assessment.OpenedAt is not null) return [new("state_forbids", 409, AssessmentTexts.Fixed)];
        if (await act(plan, assessment) is { Length: > 0 } failures) return [.. db.Dropped([.. failures])];
        audit.Record(db, did, Subject(assessment.Id), new { plan = plan.Key, year });
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return [];
    }

    private async Task<(DateOnly Due, List<AssessmentUnit> Units)> ReadAsync(Plan plan, Guid assessment, AssessmentForm form, List<Failure> failures, CancellationToken ct)
    {
        if (DueDay.Refuse(form.DueOn, Dates.Today(time), AssessmentTexts.DueWrong, workdays) is { } late) failures.Add(late);
        var below = await BelowAsync(plan, ct);
        if (form.Regions.Except(below.Select(r => r.Code), StringComparer.Ordinal).Any()) failures.Add(new("region_outside", 400, AssessmentTexts.RegionOutside, "regions"));
        var names = (form.Departments ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToList();
        if (names.Exists(name => name.Length > TargetPart.NameMax)) failures.Add(new("department_long", 400, PlanTexts.PartName.Fill(TargetPart.NameMax), "departments"));
        List<AssessmentUnit> units =
        [
            .. below.Where(r => form.Regions.Contains(r.Code, StringComparer.Ordinal)).Select(r => new AssessmentUnit { AssessmentId = assessment, Kind = r.Level == RegionLevel.Local ? PartKind.Zone : PartKind.County, Name = r.Name, RegionPath = r.Path }),
            .. names.Select(name => new AssessmentUnit { AssessmentId = assessment, Kind = PartKind.Department, Name = name, RegionPath = plan.RegionPath }),
        ];
        if (units.Count is 0 or > AssessmentUnit.Most) failures.Add(new("units_number", 400, AssessmentTexts.UnitsNumber.Fill(AssessmentUnit.Most), "departments"));
        if (units.GroupBy(u => u.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice) failures.Add(new("unit_twice", 400, AssessmentTexts.NameTwice.Fill(twice.Key), "departments"));
        return (form.DueOn ?? default, units);
    }

    /// <summary>Hundredths are shared out one by one, so that the weights come to a hundred.</summary>
    private static IEnumerable<AssessmentItem> Equal(Guid assessment, List<(Indicator Indicator, IndicatorDefinition Definition)> indicators) => indicators.Select((of, i) => new AssessmentItem
    {
        AssessmentId = assessment,
        Number = i + 1,
        Name = of.Definition.Name,
        Weight = (10_000 / indicators.Count + (i < 10_000 % indicators.Count ? 1 : 0)) / 100m,
        IndicatorId = of.Indicator.Id,
    });
}
