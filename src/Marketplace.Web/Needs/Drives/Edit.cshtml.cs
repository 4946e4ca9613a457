using System.Globalization;
using Marketplace.Web.Needs.Leaving;
using Marketplace.Web.Organisations;
using Marketplace.Web.Organisations.Regions;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Marketplace.Web.Needs.Drives;

/// <summary>A drive is written, or changed while it runs.</summary>
[Access(Act.CollectNeeds)]
public sealed class EditDriveModel(DriveDesk desk, RegionTree regions) : AnsweringPage
{
    [BindProperty(Name = "once")] public Guid Once { get; set; }
    [BindProperty(Name = "title")] public string? DriveTitle { get; set; }
    [BindProperty(Name = "notice")] public string? Notice { get; set; }
    [BindProperty(Name = "scope")] public string? Scope { get; set; }
    [BindProperty(Name = "region")] public string? Region { get; set; }
    [BindProperty(Name = "deadline")] public string? Deadline { get; set; }
    [BindProperty(Name = "target")] public Dictionary<string, string?> Targets { get; set; } = [];

    public Guid? DriveId { get; private set; }
    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];

    /// <summary>Those of which a number can be expected.</summary>
    public IReadOnlyList<SelectListItem> Below { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid? id, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.BureauAsync(ct) is not { } bureau) return NotFound();
        Once = Guid.CreateVersion7();
        Region = bureau.RegionCode;
        if (id is { } known)
        {
            if (await desk.FindAsync(known, ct) is not { } drive) return NotFound();
            (DriveTitle, Notice, Scope, Region) = (drive.Title, drive.Notice, drive.Scope, drive.RegionPath.Split('/', StringSplitOptions.RemoveEmptyEntries)[^1]);
            Deadline = drive.Deadline.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            Targets = drive.Targets.ToDictionary(pair => pair.Key, pair => (string?)pair.Value.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal);
        }
        await LoadAsync(bureau, id, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid? id, CancellationToken ct)
    {
        ModelState.Clear();
        if (await desk.BureauAsync(ct) is not { } bureau) return NotFound();
        await LoadAsync(bureau, id, ct);
        var failures = new List<Failure>();
        var day = NeedForm.Day(Deadline, "deadline", failures);
        var targets = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (code, typed) in Targets.Where(pair => !string.IsNullOrWhiteSpace(pair.Value)))
        {
            if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) targets[code] = number;
            else failures.Add(new("drive_target_wrong", 400, DriveTexts.TargetWrong, "targets"));
        }
        if (failures.Count > 0) return Refused(failures);
        var saved = await desk.SaveAsync(id ?? (Once == Guid.Empty ? null : Once), new(DriveTitle ?? "", Notice ?? "", Scope ?? "", Region, day, targets), ct);
        return saved.Succeeded ? Went($"/drives/{saved.Value.Id}/progress", NeedTexts.Saved) : Refused(saved.Failures);
    }

    private async Task LoadAsync(Organisation bureau, Guid? id, CancellationToken ct)
    {
        DriveId = id;
        var here = await regions.FindAsync(bureau.RegionCode, ct);
        Below = await LeavePage.BelowAsync(regions, bureau.RegionPath, ct);
        Places = [.. here is null ? (SelectListItem[])[] : [new(here.Name, here.Code)], .. Below];
    }
}
