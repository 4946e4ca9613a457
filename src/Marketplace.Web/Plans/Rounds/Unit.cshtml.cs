using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Plans.Rounds;

/// <summary>上报: what one unit is asked, and its answer. For its own bureau; the one that asks may enter what came on paper, and return it.</summary>
[Access(Act.ReadFigures)]
public sealed class RoundUnitModel(AppDbContext db, RoundReading reading, RoundReports reports, AccessCheck access, TimeProvider time) : AnsweringPage
{
    public RoundLine Line { get; private set; } = null!;
    public RoundUnitLine Unit { get; private set; } = null!;
    public IReadOnlyList<RoundFigure> Figures { get; private set; } = [];
    public string? Signer { get; private set; }
    public string? Note { get; private set; }
    public string? Reason { get; private set; }
    public bool Over => Line.Round.Quarter.Last < Dates.Today(time);

    /// <summary>The list of all is for who asks.</summary>
    public bool MayReadAll => access.May(Act.ReadFigures, new(RegionPath: Line.Round.RegionPath));
    public bool MayReport => Line.Round.ClosedAt is null && Unit.Unit.ReportedAt is null && access.May(Act.KeepPlans, new(RegionPath: Unit.Unit.RegionPath));
    public bool MayReturn => Line.Round.ClosedAt is null && Unit.Unit.ReportedAt is not null && access.May(Act.KeepPlans, new(RegionPath: Line.Round.RegionPath));

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public Task<IActionResult> OnPostReportAsync(Guid id, string? signer, string? note, CancellationToken ct)
    {
        (Signer, Note) = (signer, note);
        return DoAsync(id, reports.ReportAsync(id, signer, note, ct), RoundTexts.ReportDone, ct);
    }

    public Task<IActionResult> OnPostReturnAsync(Guid id, string? reason, CancellationToken ct)
    {
        Reason = reason;
        return DoAsync(id, reports.ReturnAsync(id, reason, ct), RoundTexts.ReturnDone, ct);
    }

    private async Task<IActionResult> DoAsync(Guid id, Task<Failure?> act, string done, CancellationToken ct)
    {
        ModelState.Clear();
        if (await act is not { } failure) return Went($"/plans/rounds/units/{id}", done);
        db.ChangeTracker.Clear();
        return await ReadAsync(id, ct) ? Refused([failure]) : NotFound();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reading.UnitAsync(id, ct) is not var (line, unit)) return false;
        (Line, Unit) = (line, unit);
        Figures = await reading.FiguresAsync(line.Round, unit.Unit, ct);
        return true;
    }
}
