using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs.Drives;

/// <summary>How far a drive is, place by place; what was said twice; opening and closing it.</summary>
[Access(Act.CollectNeeds)]
public sealed class DriveProgressModel(DriveDesk desk) : AnsweringPage
{
    public Drive Drive { get; private set; } = null!;
    public IReadOnlyList<DriveProgress> Rows { get; private set; } = [];
    public IReadOnlyList<DrivePair> Pairs { get; private set; } = [];
    public IReadOnlyList<Need> Merged { get; private set; } = [];
    public int Total { get; private set; }
    public int Target => Drive.Targets.Values.Sum();

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await LoadAsync(id, ct) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, string? act, Guid need, Guid into, CancellationToken ct)
    {
        ModelState.Clear();
        var done = act switch
        {
            "open" => await desk.MoveAsync(id, DriveState.Open, ct),
            "close" => await desk.MoveAsync(id, DriveState.Closed, ct),
            "merge" => await desk.MergeAsync(id, need, into, ct),
            _ => await desk.UndoAsync(id, need, ct),
        };
        if (done.Succeeded) return Went($"/drives/{id}/progress", NeedTexts.Saved);
        return await LoadAsync(id, ct) ? Refused(done.Failures) : NotFound();
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await desk.FindAsync(id, ct) is not { } drive) return false;
        Drive = drive;
        Rows = await desk.ProgressAsync(drive, ct);
        Pairs = await desk.DuplicatesAsync(id, ct);
        Merged = await desk.NeedsOf(id).Where(n => n.MergedInto != null).OrderBy(n => n.Id).ToListAsync(ct);
        Total = await desk.NeedsOf(id).CountAsync(n => n.MergedInto == null && n.State != NeedState.Withdrawn, ct);
        return true;
    }
}
