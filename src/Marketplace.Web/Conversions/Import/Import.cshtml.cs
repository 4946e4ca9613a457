using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Conversions.Import;

/// <param name="Added">And the other four, as <see cref="ConversionImport"/> has them.</param>
public sealed record EarlierImport(Guid Id, string FileName, ConversionImportState State, DateTimeOffset At, int Added, int Attached, int Queued, int Same, int Refused);

/// <summary>Where a clerk brings a table of outside deals, and finds the earlier ones.</summary>
[Access(Act.FileConversions)]
public sealed class ConversionImportModel(AppDbContext db, ImportDesk desk) : AnsweringPage
{
    private const int Shown = 20;

    public IReadOnlyList<EarlierImport> Earlier { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await desk.BureauAsync(ct) is not { } bureau) return NotFound();
        Earlier = await db.Set<ConversionImport>().Where(i => i.BureauId == bureau.Id).OrderByDescending(i => i.At).ThenByDescending(i => i.Id).Take(Shown)
            .Select(i => new EarlierImport(i.Id, i.FileName, i.State, i.At, i.Added, i.Attached, i.Queued, i.Same, i.Refused)).ToListAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken ct)
    {
        ModelState.Clear();
        var taken = await desk.TakeAsync(file, ct);
        if (taken.Succeeded) return Redirect($"/conversions/imports/{taken.Value.Id}");
        var page = await OnGetAsync(ct);
        return page is NotFoundResult ? page : Refused(taken.Failures);
    }
}
