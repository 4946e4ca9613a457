using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Plans.Tables;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Plans.Assessments;

/// <summary>One year's assessment: its sheet while it is drawn up, its ranking from then on.</summary>
[Access(Act.ReadFigures)]
public sealed class AssessmentModel(AppDbContext db, PlanDesk plans, AssessmentDesk desk, AssessmentReading reading) : AnsweringPage
{
    /// <summary>Rows that are free for more items.</summary>
    private const int Spare = 3;

    public sealed record Row(string? Name, string? Weight, string? Basis, string? Indicator);

    public AssessmentSheet Sheet { get; private set; } = null!;
    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public IReadOnlyList<(string Code, string Name)> Indicators { get; private set; } = [];
    public IReadOnlyList<Region> Below { get; private set; } = [];
    public AssessmentForm TypedUnits { get; private set; } = new();
    public bool MayDraw => Sheet.Assessment.OpenedAt is null && plans.May(Act.KeepPlans, Sheet.Plan);
    public bool MayClose => Sheet.Assessment.TakesMarks && plans.May(Act.KeepPlans, Sheet.Plan);

    public async Task<IActionResult> OnGetAsync(string key, int year, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(key, year, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostItemsAsync(string key, int year, [FromForm] ItemsForm given, CancellationToken ct)
    {
        var failures = await desk.ItemsAsync(key, year, given, ct);
        return await DoneAsync(key, year, failures, AssessmentTexts.Saved, () => Rows = [.. given.Names.Select((name, i) => new Row(name, given.Weights.ElementAtOrDefault(i), given.Bases.ElementAtOrDefault(i), given.Indicators.ElementAtOrDefault(i)))], ct);
    }

    public async Task<IActionResult> OnPostUnitsAsync(string key, int year, [FromForm] AssessmentForm given, CancellationToken ct) =>
        await DoneAsync(key, year, await desk.UnitsAsync(key, year, given, ct), AssessmentTexts.Saved, () => TypedUnits = given, ct);

    public async Task<IActionResult> OnPostOpenAsync(string key, int year, CancellationToken ct) => await DoneAsync(key, year, await desk.OpenAsync(key, year, ct), AssessmentTexts.Opened, null, ct);

    public async Task<IActionResult> OnPostDropAsync(string key, int year, string? typed, CancellationToken ct)
    {
        var failures = await desk.DropAsync(key, year, typed, ct);
        return failures.Length == 0 ? Went($"/plans/{key}/assessments", AssessmentTexts.Dropped) : await DoneAsync(key, year, failures, "", null, ct);
    }

    public async Task<IActionResult> OnPostCloseAsync(string key, int year, string? typed, CancellationToken ct) =>
        await DoneAsync(key, year, await desk.CloseAsync(key, year, typed, ct) is { } failure ? [failure] : [], AssessmentTexts.Closed, null, ct);

    private async Task<IActionResult> DoneAsync(string key, int year, Failure[] failures, string done, Action? keep, CancellationToken ct)
    {
        ModelState.Clear();
        if (failures.Length == 0) return Went($"/plans/{key}/assessments/{year}", done);
        db.ChangeTracker.Clear();
        if (!await ReadAsync(key, year, ct)) return NotFound();
        keep?.Invoke();
        return Refused(failures);
    }

    private async Task<bool> ReadAsync(string key, int year, CancellationToken ct)
    {
        if (await reading.SheetAsync(key, year, ct) is not { } sheet) return false;
        Sheet = sheet;
        if (!MayDraw) return true;
        var indicators = await PlanWriter.IndicatorsAsync(db, sheet.Plan.Id, ct);
        var codes = indicators.ToDictionary(i => i.Indicator.Id, i => i.Indicator.Code);
        Indicators = [.. indicators.Select(i => (i.Indicator.Code, i.Definition.Name))];
        Rows =
        [
            .. sheet.Items.Select(i => new Row(i.Name, FigureText.Exact(i.Weight), i.Basis, i.IndicatorId is { } id ? codes.GetValueOrDefault(id) : null)),
            .. Enumerable.Repeat(new Row(null, null, null, null), Math.Min(Spare, AssessmentItem.Most - sheet.Items.Count)),
        ];
        Below = await desk.BelowAsync(sheet.Plan, ct);
        TypedUnits = new()
        {
            DueOn = sheet.Assessment.DueOn,
            Regions = [.. Below.Where(r => sheet.Units.Any(u => u.Kind != PartKind.Department && u.RegionPath == r.Path)).Select(r => r.Code)],
            Departments = string.Join('\n', sheet.Units.Where(u => u.Kind == PartKind.Department).Select(u => u.Name)),
        };
        return true;
    }
}
