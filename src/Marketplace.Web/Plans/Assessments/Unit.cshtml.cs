using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Plans.Figures;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Plans.Assessments;

/// <summary>One row of a form of marks.</summary>
public sealed record MarkRow(AssessmentItem Item, ItemFigure? Figure, decimal? Own, string? Mark, string? Text, bool Exempt);

/// <param name="Deciding">核定, else 自评.</param>
public sealed record MarkRows(IReadOnlyList<MarkRow> Rows, bool Deciding);

/// <summary>One unit's sheet: its own marks, and what was found right. For its own bureau and the plan's.</summary>
[Access(Act.ReadFigures)]
public sealed class AssessmentUnitModel(AppDbContext db, PlanDesk plans, AssessmentReading reading, MarkDesk desk, AccessCheck access) : AnsweringPage
{
    private IReadOnlyDictionary<int, ItemFigure> _figures = new Dictionary<int, ItemFigure>();
    private MarksForm? _own, _verified;

    public AssessmentSheet Sheet { get; private set; } = null!;
    public AssessmentUnit Unit { get; private set; } = null!;
    public UnitResult Result => Sheet.Results.Single(r => r.Unit.Id == Unit.Id);
    public bool MayReadAll => plans.May(Act.ReadFigures, Sheet.Plan);
    public bool MayMark => Sheet.Assessment.TakesMarks && OwnRows.Count > 0 && access.May(Act.KeepPlans, new(RegionPath: Unit.RegionPath));
    public bool MayVerify => Sheet.Assessment.TakesMarks && plans.May(Act.VerifyFigures, Sheet.Plan);

    /// <summary>What is not decided yet.</summary>
    public IReadOnlyList<MarkRow> OwnRows => [.. Sheet.Items.Where(i => Sheet.Mark(Unit, i) is not { IsDecided: true }).Select(i => Row(i, _own, mark => (mark?.Own, mark?.OwnNote)))];
    public IReadOnlyList<MarkRow> VerifiedRows => [.. Sheet.Items.Select(i => Row(i, _verified, mark => (mark?.Verified, mark?.Reason)))];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostOwnAsync(Guid id, [FromForm] MarksForm given, CancellationToken ct)
    {
        _own = given;
        return await DoneAsync(id, await desk.OwnAsync(id, given, ct), "o", ct);
    }

    public async Task<IActionResult> OnPostVerifyAsync(Guid id, [FromForm] MarksForm given, CancellationToken ct)
    {
        _verified = given;
        return await DoneAsync(id, await desk.VerifyAsync(id, given, ct), "v", ct);
    }

    /// <param name="id">Which unit.</param>
    /// <param name="failures">None: it was done.</param>
    /// <param name="prefix">Of the form's fields: both forms have one for each item.</param>
    /// <param name="ct">The caller left.</param>
    private async Task<IActionResult> DoneAsync(Guid id, IReadOnlyList<Failure> failures, string prefix, CancellationToken ct)
    {
        ModelState.Clear();
        if (failures.Count == 0) return Went($"/plans/assessments/units/{id}", AssessmentTexts.MarksSaved);
        db.ChangeTracker.Clear();
        return await ReadAsync(id, ct) ? Refused([.. failures.Select(f => f.Field is { } field ? f with { Field = prefix + field } : f)]) : NotFound();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reading.UnitAsync(id, ct) is not var (sheet, unit)) return false;
        (Sheet, Unit) = (sheet, unit);
        _figures = await reading.FiguresAsync(sheet, unit, ct);
        return true;
    }

    private MarkRow Row(AssessmentItem item, MarksForm? typed, Func<AssessmentMark?, (decimal? Mark, string? Text)> held)
    {
        var mark = Sheet.Mark(Unit, item);
        var (number, text) = held(mark);
        return new(item, _figures.GetValueOrDefault(item.Number), mark?.Own, typed is null ? number is { } known ? FigureText.Exact(known) : null : typed.Marks.GetValueOrDefault(item.Number),
            typed is null ? text : typed.Texts.GetValueOrDefault(item.Number), typed?.Exempt.Contains(item.Number) ?? mark?.Exempt ?? false);
    }
}
