using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Plans.Rounds;

/// <summary>One round for the bureau that asks: who has reported, who has not, who was reminded.</summary>
[Access(Act.ReadFigures)]
public sealed class RoundModel(AppDbContext db, RoundReading reading, RoundDesk desk, RoundReports reports, AccessCheck access, TimeProvider time) : AnsweringPage
{
    public RoundLine Line { get; private set; } = null!;
    public bool MayKeep => Line.Round.ClosedAt is null && access.May(Act.KeepPlans, new(RegionPath: Line.Round.RegionPath));
    public DateOnly Today => Dates.Today(time);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostCallAsync(Guid id, Guid unit, CancellationToken ct) => await DoAsync(id, await reports.CallAsync(unit, ct), RoundTexts.CallDone, ct);

    public async Task<IActionResult> OnPostCloseAsync(Guid id, string? typed, CancellationToken ct) => await DoAsync(id, await desk.CloseAsync(id, typed, ct), RoundTexts.CloseDone, ct);

    private async Task<IActionResult> DoAsync(Guid id, Failure? failure, string done, CancellationToken ct)
    {
        ModelState.Clear();
        if (failure is null) return Went($"/plans/rounds/{id}", done);
        db.ChangeTracker.Clear();
        return await ReadAsync(id, ct) ? Refused([failure]) : NotFound();
    }

    private async Task<bool> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await reading.FindAsync(id, ct) is not { } line) return false;
        Line = line;
        return true;
    }
}
