using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Face;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Directory;

/// <summary>Where a clerk brings a list of enterprises, and finds the earlier ones.</summary>
[Access(Act.KeepDirectory)]
public sealed class DirectoryImportModel(AppDbContext db, DirectoryDesk desk) : PageModel
{
    private const int Shown = 20;

    public IReadOnlyList<DirectoryImport> Earlier { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await desk.BureauAsync(ct) is not { } bureau) return NotFound();
        // Without the files: they are large.
        Earlier = [.. (await db.Set<DirectoryImport>().Where(i => i.BureauId == bureau.Id).OrderByDescending(i => i.Id).Take(Shown)
            .Select(i => new { i.Id, i.BureauId, i.RegionPath, i.FileName, i.State, i.Language, i.CreatedAt, i.Added, i.Changed, i.Rejected }).ToListAsync(ct))
            .Select(i => new DirectoryImport { Id = i.Id, BureauId = i.BureauId, RegionPath = i.RegionPath, FileName = i.FileName, State = i.State, Language = i.Language, CreatedAt = i.CreatedAt, Added = i.Added, Changed = i.Changed, Rejected = i.Rejected })];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken ct)
    {
        ModelState.Clear();
        var taken = await desk.TakeAsync(file, ct);
        if (taken.Succeeded) return Redirect($"/directory/imports/{taken.Value.Id}");
        if (taken.Failures[0].Status == StatusCodes.Status404NotFound) return NotFound();
        await OnGetAsync(ct);
        return this.Refuse(taken.Failures);
    }

    public static string StateName(ImportState state) => state switch
    {
        ImportState.Reading => DirectoryTexts.StateReading,
        ImportState.Compared => DirectoryTexts.StateCompared,
        ImportState.Saving => DirectoryTexts.StateSaving,
        ImportState.Done => DirectoryTexts.StateDone,
        ImportState.Failed => DirectoryTexts.StateFailed,
        _ => DirectoryTexts.StateDropped,
    };
}
