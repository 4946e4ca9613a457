using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>The written notice, to be printed and mailed or kept.</summary>
[Access(Act.ReadLicences)]
public sealed class NoticeModel(AppDbContext db, LicenceReach reach) : PageModel
{
    public LicenceView View { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not var (licence, _)) return NotFound();
        View = await LicenceView.OfAsync(db, licence, ct);
        return Page();
    }
}
