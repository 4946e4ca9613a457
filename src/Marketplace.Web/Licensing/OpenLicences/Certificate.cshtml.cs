using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Licensing.OpenLicences;

/// <summary>The certificate, to be printed. It records what notice and payment made; nothing waits for it.</summary>
[Access(Act.ReadLicences)]
public sealed class CertificateModel(AppDbContext db, LicenceReach reach, Platform.Messages.PublicAddress address) : PageModel
{
    public LicenceView View { get; private set; } = null!;
    public string VerifyAt => address.Of("/verify/" + View.Licence.VerifyToken);

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await reach.FindAsync(id, ct) is not var (licence, _) || licence.VerifyToken is null) return NotFound();
        View = await LicenceView.OfAsync(db, licence, ct);
        return Page();
    }
}
