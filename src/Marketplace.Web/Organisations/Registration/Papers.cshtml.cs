using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Files;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Organisations.Registration;

[Access(Act.RegisterOrganisation)]
public sealed class PapersModel(RegistrationDesk desk, AppDbContext db, AccessCheck access) : RegistrationPage(db, access)
{
    /// <summary>What the kept files are called, so that somebody sees which ones they were.</summary>
    public IReadOnlyDictionary<Guid, string> Names { get; private set; } = new Dictionary<Guid, string>();

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(IFormFile? licence, IFormFile? authorisation, CancellationToken ct)
    {
        if (!await OpenAsync(ct)) return NotFound();
        var saved = await desk.SavePapersAsync(Id, licence, authorisation, ct);
        // One may have been kept though the other was refused: the page shows it.
        if (!saved.Succeeded && !await LoadAsync(ct)) return NotFound();
        return After(saved, Tasks + (Registration.FirstMissing() is null or "papers" ? "/check" : ""));
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (!await OpenAsync(ct)) return false;
        var ids = new[] { Registration.LicenceFile, Registration.AuthorisationFile };
        Names = await Db.Set<StoredFile>().AsNoTracking().Where(f => ids.Contains(f.Id)).ToDictionaryAsync(f => f.Id, f => f.Name, ct);
        return true;
    }
}
