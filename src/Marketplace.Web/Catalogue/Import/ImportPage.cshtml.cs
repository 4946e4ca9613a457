using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Catalogue.Import;

/// <summary>Where a holder brings a table of patents, and finds the earlier ones.</summary>
[Access(Act.KeepPatents)]
public sealed class ImportPageModel(AppDbContext db, PatentImportDesk desk) : AnsweringPage
{
    private const int Shown = 20;

    public IReadOnlyList<PatentImport> Earlier { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        var owner = await desk.OwnerAsync(Act.KeepPatents, ct);
        if (!owner.Succeeded) return Refused(owner.Failures);
        Earlier = await db.Set<PatentImport>().AsNoTracking().Where(i => i.OrganisationId == owner.Value.Id).OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id).Take(Shown).ToListAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken ct)
    {
        ModelState.Clear();
        var taken = await desk.TakeAsync(file, ct);
        if (taken.Succeeded) return Redirect($"/portfolio/imports/{taken.Value.Id}");
        var page = await OnGetAsync(ct);
        return page is Microsoft.AspNetCore.Mvc.RazorPages.PageResult ? Refused(taken.Failures) : page;
    }
}
