using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Needs.Drives;

/// <summary>征集活动 of the reader's bureau.</summary>
[Access(Act.CollectNeeds)]
public sealed class DrivesModel(DriveDesk desk) : AnsweringPage
{
    /// <summary>A bureau holds a few a year: ten years fit.</summary>
    private const int Most = 100;

    public IReadOnlyList<(Drive Drive, int Needs)> Lines { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await desk.BureauAsync(ct) is null) return NotFound();
        var lines = new List<(Drive, int)>();
        foreach (var drive in await desk.Own().AsNoTracking().OrderByDescending(d => d.Id).Take(Most).ToListAsync(ct)) lines.Add((drive, await desk.NeedsOf(drive.Id).CountAsync(n => n.MergedInto == null && n.State != NeedState.Withdrawn, ct)));
        Lines = lines;
        return Page();
    }
}
